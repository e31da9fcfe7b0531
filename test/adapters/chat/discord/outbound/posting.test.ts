import { afterEach, expect, test } from "vitest";
import type { Wrong } from "../../../../support/discord/faults.ts";
import { errorOf, say } from "../../outbound-stage.ts";
import { createStages, openThread, textsIn } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const key = "p-1:2:1";

test("a thread is opened on its root and posts follow in it", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.post(place, key, say("first words"));
  expect(place).toEqual({ channel: here.discord.general, thread: place.thread });
  expect(posted).toEqual({ ...place, id: posted.id });
  expect(here.discord.messages(place.channel).map(({ id, text }) => [id, text])).toEqual([
    [place.thread, "root"],
  ]);
  expect(here.discord.threads(place.channel)).toMatchObject([
    { id: place.thread, name: "root", autoArchiveMinutes: 10_080 },
  ]);
  expect(textsIn(here, place)).toEqual(["first words"]);
  expect(here.discord.refused()).toEqual([]);
});

test("a post has a nonce that is enforced, and can ping nobody who is not named", async () => {
  const here = await stage();
  const place = await openThread(here);
  await here.outbound.post(place, key, say("hi @everyone <@400000000000000001>", { mentions: [] }));
  const [root, post] = here.discord.callsOf("create_message").map(({ body }) => body);
  expect(post).toMatchObject({
    nonce: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
    enforce_nonce: true,
    allowed_mentions: { parse: [], users: [] },
    flags: (1 << 15) | (1 << 2),
  });
  expect(root).not.toMatchObject({
    nonce: expect.stringMatching(String(Reflect.get(Object(post), "nonce"))),
  });
  expect(here.discord.posts.at(-1)?.pinged).toEqual({ users: [], roles: [], everyone: false });
});

const ambiguous: readonly (readonly [string, Wrong])[] = [
  ["its answer was cut off after Discord had taken it", "drop-after"],
  ["the connection was cut off before Discord had it", "drop-before"],
  ["Discord answered 502 after it had taken it", "502-after"],
  ["Discord answered 502 and had not taken it", "502-before"],
  ["Discord answered 500", { status: 500 }],
  ["Discord answered 503", { status: 503 }],
];

test.each(ambiguous)("a post is in its thread exactly once when %s", async (_, wrong) => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.fault({ operation: "create_message", wrong });
  const posted = await here.outbound.post(place, key, say("once"));
  expect(textsIn(here, place)).toEqual(["once"]);
  expect(here.discord.messages(place.thread).at(-1)?.id).toBe(posted.id);
});

test.each(ambiguous)("a root and its thread are in their channel exactly once when %s", async (_, wrong) => {
  const here = await stage();
  here.discord.fault({ operation: "create_message", wrong });
  here.discord.fault({ operation: "create_thread_from_message", wrong });
  const place = await openThread(here);
  expect(here.discord.messages(place.channel).map(({ id }) => id)).toEqual([place.thread]);
  expect(here.discord.threads(place.channel)).toHaveLength(1);
});

test.each(["hang-before", "hang-after"] as const)(
  "a post whose answer does not come in time is there once: %s",
  async (wrong) => {
    const here = await stage({ timeoutMs: 300 });
    const place = await openThread(here);
    here.discord.fault({ operation: "create_message", wrong });
    await here.outbound.post(place, key, say("once"));
    expect(textsIn(here, place)).toEqual(["once"]);
  },
);

test("a post whose answer is lost twice is there once", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.fault({ operation: "create_message", wrong: "drop-after" });
  here.discord.fault({ operation: "create_message", nth: 2, wrong: "502-after" });
  await here.outbound.post(place, key, say("once"));
  expect(textsIn(here, place)).toEqual(["once"]);
  expect(here.discord.callsOf("create_message")).toHaveLength(4);
});

test("a post that never arrives is given back to be tried later, and is not found", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.fault({ operation: "create_message", times: 9, wrong: "drop-before" });
  const error = await errorOf(here.outbound.post(place, key, say("never")));
  expect(error).toMatchObject({ name: "DiscordFault", retryable: true, ambiguous: true, kind: "connection" });
  expect(here.discord.callsOf("create_message")).toHaveLength(4);
  expect(await here.outbound.find(place.channel, place.thread, key)).toBeUndefined();
});

test("a post whose answer is lost for longer than Discord remembers nonces is looked for", async () => {
  const here = await stage({ lifetimes: { nonce: 180_000 } });
  const place = await openThread(here);
  here.discord.fault({ operation: "create_message", wrong: "drop-after" });
  here.discord.onCall((when, { operation }) => {
    if (when === "after" && operation === "create_message") here.pass(200_000);
  });
  const posted = await here.outbound.post(place, key, say("once"));
  expect(textsIn(here, place)).toEqual(["once"]);
  expect(here.discord.messages(place.thread).at(-1)?.id).toBe(posted.id);
  expect(here.discord.callsOf("list_messages")).toHaveLength(1);
});

