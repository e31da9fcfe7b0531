import { afterEach, expect, test } from "vitest";
import { errorOf, say } from "../../outbound-stage.ts";
import { createStages, killedAt, openThread, realClock, textsIn } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const key = "p-1:2:1";

const long = (lines: number): string =>
  Array.from({ length: lines }, (_, n) => `Paragraph ${n} ${"with words that go on ".repeat(20)}`).join(
    "\n\n",
  );

const noRights = { status: 403, code: 50_013, message: "Missing Permissions" };

test("a message in parts that was broken off goes on with the part that is missing, however late", async () => {
  const here = await stage();
  const place = await openThread(here);
  const message = say(long(14));
  here.discord.fault({ operation: "create_message", nth: 2, wrong: noRights });
  expect(await errorOf(here.outbound.post(place, key, message))).toMatchObject({ retryable: true });
  expect(textsIn(here, place)).toHaveLength(1);
  here.pass(600_000);
  const again = here.restart();
  expect(await again.find(place.channel, place.thread, key)).toBeUndefined();
  const posted = await again.post(place, key, message);
  const texts = textsIn(here, place);
  expect(texts.length).toBeGreaterThan(1);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.join("\n")).toContain("Paragraph 13");
  expect(await again.find(place.channel, place.thread, key)).toEqual(posted);
});

test("what is too long for its parts comes as a file, once, however often and late its post is tried", async () => {
  const here = await stage();
  const place = await openThread(here);
  const message = say("long", { blocks: [{ type: "prose", text: long(43) }] });
  here.discord.fault({ operation: "create_message", nth: 2, wrong: noRights });
  await errorOf(here.outbound.post(place, key, message));
  here.pass(600_000);
  const again = here.restart();
  expect(await again.find(place.channel, place.thread, key)).toBeUndefined();
  await again.post(place, key, message);
  const files = here.discord.files(place.thread);
  expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/\.md$/)]);
  expect(files[0]?.text).toContain("Paragraph 42");
  expect(here.discord.refused()).toEqual([]);
});

test("an edit replaces what a message shows, lets nobody be pinged, and stays within Discord's rules", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.post(place, key, say("old words"));
  await here.outbound.edit(place, posted.id, say("new words @everyone"));
  await here.outbound.edit(place, place.thread, say("new root"));
  expect(textsIn(here, place)).toEqual([expect.stringContaining("new words")]);
  expect(here.discord.message(place.thread).text).toBe("new root");
  for (const { body } of here.discord.callsOf("update_message"))
    expect(body).toMatchObject({ allowed_mentions: { parse: [], users: [], roles: [] } });
  expect(here.discord.refused()).toEqual([]);
});

test("of many edits of one card few are made, and the last one stays", async () => {
  const here = await stage();
  const place = await openThread(here);
  await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => here.outbound.edit(place, place.thread, say(`state ${n}`))),
  );
  expect(here.discord.message(place.thread).text).toBe("state 6");
  expect(here.discord.callsOf("update_message")).toHaveLength(2);
});

test("editing what does not exist is refused for good", async () => {
  const here = await stage();
  const place = await openThread(here);
  for (const id of ["404", "1300000000000000001"]) {
    const error = await errorOf(here.outbound.edit(place, id, say("nothing")));
    expect(error).toMatchObject({ name: "DiscordFault", retryable: false, code: "10008" });
  }
});

test("closing gives back what waits, to be tried later", async () => {
  const here = await stage();
  const place = await openThread(here);
  const work = [1, 2, 3, 4, 5, 6, 7].map((n) => here.outbound.post(place, `p-1:${n}:1`, say(`${n}`)));
  const outcomes = Promise.allSettled(work);
  await here.outbound.close();
  const refused = (await outcomes).filter((outcome) => outcome.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toMatchObject({ name: "ProviderError", retryable: true });
  expect(textsIn(here, place)).toHaveLength(7 - refused.length);
});

test("a thread has an address that people can follow, once its server is known", async () => {
  const here = await stage();
  const { guildId } = here.discord.app;
  const unknown = { channel: here.discord.general, thread: "1300000000000000001" };
  expect(here.outbound.link(unknown)).toBeNull();
  const place = await openThread(here);
  expect(here.outbound.link(place)).toBe(`https://discord.com/channels/${guildId}/${place.thread}`);
  expect(here.outbound.link({ ...place, thread: "t1" })).toBeNull();
});

test("an announced post has one line in the channel, with its address, that pings nobody", async () => {
  const here = await stage();
  const place = await openThread(here);
  const { ownerId, guildId } = here.discord.app;
  const facts = { announce: true, mentions: [ownerId], fallback: "Approve the design?" };
  const posted = await here.outbound.post(place, key, say("Approve?", facts));
  const lines = here.discord.messages(place.channel).filter(({ id }) => id !== place.thread);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.text).toContain("Approve the design?");
  expect(JSON.stringify(lines[0]?.components)).toContain(`/channels/${guildId}/${place.thread}/${posted.id}`);
  expect(lines[0]?.pinged.users).toEqual([]);
  expect(here.discord.message(posted.id).pinged.users).toEqual([ownerId]);
  expect(await here.outbound.find(place.channel, null, key)).toBeUndefined();
});

test("an announcement that a killed process still owed is made up for, once", async () => {
  const here = await stage();
  const place = await openThread(here);
  await killedAt(
    here,
    (when, { operation, path }) =>
      when === "before" && operation === "create_message" && path["channel_id"] === place.channel,
    () => here.outbound.post(place, key, say("done", { announce: true })),
  );
  here.pass(600_000);
  const again = here.restart();
  expect(await again.find(place.channel, place.thread, key)).toBeDefined();
  expect(await again.find(place.channel, place.thread, key)).toBeDefined();
  expect(here.discord.messages(place.channel)).toHaveLength(2);
  expect(textsIn(here, place)).toEqual(["done"]);
});

test("a channel that takes no announcement keeps no post from its thread", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.setChannel(place.channel, { denied: ["sendMessages"] });
  await here.outbound.post(place, key, say("done", { announce: true }));
  expect(textsIn(here, place)).toEqual(["done"]);
  expect(here.log.lines).toContain("warn not announced in its channel");
});

test("what Discord says it will take in its headers is never exceeded", async () => {
  const here = await stage({ rates: { perRoute: { limit: 2, windowMs: 700 } }, clock: realClock });
  const place = await openThread(here);
  await Promise.all([1, 2, 3, 4, 5].map((n) => here.outbound.post(place, `p-1:2:${n}`, say(`post ${n}`))));
  expect(textsIn(here, place)).toEqual(["post 1", "post 2", "post 3", "post 4", "post 5"]);
  expect(here.discord.rateLimited()).toEqual([]);
});
