import type { Reply } from "../../support/provider-servers/raw-server.ts";
import { wires, type WireName } from "../../support/provider-servers/wires.ts";
import { replaced, type FaultRow } from "./fault-row.ts";
import { reply, said } from "./models.ts";

const htmlPage = "<!doctype html><title>Sign in</title><p>data: {welcome}</p>";
const html = { "content-type": "text/html" };
const events = { "content-type": "text/event-stream" };

const connections: readonly FaultRow[] = [
  {
    name: "a connection closed before any answer",
    reply: () => ({ then: "hang-up" }),
    kind: "connection",
    retryable: true,
  },
  {
    name: "a body cut in the middle",
    reply: (wire, streaming) => half(reply(wire, streaming), "cut"),
    kind: "connection",
    retryable: true,
  },
  {
    name: "a stream that closes properly, but before its end",
    reply: (wire) => half(reply(wire, true), "end"),
    kind: "connection",
    retryable: true,
    spent: true,
    only: "stream",
  },
  {
    name: "a stream without the event that says that it is over",
    reply: (wire) => ({ headers: events, body: wires[wire].events(said).slice(0, -1) }),
    kind: "connection",
    retryable: true,
    spent: true,
    only: "stream",
    // A chat's reason to end is in the middle of its stream; what follows only counts.
    wires: ["anthropic", "responses"],
  },
  {
    name: "502 with a page of HTML",
    reply: () => ({ status: 502, headers: html, body: htmlPage }),
    kind: "server",
    retryable: true,
  },
];

const late = { kind: "timeout", retryable: true } as const;
const timeouts: readonly FaultRow[] = [
  { name: "no headers, ever", reply: () => ({ then: "silent" }), ...late },
  { name: "headers, and then nothing", reply: () => ({ headers: events, then: "stall" }), ...late },
  {
    name: "half an answer, and then nothing",
    reply: (wire, streaming) => half(reply(wire, streaming), "stall"),
    ...late,
  },
  { name: "signs of life, and no answer", reply: () => ({ headers: events, then: "drip" }), ...late },
];

const unread = { kind: "bad-response", retryable: true } as const;
const badResponses: readonly FaultRow[] = [
  { name: "200 with a page of HTML", reply: () => ({ headers: html, body: htmlPage }), ...unread },
  {
    name: "JSON that ends in the middle",
    reply: (wire) => ({ body: JSON.stringify(wires[wire].plain(said)).slice(0, 80) }),
    only: "plain",
    ...unread,
  },
  {
    name: "an event that is not JSON",
    reply: (wire) => ({
      headers: events,
      body: [...first(wires[wire].events(said), 3), "event: content_block_delta\ndata: {not json\n\n"],
    }),
    only: "stream",
    spent: true,
    ...unread,
  },
  { name: "JSON of something else", reply: () => ({ body: '{"status":"ok"}' }), only: "plain", ...unread },
  { name: "an empty body", reply: (_, streaming) => ({ headers: streaming ? events : {} }), ...unread },
  {
    name: "the right JSON under the wrong content type",
    reply: (wire) => ({
      headers: { "content-type": "text/plain" },
      body: JSON.stringify(wires[wire].plain(said)),
    }),
    ...unread,
  },
  {
    name: "an answer without any text",
    reply: (wire, streaming) => reply(wire, streaming, { ...said, text: "" }),
    spent: true,
    ...unread,
  },
];

const onTheWay =
  (types: Readonly<Record<WireName, string>>) =>
  (wire: WireName): Reply => ({
    headers: events,
    body: [...first(wires[wire].events(said), 4), wires[wire].errorEvent(types[wire])],
  });

const streamErrors: readonly FaultRow[] = [
  {
    name: "overload in the middle of a stream",
    reply: onTheWay({
      anthropic: "overloaded_error",
      responses: "server_is_overloaded",
      chat: "server_is_overloaded",
    }),
    kind: "overloaded",
    retryable: true,
    spent: true,
    only: "stream",
  },
  {
    name: "a fault of the server in the middle of a stream",
    reply: onTheWay({ anthropic: "api_error", responses: "server_error", chat: "server_error" }),
    kind: "server",
    retryable: true,
    spent: true,
    only: "stream",
  },
  {
    name: "an unknown error in the middle of a stream",
    reply: onTheWay({ anthropic: "new_error", responses: "new_error", chat: "new_error" }),
    kind: "server",
    retryable: true,
    spent: true,
    only: "stream",
  },
];

const ends: readonly FaultRow[] = [
  {
    name: "an answer that filled up the context",
    reply: (wire, streaming) => replaced(reply(wire, streaming), "end_turn", "model_context_window_exceeded"),
    wires: ["anthropic"],
    spent: true,
    kind: "too-large",
    retryable: false,
  },
  {
    name: "a response that failed",
    reply: (wire, streaming) =>
      replaced(
        replaced(
          reply(wire, streaming),
          '"error":null',
          '"error":{"code":"rate_limit_exceeded","message":"m"}',
        ),
        '"status":"completed","incomplete_details"',
        '"status":"failed","incomplete_details"',
      ),
    wires: ["responses"],
    spent: true,
    kind: "rate",
    retryable: true,
  },
];

/** Answers that begin well, or not at all. */
export const brokenRows: readonly FaultRow[] = [
  ...connections,
  ...timeouts,
  ...badResponses,
  ...streamErrors,
  ...ends,
];

const first = (pieces: readonly string[], count: number): readonly string[] => pieces.slice(0, count);

const half = ({ headers = {}, body = "" }: Reply, then: NonNullable<Reply["then"]>): Reply => ({
  headers,
  body: typeof body === "string" ? body.slice(0, body.length / 2) : first(body, 4),
  then,
});