test("a post whose answer is lost, and which then waits for longer than Discord remembers nonces, is looked for", async () => {
  const here = await stage({ lifetimes: { nonce: 180_000 } });
  const place = await openThread(here);
  here.discord.fault({ operation: "create_message", wrong: "drop-after" });
  here.discord.fault({ operation: "create_message", nth: 2, wrong: { retryAfter: 1 } });
  let calls = 0;
  here.discord.onCall((when, { operation }) => {
    if (when !== "before" || operation !== "create_message") return;
    calls += 1;
    if (calls === 2) here.pass(200_000);
  });
  const posted = await here.outbound.post(place, key, say("once"));
  expect(textsIn(here, place)).toEqual(["once"]);
  expect(here.discord.messages(place.thread).at(-1)?.id).toBe(posted.id);
});

test("a post that somebody deleted before it was sent again counts as delivered", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.fault({ operation: "create_message", wrong: "drop-after" });
  const stop = here.discord.onCall(async (when, { operation }) => {
    if (when === "before" || operation !== "create_message") return;
    stop();
    const path = `/channels/${place.thread}/messages/${here.discord.posts.at(-1)?.id}` as const;
    await here.outbound.call({ method: "DELETE", path, what: "a removal" });
  });
  expect(await here.outbound.post(place, key, say("gone"))).toEqual({ ...place, id: "" });
  expect(textsIn(here, place)).toEqual([]);
  expect(await errorOf(here.outbound.edit(place, "", say("more")))).toMatchObject({ retryable: false });
});

test("what was posted is found by its key after a restart, and only there", async () => {
  const here = await stage();
  const { outbound, discord } = here;
  const place = await openThread(here);
  const other = await outbound.openThread(discord.general, "p-2:1:1", say("other"));
  const posted = await outbound.post(place, key, say("post"));
  await outbound.edit(place, posted.id, say("edited"));
  const again = here.restart();
  const find = again.find;
  expect(await find(discord.general, null, "p-1:1:1")).toEqual({ ...place, id: place.thread });
  expect(await find(discord.general, place.thread, key)).toEqual(posted);
  expect(await find(discord.general, other.thread, key)).toBeUndefined();
  expect(await find(discord.general, null, key)).toBeUndefined();
  expect(await find(discord.general, place.thread, "p-1:9:9")).toBeUndefined();
  await again.edit(place, posted.id, say("edited again"));
  expect(await here.restart().find(discord.general, place.thread, key)).toEqual(posted);
  expect(textsIn(here, place)).toEqual(["edited again"]);
});

test("something old is found far back in a thread", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.post(place, key, say("post"));
  const person = here.discord.person(here.discord.app.ownerId);
  for (let n = 0; n < 230; n += 1) person.write(place.thread, `words ${n}`);
  expect(await here.restart().find(place.channel, place.thread, key)).toEqual(posted);
  expect(here.discord.callsOf("list_messages")).toHaveLength(3);
});

test("a root whose thread was not opened before the process was killed is used, however old it is", async () => {
  const here = await stage();
  const mend = here.discord.fault({
    operation: "create_thread_from_message",
    times: 9,
    wrong: { status: 502 },
  });
  await errorOf(openThread(here));
  mend();
  here.pass(3_600_000);
  const again = here.restart();
  expect(await again.find(here.discord.general, null, "p-1:1:1")).toBeUndefined();
  here.discord.fault({ operation: "create_thread_from_message", wrong: "drop-after" });
  const place = await openThread({ ...here, outbound: again });
  expect(here.discord.messages(place.channel).map(({ id }) => id)).toEqual([place.thread]);
  expect(await again.find(place.channel, null, "p-1:1:1")).toEqual({ ...place, id: place.thread });
});

test("a thread that was archived is opened again by posts and by edits", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.post(place, key, say("post"));
  here.discord.setChannel(place.thread, { archived: true });
  await here.outbound.edit(place, posted.id, say("edited"));
  here.discord.setChannel(place.thread, { archived: true });
  await here.outbound.post(place, "p-1:3:1", say("later"));
  expect(textsIn(here, place)).toEqual(["edited", "later"]);
});

test("a thread that was deleted has nothing in it and takes nothing", async () => {
  const here = await stage();
  const place = { channel: here.discord.general, thread: "1300000000000000001" };
  expect(await here.outbound.find(place.channel, place.thread, key)).toBeUndefined();
  expect(await errorOf(here.outbound.post(place, key, say("x")))).toMatchObject({ retryable: false });
});
