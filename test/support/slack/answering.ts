import type { IncomingMessage, ServerResponse } from "node:http";
import type { Json } from "../json.ts";
import type { Call, Calls } from "./calls.ts";
import type { Faults, Wrong } from "./faults.ts";

/** What an HTTP request is answered with. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** What is kept of it in the list of calls. */
  readonly said: Json;
}

export const json = (said: Json, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(said),
  said,
});

/** Slack's answer to somebody who is too quick. */
export const tooMany = (seconds: number): Answer => ({
  ...json({ ok: false, error: "ratelimited" }, { "retry-after": String(seconds) }),
  status: 429,
});

interface Asked {
  readonly call: Call;
  readonly response: ServerResponse;
  /** Does the call. */
  readonly act: () => Promise<Answer>;
}

/** Does a call and answers it, with the faults and hooks that were asked for. */
export async function answerTo(asked: Asked, calls: Calls, faults: Faults): Promise<void> {
  const { call, response } = asked;
  const wrong = faults.next(call);
  await calls.tell("before", call);
  const early = before(wrong);
  if (early === "drop") return drop(call, response);
  if (early === "hang") {
    call.answered = "hanging";
    return;
  }
  if (typeof wrong === "object" && "slowMs" in wrong) await slow(wrong.slowMs, response);
  const answer = early ?? (await asked.act());
  await calls.tell("after", call);
  if (wrong === "drop-after") return drop(call, response);
  if (wrong === "hang-after") {
    call.answered = "hanging";
    return;
  }
  finish(call, response, wrong === "500-after" ? broken(500) : answer);
}

function before(wrong: Wrong | undefined): Answer | "drop" | "hang" | undefined {
  if (wrong === "drop-before") return "drop";
  if (wrong === "hang-before") return "hang";
  if (wrong === "500-before") return broken(500);
  if (typeof wrong !== "object") return undefined;
  if ("error" in wrong) return json({ ok: false, error: wrong.error });
  if ("retryAfter" in wrong) return tooMany(wrong.retryAfter);
  if ("status" in wrong) return broken(wrong.status);
  return undefined;
}

const broken = (status: number): Answer => ({
  status,
  headers: { "content-type": "text/plain" },
  body: "something went wrong",
  said: {},
});

function finish(call: Call, response: ServerResponse, answer: Answer): void {
  call.answered = answer.status === 429 ? "429" : answer.status >= 500 ? "500" : answer.said;
  call.doneAt = Date.now();
  if (response.destroyed) return;
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

function drop(call: Call, response: ServerResponse): void {
  call.answered = "dropped";
  call.doneAt = Date.now();
  response.destroy();
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
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}
