import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call, Calls } from "./calls.ts";
import { ApiError } from "./errors.ts";
import type { Faults, Wrong } from "./faults.ts";

/** What an HTTP request is answered with. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly code?: number;
}

export const json = (
  status: number,
  said: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response => ({
  status,
  headers: { ...(status === 204 ? {} : { "content-type": "application/json" }), ...headers },
  body: status === 204 ? "" : JSON.stringify(said),
});

/** Discord's answer to somebody who is too quick. The header has whole seconds, the JSON a fraction. */
export const tooMany = (seconds: number, scope: "user" | "global" | "shared"): Response =>
  json(
    429,
    { message: "You are being rate limited.", retry_after: seconds, global: scope === "global" },
    {
      "retry-after": String(Math.ceil(seconds)),
      "x-ratelimit-scope": scope,
      ...(scope === "global" ? { "x-ratelimit-global": "true" } : {}),
    },
  );

/** Discord's answer when it does not do something. */
export const refused = (error: ApiError): Response => ({
  ...json(
    error.status,
    { message: error.message, code: error.code, ...error.more },
    error.status === 429 ? { "retry-after": "60", "x-ratelimit-scope": "shared" } : {},
  ),
  code: error.code,
});

interface Asked {
  readonly call: Call;
  readonly response: ServerResponse;
  /** Does the call. */
  readonly act: () => Promise<Response>;
}

/** Does a call and answers it, with the faults and hooks that were asked for. */
export async function answerTo(asked: Asked, calls: Calls, faults: Faults): Promise<void> {
  const { call, response } = asked;
  const wrong = faults.next(call);
  await calls.tell("before", call);
  if (wrong === "drop-before") return drop(call, response);
  if (wrong === "hang-before") return hang(call);
  if (typeof wrong === "object" && "slowMs" in wrong) await slow(wrong.slowMs, response);
  const answer = instead(wrong) ?? (await asked.act());
  await calls.tell("after", call);
  if (wrong === "drop-after") return drop(call, response);
  if (wrong === "hang-after") return hang(call);
  finish(call, response, wrong === "502-after" ? badGateway : answer);
}

function instead(wrong: Wrong | undefined): Response | undefined {
  if (wrong === "502-before") return badGateway;
  if (typeof wrong !== "object") return undefined;
  if ("retryAfter" in wrong) return tooMany(wrong.retryAfter, wrong.global === true ? "global" : "user");
  if ("status" in wrong)
    return refused(new ApiError(wrong.status, wrong.code ?? 0, wrong.message ?? `${wrong.status}`));
  return undefined;
}

const badGateway: Response = {
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html><head><title>502 Bad Gateway</title></head></html>",
};

function finish(call: Call, response: ServerResponse, answer: Response): void {
  Object.assign(call, { answered: answer.status, code: answer.code ?? null, doneAt: Date.now() });
  if (response.destroyed) return;
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

function drop(call: Call, response: ServerResponse): void {
  Object.assign(call, { answered: "dropped", doneAt: Date.now() });
  response.destroy();
}

function hang(call: Call): void {
  call.answered = "hanging";
}

/** Waits, or until the other side has gone. */
function slow(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Reads a request's body. */
export async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
