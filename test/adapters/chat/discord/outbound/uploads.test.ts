import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { errorOf, say } from "../../outbound-stage.ts";
import { createStages, killedAt, openThread, textsIn } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const key = "p-1:2:1";
const design = { path: "design/über uns.md", version: 1, text: "# Über uns 🐦" };

/** Words that no compression makes shorter, with characters of several bytes. */
const incompressible = (characters: number): string => {
  let state = 1;
  return Array.from({ length: characters }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCodePoint(0x4e00 + (state % 20_000));
  }).join("");
};

test("a file is in its thread with its whole path, under a name that Discord keeps", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.upload(place, key, design);
  expect(here.discord.files(place.thread)).toMatchObject([{ name: "ber_uns.md", text: design.text }]);
  const seen = here.discord.messages(place.thread).at(-1);
  expect(seen).toMatchObject({ id: posted.id, text: expect.stringContaining("design/über uns.md") });
  expect(here.discord.refused()).toEqual([]);
});

const killed = ["before", "after"] as const;

test.each(killed)(
  "a file is shared exactly once when the process was killed %s Discord had it",
  async (when) => {
    const here = await stage();
    const place = await openThread(here);
    await killedAt(
      here,
      (moment, { operation }) => moment === when && operation === "create_message",
      () => here.outbound.upload(place, key, design),
    );
    here.pass(600_000);
    const again = here.restart();
    const found = await again.find(place.channel, place.thread, key);
    expect(found !== undefined).toBe(when === "after");
    const posted = found ?? (await again.upload(place, key, design));
    expect(here.discord.files(place.thread)).toHaveLength(1);
    expect(await again.find(place.channel, place.thread, key)).toEqual(posted);
  },
);

test.each(["drop-before", "drop-after", "502-before", "502-after"] as const)(
  "a file is shared exactly once when its answer is lost: %s",
  async (wrong) => {
    const here = await stage();
    const place = await openThread(here);
    here.discord.fault({ operation: "create_message", wrong });
    const posted = await here.outbound.upload(place, key, design);
    expect(here.discord.files(place.thread)).toHaveLength(1);
    expect(here.discord.messages(place.thread).at(-1)?.id).toBe(posted.id);
  },
);

test("a file that is too large for the server is compressed, and says so", async () => {
  const here = await stage({ fileBytes: 2_000, attachmentLimit: 2_000 });
  const place = await openThread(here);
  const text = "the same words again and again\n".repeat(1_000);
  await here.outbound.upload(place, key, { ...design, text });
  const [file, ...others] = here.discord.files(place.thread);
  expect(others).toEqual([]);
  expect(file?.name).toBe("ber_uns.md.gz");
  expect(gunzipSync(file?.bytes ?? "").toString("utf8")).toBe(text);
  expect(textsIn(here, place)).toEqual([expect.stringContaining("gunzip")]);
});

test("a file that is too large even then comes in numbered pieces, once, though it was broken off", async () => {
  const here = await stage({ fileBytes: 4_000, attachmentLimit: 4_000 });
  const place = await openThread(here);
  const text = incompressible(4_000);
  here.discord.fault({ operation: "create_message", nth: 3, wrong: { status: 403, code: 50_013 } });
  await errorOf(here.outbound.upload(place, key, { ...design, text }));
  here.pass(600_000);
  const again = here.restart();
  expect(await again.find(place.channel, place.thread, key)).toBeUndefined();
  const posted = await again.upload(place, key, { ...design, text });
  const files = here.discord.files(place.thread);
  expect(files.map(({ name }) => name)).toEqual([1, 2, 3, 4].map((n) => `ber_uns.part-${n}-of-4.md`));
  expect(files.map((file) => file.text).join("")).toBe(text);
  expect(textsIn(here, place)[1]).toContain("Part 2 of 4");
  expect(await again.find(place.channel, place.thread, key)).toEqual(posted);
});

test("what no number of pieces can hold is said, and found like any post", async () => {
  const here = await stage({ fileBytes: 1_000 });
  const place = await openThread(here);
  const posted = await here.outbound.upload(place, key, { ...design, text: incompressible(4_000) });
  expect(here.discord.files(place.thread)).toEqual([]);
  expect(textsIn(here, place)).toEqual([expect.stringContaining("larger than this server takes")]);
  expect(await here.restart().find(place.channel, place.thread, key)).toEqual(posted);
});

test("a server that takes less than it should gets smaller pieces", async () => {
  const here = await stage({ fileBytes: 12_000, attachmentLimit: 5_000 });
  const place = await openThread(here);
  await here.outbound.upload(place, key, { ...design, text: incompressible(3_500) });
  expect(here.discord.files(place.thread).length).toBeGreaterThan(1);
});

test("an empty file is a line in the thread that says so", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.upload(place, key, { path: "design/empty.md", version: 1, text: "" });
  expect(here.discord.files(place.thread)).toEqual([]);
  expect(textsIn(here, place)).toEqual([expect.stringContaining("design/empty.md")]);
  expect(await here.restart().find(place.channel, place.thread, key)).toEqual(posted);
});

test("files that may not be attached say which permission is missing", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.setChannel(place.channel, { denied: ["attachFiles"] });
  const error = await errorOf(here.outbound.upload(place, key, design));
  expect(error).toMatchObject({ code: "50013", retryable: true });
  expect(String(error)).toContain("Attach Files");
});

test("files and posts come in the order in which they were said", async () => {
  const here = await stage();
  const place = await openThread(here);
  await here.outbound.upload(place, key, design);
  await here.outbound.post(place, "p-1:2:2", say("below it"));
  expect(textsIn(here, place)).toEqual([expect.stringContaining("über uns.md"), "below it"]);
});
