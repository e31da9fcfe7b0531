import { afterEach, expect, test } from "vitest";
import type { Place } from "#src/ports.ts";
import { errorOf, fastFactor, say } from "../../outbound-stage.ts";
import { channel, createStages, openThread, type Stage } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const textsIn = async ({ slack }: Stage, place: Place): Promise<readonly string[]> =>
  (await slack.messages(place)).map(({ text }) => text);

const long = (lines: number): string =>
  Array.from({ length: lines }, (_, n) => `Paragraph ${n} ${"with words that go on ".repeat(20)}`).join(
    "\n\n",
  );

test("a message in parts that was broken off goes on with the part that is missing", async () => {
  const here = await stage();
  const place = await openThread(here);
  const message = say(long(45));
  here.slack.fault({ method: "chat.postMessage", nth: 2, wrong: { error: "restricted_action" } });
  expect(await errorOf(here.outbound.post(place, "p-1:2:1", message))).toMatchObject({ retryable: true });
  expect(await here.slack.messages(place)).toHaveLength(2);
  const again = here.restart();
  expect(await again.find(channel, place.thread, "p-1:2:1")).toBeUndefined();
  const posted = await again.post(place, "p-1:2:1", message);
  const payloads = (await here.slack.messages(place)).slice(1).map(({ message: one }) => one["metadata"]);
  const parts = payloads.length;
  expect(parts).toBeGreaterThan(1);
  expect(payloads).toEqual(
    payloads.map((_, n) => ({ event_type: "botarmy", event_payload: { k: "p-1:2:1", part: n + 1, parts } })),
  );
  expect(await again.find(channel, place.thread, "p-1:2:1")).toEqual(posted);
});

test("what is too long for its parts comes as a file, once, however often its post is tried", async () => {
  const here = await stage();
  const place = await openThread(here);
  const message = say(long(40), {
    blocks: [1, 2, 3, 4, 5].map(() => ({ type: "prose", text: long(42) }) as const),
  });
  here.slack.fault({ method: "chat.postMessage", wrong: { error: "restricted_action" } });
  await errorOf(here.outbound.post(place, "p-1:2:1", message));
  await here.restart().post(place, "p-1:2:1", message);
  const files = await here.slack.files(place);
  expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.md$/)]);
  expect(files[0]?.text).toContain("Paragraph 41");
});

test("an edit replaces what a message shows and keeps its key", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.post(place, "p-1:2:1", say("old words"));
  await here.outbound.edit(place, posted.id, say("new words"));
  await here.outbound.edit(place, place.thread, say("new root"));
  expect(await textsIn(here, place)).toEqual(["new root", "new words"]);
  expect(await here.outbound.find(channel, place.thread, "p-1:2:1")).toEqual(posted);
});

test("of many edits of one card few are made, and the last one stays", async () => {
  const here = await stage();
  const place = await openThread(here);
  await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => here.outbound.edit(place, place.thread, say(`state ${n}`))),
  );
  expect(await textsIn(here, place)).toEqual(["state 6"]);
  expect(here.slack.callsOf("chat.update")).toHaveLength(2);
});

test("editing what does not exist is refused for good", async () => {
  const here = await stage();
  const place = await openThread(here);
  const error = await errorOf(here.outbound.edit(place, "404", say("nothing")));
  expect(error).toMatchObject({ name: "SlackFault", retryable: false, code: "message_not_found" });
});

test("a post that came too often is made when Slack wants it, and edits go on meanwhile", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.fault({ method: "chat.postMessage", wrong: { retryAfter: 12 } });
  const posting = here.outbound.post(place, "p-1:2:1", say("later"));
  await here.outbound.edit(place, place.thread, say("root, edited"));
  expect(await textsIn(here, place)).toEqual(["root, edited"]);
  await posting;
  expect(await textsIn(here, place)).toEqual(["root, edited", "later"]);
});

test("a token that was revoked is told once, in words that say what to do", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.revokeToken();
  const errors = await Promise.all([
    errorOf(here.outbound.post(place, "p-1:2:1", say("x"))),
    errorOf(here.outbound.edit(place, place.thread, say("x"))),
    errorOf(here.outbound.find(channel, place.thread, "p-1:2:1")),
  ]);
  for (const error of errors) expect(error).toMatchObject({ kind: "auth", retryable: true });
  expect(here.fatal.map(String)).toEqual([expect.stringContaining("install the app again")]);
});

test("closing gives back what waits, to be tried later", async () => {
  const here = await stage();
  const place = await openThread(here);
  const work = [1, 2, 3, 4, 5, 6].map((n) => here.outbound.post(place, `p-1:${n}:1`, say(`${n}`)));
  const outcomes = Promise.allSettled(work);
  await here.outbound.close();
  const refused = (await outcomes).filter((outcome) => outcome.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toMatchObject({ name: "ProviderError", retryable: true });
  expect(await here.slack.messages(place)).toHaveLength(1 + 6 - refused.length);
});

test("a thread has an address that people can follow", async () => {
  const here = await stage();
  expect(here.outbound.link({ channel, thread: "1700000000.000100" })).toBe(
    "https://swim-club.slack.com/archives/C0GENERAL/p1700000000000100",
  );
  expect(here.outbound.link({ channel, thread: "t1" })).toBeNull();
});

test("however much there is to say, Slack never finds it too often", async () => {
  // As fast as the clock.
  const here = await stage({ rates: { minuteMs: 60_000 / fastFactor } });
  const place = await openThread(here);
  const cards = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) => here.outbound.openThread(channel, `p-${n}:1:1`, say(`card ${n}`))),
  );
  const posts = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) =>
    here.outbound.post(place, `p-1:2:${n}`, say(`post ${n}`)),
  );
  const edits = [1, 2, 3].flatMap((round) =>
    cards.map(async (card, n) => {
      if (round > 1) await posts[n];
      await here.outbound.edit(card, card.thread, say(`round ${round}`));
    }),
  );
  await Promise.all([...posts, ...edits]);
  expect(here.slack.rateLimited()).toEqual([]);
  expect(await here.slack.messages(place)).toHaveLength(10);
});
