import type { FaultKind } from "#src/errors.ts";

/** What an HTTP status means when nothing more exact was said. */
export const kindOfStatus = (status: number): FaultKind => {
  const known = statusKinds.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return "server";
  return status >= 400 ? "bad-request" : "bad-response";
};

/** 529 is Anthropic's own for overloaded; a 409 is a conflict inside the provider that passes. */
const statusKinds: ReadonlyMap<number, FaultKind> = new Map([
  [401, "auth"],
  [402, "quota"],
  [403, "auth"],
  [408, "timeout"],
  [409, "server"],
  [413, "too-large"],
  [429, "rate"],
  [503, "overloaded"],
  [529, "overloaded"],
]);

/** How long to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as a date. Null when it was not said, or not readably. */
export const retryAfterOf = (headers: Headers | undefined, now: number): number | null => {
  const ms = numberOf(headers?.get("retry-after-ms"));
  if (ms !== null) return ms;
  const after = headers?.get("retry-after")?.trim();
  const seconds = numberOf(after);
  if (seconds !== null) return Math.ceil(seconds * 1_000);
  const date = Date.parse(after ?? "");
  return Number.isNaN(date) ? null : Math.max(0, date - now);
};

const numberOf = (text: string | null | undefined): number | null => {
  const number = Number(text?.trim() || Number.NaN);
  return Number.isFinite(number) && number >= 0 ? number : null;
};

/** The code of the system or of Node's HTTP client (`ECONNREFUSED`, `UND_ERR_SOCKET`) in an error or its causes; null when nothing there has one. */
export const networkCodeOf = (error: unknown): string | null => {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1)
    if ("code" in at && typeof at.code === "string" && /^(?:E[A-Z]|UND_ERR_)/.test(at.code)) return at.code;
  return null;
};

/** Joins what was said about a fault: status, code, request id, words. */
export const detailOf = (...parts: readonly (string | number | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== "").join(", ");
