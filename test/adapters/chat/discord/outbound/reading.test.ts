import { afterEach, expect, test } from "vitest";
import { errorOf, say } from "../../outbound-stage.ts";
import { createStages, openThread } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const never = new AbortController().signal;

const withFile = async (...args: Parameters<typeof stage>) => {
  const here = await stage(...args);
  const place = await openThread(here);
  const person = here.discord.person("400000000000000007");
  const written = person.write(place.thread, "look", [{ name: "plan.md", text: "# Plan" }]);
  const [file] = here.discord.files(place.thread);
  return { here, id: `${place.thread}/${written.id}/${file?.id}` };
};

test("a person's file is fetched by its message, though the address that came with it is no longer good", async () => {
  const { here, id } = await withFile();
  here.pass(3 * 24 * 3_600_000);
  const bytes = await here.outbound.fetch(id, 1_000, never);
  expect(Buffer.from(bytes).toString("utf8")).toBe("# Plan");
  const [channel, message] = id.split("/");
  const path = `/channels/${channel}/messages/${message}` as const;
  const shown = JSON.stringify(await here.outbound.call({ method: "GET", path, what: "a message" }));
  const [, url = ""] = /"url":"([^"]+)"/.exec(shown) ?? [];
  expect(Buffer.from(await here.outbound.fetch(url, 1_000, never)).toString("utf8")).toBe("# Plan");
  here.pass(3 * 24 * 3_600_000);
  expect(String(await errorOf(here.outbound.fetch(url, 1_000, never)))).toContain("Send it again");
});

test("a file that is too large, gone or elsewhere is refused for good, in words", async () => {
  const { here, id } = await withFile();
  const gone = `${id.slice(0, id.lastIndexOf("/"))}/1300000000000000001`;
  const refusals = [
    [await errorOf(here.outbound.fetch(id, 3, never)), "more than 3 bytes"],
    [await errorOf(here.outbound.fetch(gone, 1_000, never)), "Send it again"],
    [await errorOf(here.outbound.fetch("https://example.org/a", 1_000, never)), "not Discord's"],
    [await errorOf(here.outbound.fetch("nonsense", 1_000, never)), "Send it again"],
  ] as const;
  for (const [error, words] of refusals) {
    expect(error).toMatchObject({ name: "DiscordFault", retryable: false });
    expect(String(error)).toContain(words);
  }
});

test("a download that is cut off may be tried again, one that is given up rejects as was said", async () => {
  const { here, id } = await withFile();
  here.discord.fault({ operation: "download", wrong: "drop-before" });
  expect(await errorOf(here.outbound.fetch(id, 1_000, never))).toMatchObject({ retryable: true });
  const giveUp = new AbortController();
  here.discord.fault({ operation: "download", wrong: "hang-before" });
  here.discord.onCall((_, { operation }) => {
    if (operation === "download") giveUp.abort(new Error("enough"));
  });
  expect(String(await errorOf(here.outbound.fetch(id, 1_000, giveUp.signal)))).toContain("enough");
});

test("typing is shown while somebody writes, at most once in eight seconds, and never after the end", async () => {
  const here = await stage();
  const place = await openThread(here);
  for (let n = 0; n < 50; n += 1) here.outbound.draft(place, `words ${n}`);
  here.outbound.draft(place, null);
  await here.discord.until(() => here.discord.typing(place.thread) === 1);
  here.pass(9_000);
  here.outbound.draft(place, "more");
  await here.discord.until(() => here.discord.typing(place.thread) === 2);
  expect(here.discord.callsOf("trigger_typing_indicator")).toHaveLength(2);
});

test("where typing is refused it is left alone, and nothing else suffers", async () => {
  const here = await stage();
  const place = await openThread(here);
  const refused = { status: 403, code: 50_013, message: "Missing Permissions" };
  here.discord.fault({ operation: "trigger_typing_indicator", times: 9, wrong: refused });
  here.outbound.draft(place, "words");
  await here.discord.until(() => here.log.lines.includes("debug discord typing not shown"));
  here.pass(9_000);
  here.outbound.draft(place, "more");
  await here.outbound.post(place, "p-1:2:1", say("post"));
  expect(here.discord.callsOf("trigger_typing_indicator")).toHaveLength(1);
});
