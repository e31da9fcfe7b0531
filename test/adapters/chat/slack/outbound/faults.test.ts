import nock from "nock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlackClient } from "#adapters/chat/slack/client.ts";
import { ProviderError } from "#src/errors.ts";
import { errorOf, keptLog } from "../../outbound-stage.ts";

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const api = (): nock.Interceptor => nock("https://slack.com").post("/api/chat.postMessage");

const createClient = () => {
  const fatal: Error[] = [];
  const log = keptLog();
  const onFatal = (error: Error): void => void fatal.push(error);
  const call = createSlackClient({ token: "xoxb-1", log, onFatal });
  const post = async (): Promise<unknown> =>
    await errorOf(call("chat.postMessage", { channel: "C1", text: "x" }));
  return { call, post, fatal };
};

const refusals: readonly (readonly [
  string,
  object,
  { retryable: boolean; ambiguous: boolean; kind: string },
  string,
])[] = [
  ["not_in_channel", {}, { retryable: true, ambiguous: false, kind: "bad-request" }, "/invite @BotArmy"],
  ["channel_not_found", {}, { retryable: true, ambiguous: false, kind: "bad-request" }, "/invite @BotArmy"],
  ["is_archived", {}, { retryable: true, ambiguous: false, kind: "bad-request" }, "Unarchive"],
  [
    "msg_too_long",
    {},
    { retryable: false, ambiguous: false, kind: "bad-request" },
    "longer than Slack takes",
  ],
  [
    "msg_blocks_too_long",
    {},
    { retryable: false, ambiguous: false, kind: "bad-request" },
    "more text than Slack takes",
  ],
  [
    "invalid_blocks",
    {
      response_metadata: {
        messages: ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text]"],
      },
    },
    { retryable: false, ambiguous: false, kind: "bad-request" },
    "json-pointer:/blocks/0/text",
  ],
  [
    "missing_scope",
    { needed: "chat:write" },
    { retryable: true, ambiguous: false, kind: "bad-request" },
    "chat:write",
  ],
  ["invalid_auth", {}, { retryable: true, ambiguous: false, kind: "auth" }, "SLACK_BOT_TOKEN"],
  ["account_inactive", {}, { retryable: true, ambiguous: false, kind: "auth" }, "install it again"],
  ["token_revoked", {}, { retryable: true, ambiguous: false, kind: "auth" }, "install the app again"],
  ["fatal_error", {}, { retryable: true, ambiguous: true, kind: "server" }, "fatal_error"],
  ["internal_error", {}, { retryable: true, ambiguous: true, kind: "server" }, "internal_error"],
  ["duplicate_message_not_found", {}, { retryable: true, ambiguous: true, kind: "server" }, "duplicate"],
  ["ratelimited", {}, { retryable: true, ambiguous: false, kind: "rate" }, "less often"],
  ["something_new", {}, { retryable: false, ambiguous: false, kind: "bad-request" }, "something_new"],
];

test.each(refusals)("%s says what it means and what to do", async (code, ...[facts, meaning, words]) => {
  api().reply(200, { ok: false, error: code, ...facts });
  const error = await createClient().post();
  expect(error).toBeInstanceOf(ProviderError);
  expect(error).toMatchObject({ code, ...meaning });
  expect(String(error)).toContain(words);
});

test.each([
  [429, { "retry-after": "17" }, { kind: "rate", ambiguous: false, retryAfterMs: 17_000 }],
  [429, {}, { kind: "rate", ambiguous: false, retryAfterMs: 30_000 }],
  [500, {}, { kind: "server", ambiguous: true, retryable: true }],
  [503, {}, { kind: "overloaded", ambiguous: true, retryable: true }],
  [404, {}, { kind: "bad-request", ambiguous: false, retryable: false, code: "http_404" }],
])("an answer with HTTP %i and headers %j is understood", async (status, headers, meaning) => {
  api().reply(status, "", headers);
  expect(await createClient().post()).toMatchObject(meaning);
});

test("a page in place of an answer may hide that it was done", async () => {
  api().reply(200, "<!DOCTYPE html><html>Sign in to the hotel's network</html>");
  expect(await createClient().post()).toMatchObject({
    code: "no_answer",
    ambiguous: true,
    kind: "bad-response",
  });
});

test.each([
  ["ECONNREFUSED", false],
  ["ENOTFOUND", false],
  ["EAI_AGAIN", false],
  ["ECONNRESET", true],
  ["EPIPE", true],
])("after %s it is known whether it may have been done", async (code, ambiguous) => {
  api().replyWithError(Object.assign(new Error(code), { code }));
  expect(await createClient().post()).toMatchObject({ kind: "connection", retryable: true, ambiguous });
});

test("a refused token is told once, whatever is called", async () => {
  const { post, fatal } = createClient();
  for (let n = 0; n < 3; n += 1) {
    api().reply(200, { ok: false, error: "token_revoked" });
    await post();
  }
  expect(fatal.map(({ message }) => message)).toEqual([expect.stringContaining("token_revoked")]);
});

test("nothing is tried again by itself, and the token goes with every call", async () => {
  const scope = nock("https://slack.com", { reqheaders: { authorization: "Bearer xoxb-1" } });
  scope.post("/api/chat.postMessage").reply(500, "");
  scope.post("/api/chat.postMessage").reply(200, { ok: true, ts: "1.000001" });
  const { call, post } = createClient();
  await post();
  expect(scope.isDone()).toBe(false);
  expect(await call("chat.postMessage", { channel: "C1", text: "x" })).toMatchObject({
    ok: true,
    ts: "1.000001",
  });
});
