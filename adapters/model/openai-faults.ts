import type * as Sdk from "openai";
import type { FaultKind } from "#src/errors.ts";
import type { Fault } from "./fault.ts";
import { detailOf, kindOfStatus, retryAfterOf } from "./http-fault.ts";
import { sdkFault } from "./sdk-fault.ts";

/** What an error of OpenAI's SDK, or one that passed through it, means. Decided by class, status, code and type, never by words. `now` is for dates in retry-after. */
export const openAiFault = (error: unknown, sdk: typeof Sdk, now: number): Fault =>
  sdkFault<ApiError>(error, sdk, (answered) => apiFault(answered, now));

type ApiError = InstanceType<typeof Sdk.APIError>;

const apiFault = (error: ApiError, now: number): Fault => {
  const { status, code, type, requestID, headers } = error;
  return {
    kind: kindOfCode(code ?? "") ?? kindOfCode(type ?? "") ?? kindOfStatus(status ?? statusIn(code)),
    detail: detailOf(status, code ?? type, requestID, wordsOf(error.error)),
    retryAfterMs: retryAfterOf(headers, now),
  };
};

/** Inside a stream there is no status; OpenRouter puts it into the code. A stream's error without any is the server's. */
const statusIn = (code: unknown): number => (typeof code === "number" ? code : 500);

const wordsOf = (body: unknown): string | null =>
  typeof body === "object" && body !== null && "message" in body && typeof body.message === "string"
    ? body.message
    : null;

/** What a code means that an error or a failed response names; undefined for one that says no more than its status. */
export const kindOfCode = (code: string): FaultKind | undefined => codeKinds.get(code);

const codeKinds: ReadonlyMap<string, FaultKind> = new Map([
  ["insufficient_quota", "quota"],
  ["billing_hard_limit_reached", "quota"],
  ["billing_not_active", "quota"],
  ["context_length_exceeded", "too-large"],
  ["string_above_max_length", "too-large"],
  ["rate_limit_exceeded", "rate"],
  ["server_is_overloaded", "overloaded"],
  ["slow_down", "overloaded"],
  ["server_error", "server"],
  ["invalid_api_key", "auth"],
]);
