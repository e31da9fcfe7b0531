import { afterEach, expect, test } from "vitest";
import type { Place } from "#src/ports.ts";
import type { Wrong } from "../../../../support/slack/faults.ts";
import { errorOf, say } from "../../outbound-stage.ts";
import { channel, createStages, openThread, type Stage } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const textsIn = async ({ slack }: Stage, place: Place): Promise<readonly string[]> =>
  (await slack.messages(place)).map(({ text }) => text);

test("a thread is opened on its root and posts follow in it", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.post(place, "p-1:2:1", say("first words"));
  expect(place).toMatchObject({ channel, id: place.thread });
  expect(posted).toEqual({ ...place, id: posted.id });
  expect(await textsIn(here, place)).toEqual(["root", "first words"]);
  const [{ args } = { args: {} }] = here.slack.callsOf("chat.postMessage").slice(-1);
  expect(args).toMatchObject({
    metadata: { event_type: "botarmy", event_payload: { k: "p-1:2:1", part: 1, parts: 1 } },
    client_msg_id: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    unfurl_links: "false",
    unfurl_media: "false",
  });
});

const ambiguous: readonly (readonly [string, Wrong])[] = [
  ["its answer was cut off after Slack had taken it", "drop-after"],
  ["the connection was cut off before Slack had it", "drop-before"],
  ["Slack answered 500 after it had taken it", "500-after"],
  ["Slack answered 500 and had not taken it", "500-before"],
  ["Slack answered fatal_error", { error: "fatal_error" }],
  ["Slack answered internal_error", { error: "internal_error" }],
  ["Slack answered request_timeout", { error: "request_timeout" }],
  ["Slack answered service_unavailable", { error: "service_unavailable" }],
  ["a proxy answered 502", { status: 502 }],
];

test.each(ambiguous)("a post is in its thread exactly once when %s", async (_, wrong) => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.fault({ method: "chat.postMessage", wrong });
  const posted = await here.outbound.post(place, "p-1:2:1", say("once"));
  const seen = await here.slack.messages(place);
  expect(seen.map(({ text }) => text)).toEqual(["root", "once"]);
  expect(seen.at(-1)?.ts).toBe(posted.id);
});

test.each(ambiguous)("a root is in its channel exactly once when %s", async (_, wrong) => {
  const here = await stage();
  here.slack.fault({ method: "chat.postMessage", wrong });
  const place = await openThread(here);
  expect((await here.slack.roots(channel)).map(({ ts }) => ts)).toEqual([place.thread]);
});

test.each(["hang-before", "hang-after"] as const)(
  "a post whose answer does not come in time is there once: %s",
  async (wrong) => {
    const here = await stage({ timeoutMs: 300 });
    const place = await openThread(here);
    here.slack.fault({ method: "chat.postMessage", wrong });
    await here.outbound.post(place, "p-1:2:1", say("once"));
    expect(await textsIn(here, place)).toEqual(["root", "once"]);
  },
);

test("a post whose answer is lost twice is there once", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.fault({ method: "chat.postMessage", wrong: "drop-before" });
  here.slack.fault({ method: "chat.postMessage", nth: 2, wrong: "drop-after" });
  await here.outbound.post(place, "p-1:2:1", say("once"));
  expect(await textsIn(here, place)).toEqual(["root", "once"]);
});

test("a post that never arrives is given back to be tried later, and is not found", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.fault({ method: "chat.postMessage", times: 9, wrong: "drop-before" });
  const error = await errorOf(here.outbound.post(place, "p-1:2:1", say("never")));
  expect(error).toMatchObject({ name: "SlackFault", retryable: true, ambiguous: true, kind: "connection" });
  expect(here.slack.callsOf("chat.postMessage")).toHaveLength(3);
  expect(await here.outbound.find(channel, place.thread, "p-1:2:1")).toBeUndefined();
});

test("what Slack calls a duplicate is looked for and never posted again", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.fault({ method: "chat.postMessage", wrong: { error: "duplicate_message_not_found" } });
  const error = await errorOf(here.outbound.post(place, "p-1:2:1", say("once")));
  expect(error).toMatchObject({ retryable: true, code: "duplicate_message_not_found" });
  expect(await textsIn(here, place)).toEqual(["root"]);
  expect(here.slack.callsOf("chat.postMessage")).toHaveLength(2);
});

test("the same part has the same client_msg_id whenever it is sent", async () => {
  const here = await stage({ dedupe: true });
  const place = await openThread(here);
  here.slack.fault({ method: "conversations.replies", times: 9, wrong: { error: "internal_error" } });
  here.slack.fault({ method: "chat.postMessage", wrong: "drop-after" });
  const lost = await errorOf(here.outbound.post(place, "p-1:2:1", say("once")));
  expect(lost).toMatchObject({ retryable: true });
  const posted = await here.restart().post(place, "p-1:2:1", say("once"));
  const seen = await here.slack.messages(place);
  expect(seen.map(({ ts }) => ts)).toEqual([place.thread, posted.id]);
});

test("a public channel is joined before a thread is opened in it", async () => {
  const here = await stage();
  here.slack.setChannel(channel, { joined: false });
  await openThread(here);
  expect(await here.slack.roots(channel)).toHaveLength(1);
});

test("a channel that cannot be joined asks people to invite the app, until they do", async () => {
  const here = await stage();
  here.slack.scopes.delete("channels:join");
  here.slack.setChannel(channel, { joined: false });
  const error = await errorOf(openThread(here));
  expect(error).toMatchObject({ code: "not_in_channel", retryable: true });
  expect(String(error)).toContain("/invite @BotArmy");
  here.slack.setChannel(channel, { joined: true });
  await openThread(here);
  expect(await here.slack.roots(channel)).toHaveLength(1);
});

test("a post to an archived channel is given back to be tried later, in plain words", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.setChannel(channel, { archived: true });
  const error = await errorOf(here.outbound.post(place, "p-1:2:1", say("late")));
  expect(error).toMatchObject({ code: "is_archived", retryable: true, retryAfterMs: 60_000 });
  expect(String(error)).toContain("Unarchive it");
});

test("an announced post is shown in the channel as well, and is not taken for a root", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.post(place, "p-1:2:1", say("done", { announce: true }));
  expect((await here.slack.message(posted.id)).message).toMatchObject({ reply_broadcast: true });
  expect(await here.outbound.find(channel, null, "p-1:2:1")).toBeUndefined();
  expect(await here.outbound.find(channel, place.thread, "p-1:2:1")).toEqual(posted);
});

test("what was posted is found by its key after a restart, and only there", async () => {
  const here = await stage();
  const place = await openThread(here);
  const other = await here.outbound.openThread(channel, "p-2:1:1", say("other"));
  const posted = await here.outbound.post(place, "p-1:2:1", say("post"));
  const again = here.restart();
  expect(await again.find(channel, null, "p-1:1:1")).toEqual(place);
  expect(await again.find(channel, place.thread, "p-1:2:1")).toEqual(posted);
  expect(await again.find(channel, other.thread, "p-1:2:1")).toBeUndefined();
  expect(await again.find(channel, null, "p-1:2:1")).toBeUndefined();
  expect(await again.find(channel, place.thread, "p-1:9:9")).toBeUndefined();
});

test("a thread that was deleted has nothing in it", async () => {
  const here = await stage();
  const place = { channel, thread: "1700000000.000100" };
  expect(await here.outbound.find(channel, place.thread, "p-1:2:1")).toBeUndefined();
  expect(await errorOf(here.outbound.post(place, "p-1:2:1", say("x")))).toMatchObject({ retryable: false });
});
