import { afterEach, expect, test } from "vitest";
import { say } from "../../outbound-stage.ts";
import { createStages, openThread, textsIn } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const annId = "400000000000000007";

test("what is said to a person who wrote in a thread comes in direct messages, once", async () => {
  const here = await stage();
  here.discord.person(annId);
  const place = await openThread(here);
  const target = { user: annId, id: "1300000000000000001", ...place };
  here.discord.fault({ operation: "create_message", wrong: "drop-after" });
  await here.outbound.tellDirectly(target, say("only you"));
  expect(textsIn(here, place)).toEqual([]);
  const direct = here.discord.posts.filter(({ channel }) => ![place.channel, place.thread].includes(channel));
  expect(direct).toHaveLength(1);
});

test("a person who takes no direct messages is told so where they wrote", async () => {
  const here = await stage();
  here.discord.person(annId);
  const place = await openThread(here);
  const refused = { status: 403, code: 50_007, message: "Cannot send messages to this user" };
  here.discord.fault({ operation: "create_message", wrong: refused });
  await here.outbound.tellDirectly({ user: annId, id: "1300000000000000001", ...place }, say("secret"));
  expect(textsIn(here, place)).toEqual([expect.stringContaining("/botarmy")]);
  expect(here.discord.thread(place.thread)).not.toContain("secret");
  expect(here.discord.posts.at(-1)?.pinged.users).toEqual([annId]);
});

test("what is too long for direct messages comes whole as a file, which they name", async () => {
  const here = await stage();
  here.discord.person(annId);
  const place = await openThread(here);
  const reply = say(Array.from({ length: 1_500 }, (_, n) => `Line ${n} of many.`).join("\n\n"));
  await here.outbound.tellDirectly({ user: annId, id: "1300000000000000001", ...place }, reply);
  const direct = here.discord.posts.filter(({ channel }) => ![place.channel, place.thread].includes(channel));
  const told = direct.map(({ id }) => here.discord.message(id));
  expect(told.map(({ files }) => files.map(({ name }) => name))).toContainEqual(["notice.md"]);
  expect(told.map(({ text }) => text).join("\n")).toContain("the whole message is in the file notice.md");
});
