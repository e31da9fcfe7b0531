import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openChatStage, type ChatStage } from "./chat-stage.ts";
import { platforms } from "./platforms.ts";
import type { Somebody } from "./world.ts";

/** A project that waits for a decision, with the person who started it. */
const waiting = async ({ world, card, quiet }: ChatStage): Promise<Somebody> => {
  const ann = await world.person("Ann");
  await ann.slash(
    "start --approve gates Coaches book the lanes of a pool. A coach must book a lane for 30 minutes.",
  );
  await card("e1");
  await quiet();
  return ann;
};

const long =
  `Coaches book the lanes of a pool. ${"A coach must book a lane for 30 minutes. ".repeat(975)}`.slice(
    0,
    39_900,
  );

const bomb = zipSync({ "zeros.txt": new Uint8Array(20_000_000) });
const files = [
  { name: "bomb.zip", text: bomb },
  { name: "../../../etc/passwd", text: "root: the gardener" },
  { name: String.raw`..\..\prices.csv`, text: "lane,20" },
  { name: "picture.txt", text: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) },
  { name: "large.txt", text: "x".repeat(1_000_001) },
];

describe.each(platforms)("on %s", (_name, platform) => {
  test("words that are changed or deleted afterwards decide nothing", async () => {
    const stage = await openChatStage(platform);
    const { world, place, isTold, project, troubles } = stage;
    const ann = await waiting(stage);
    const at = await place();
    const [before, told] = [await world.count(at), ann.alone().length];
    const id = await ann.write(at, "let me think");
    await isTold(ann, "What is this for?");
    await ann.edit(id, "approve");
    await ann.remove(id);
    await ann.write(at, "queue");
    await isTold(ann, "# Open decisions");
    expect((await project()).escalations.map(({ state }) => state)).toEqual(["open"]);
    const after = [(await world.count(at)) - before, ann.alone().length - told, troubles()];
    expect(after).toEqual([1, 2, []]);
  });

  test("a form that does not fit says why and starts nothing", async () => {
    const { world, place, troubles, parts } = await openChatStage(platform, { pace: 1 });
    const ann = await world.person("Ann");
    const send = async (values: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      if (ann.form() === null) await ann.slash("start");
      await until(() => ann.form());
      return (await ann.submit(values)).problems;
    };
    expect(await send({ Brief: "Lamps", Budget: "lots" })).toEqual([
      expect.stringContaining("`lots` is no budget: say `$5` or `200k tokens`."),
    ]);
    expect(await send({ Brief: "", Budget: "" })).toEqual([
      expect.stringContaining("Say what is to be made: `/botarmy start <brief>`"),
    ]);
    expect(await parts.store.ids()).toEqual([]);
    await send({ Brief: "Lamps for readers", Budget: "900k tokens" });
    await place();
    expect(troubles()).toEqual([]);
  });

  test("a brief of forty thousand characters is taken whole as a file with the form", async () => {
    const { world, card, project, parts, troubles } = await openChatStage(platform);
    const ann = await world.person("Ann");
    await ann.slash("start");
    await until(() => ann.form());
    await ann.submit({
      "Brief and documents as text files": [{ name: "brief.md", text: long }],
      "When are people asked to approve?": "After every stage",
    });
    await card("e1");
    const kept = await parts.artifacts.read((await project()).id, "requirements/project_brief.md");
    expect([kept.trim(), troubles()]).toEqual([long.trim(), []]);
  });

  test("files that are no documents are refused with the reason, and the good one beside them is taken", async () => {
    const stage = await openChatStage(platform);
    const { place, reads, project, troubles, parts } = stage;
    const ann = await waiting(stage);
    await ann.write(await place(), "", files);
    const thread = await reads("From Ann:");
    expect(thread).toContain("`bomb.zip` was not taken: it is ZIP (application/zip) by its content");
    expect(thread).toContain("`picture.txt` was not taken: it is not text in UTF-8");
    expect(thread).toContain("`large.txt` was not taken: it has 1000001 bytes; a document may have 1000000.");
    const given = (await project()).artifacts.flatMap(({ step, path }) =>
      step === "document" ? [path] : [],
    );
    // Discord takes the slashes out of names by itself.
    expect(given).toEqual([
      expect.stringMatching(/^requirements\/documents\/(?:etc)?passwd\.txt$/),
      "requirements/documents/prices.csv",
    ]);
    await stage.when(({ artifacts }) => artifacts.every(({ commit }) => commit !== null));
    expect(await parts.artifacts.read((await project()).id, given[0] ?? "")).toBe("root: the gardener");
    expect(troubles()).toEqual([]);
  });
});
