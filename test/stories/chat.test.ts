import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openChatStage, type ChatStage } from "./chat-stage.ts";
import { platforms } from "./platforms.ts";

const brief =
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane.";

describe.each(platforms)("on %s", (_name, platform) => {
  test("a brief becomes a thread, and the thread comes to finished files, at the platform's own pace", async () => {
    const { world, place, when, troubles } = await openChatStage(platform, {
      pace: 1,
      rates: true,
      roles: fileURLToPath(new URL("../faults/library", import.meta.url)),
    });
    const ann = await world.person("Ann");
    await ann.slash("start --workflow two-stages Coaches book the lanes of a pool.");
    await when(({ status, outbox }) => status === "completed" && outbox.length === 0, "the end");
    const thread = await world.thread(await place());
    expect(thread).toContain("is complete: 5 artifacts");
    expect(troubles()).toEqual([]);
  });

  test("people lead a project to its end without leaving the platform, while the bot is restarted", async () => {
    const first = await openChatStage(platform, { scenario: "objection", mayNotify: ["leads"] });
    await begins(first);
    await isModified(first);
    const second = await first.restart();
    await isSteered(second);
    await decidesAtHome(second);
    await isRejectedByALead(second);
    const third = await second.restart();
    await decidesByShortcut(third);
    await ends(third);
    expect(third.troubles()).toEqual([]);
  });
});

const people = async ({ world }: ChatStage) => ({
  ann: await world.person("Ann"),
  bob: await world.person("Bob"),
  cat: await world.person("Cat", ["leads"]),
});

const begins = async (stage: ChatStage): Promise<void> => {
  const { world, place } = stage;
  const { ann } = await people(stage);
  await ann.slash("start");
  const form = await until(() => ann.form());
  expect(form.title).toBe("Start a project");
  await ann.submit({ Brief: brief, "When are people asked to approve?": "After every stage" });
  const { thread } = await place();
  const root = await world.message(thread);
  expect(root.text).toContain("# Coaches book the lanes of a pool");
  expect(root.text).toContain("[Pause] [Tasks] [Files] [Settings] [Stop]");
  expect(await world.roots(world.channel)).toEqual([thread]);
};

/** Somebody without rights clicks first; then the words come through a form, and the old card is worth nothing. */
const isModified = async (stage: ChatStage): Promise<void> => {
  const { world, card, isTold, project } = stage;
  const { ann, bob } = await people(stage);
  const asked = await card("e1");
  expect(asked.text).toMatch(/This stage needs approval[^]+@Ann\n\[Approve\] \[Modify…\] \[Reject…\]/);
  await bob.click(asked, "Modify…");
  expect(await isTold(bob, "Only Ann may do this. Nothing was changed.")).toMatchObject({
    thread: (await stage.place()).thread,
  });
  expect([bob.form(), (await project()).escalations[0]?.state]).toEqual([null, "open"]);

  await ann.click(asked, "Modify…");
  const form = await until(() => ann.form());
  expect(form.text).toContain("Analyst: requirements/requirements.md");
  await ann.submit({ Modify: "keep a paper copy of the bookings" });
  const again = await card("e2");
  expect(again.text).toContain("Keep a paper copy of the bookings");
  await ann.click(asked, "Approve");
  await isTold(ann, "Ann decided e1 already: `modify`. Your click changed nothing.");
  expect((await project()).escalations.map(({ state }) => state)).toEqual(["decided", "open"]);
  await stage.quiet();
  const closed = await world.message(asked.id);
  expect(closed.text).toMatch(/> keep a paper copy of the bookings\n> — Ann\ne1 · Ann chose Modify · after/);
  expect(closed.text).not.toContain("[");
};

/** A direction by a mention, a file, and the project paused and resumed by buttons and by words. */
const isSteered = async (stage: ChatStage): Promise<void> => {
  const { world, card, reads, given } = stage;
  const { ann } = await people(stage);
  const at = await stage.place();
  await ann.mention(at, "architect: use Postgres");
  await reads("Noted for Architect's next turn.");
  await ann.write(at, "", [{ name: "prices.csv", text: "lane,20\nhalf a lane,12\n" }]);
  await reads("`prices.csv`, version 1, 6 words: the agents have it from their next step on.");
  expect(given.flat()).not.toContain("requirements/documents/prices.csv");

  await ann.click(at.thread, "Pause");
  await reads("Ann paused the project.");
  await ann.click(await card("e2"), "Approve");
  await stage.when(({ escalations }) => escalations[1]?.state === "decided");
  await ann.write(at, "pause");
  await stage.isTold(ann, "The project is paused already");
  await stage.quiet();
  expect((await world.message(at.thread)).text).toContain("[Resume]");
  await ann.write(at, "resume");
  await stage.when(({ status }) => status === "running");
  await ann.write(at, "pause");
  await stage.when(({ status }) => status === "paused");
  await stage.quiet();
  await ann.click(at.thread, "Resume");

  await card("e3");
  expect(given.at(-1)).toContain("requirements/documents/prices.csv");
  expect(await reads("Architect objects to Analyze")).toMatch(/Ann paused[^]+Ann resumed/);
};

/** The home shows what waits, and a click there is as good as one in the thread. */
const decidesAtHome = async (stage: ChatStage): Promise<void> => {
  const { world, card } = stage;
  const { ann, bob } = await people(stage);
  const asked = await card("e3");
  await bob.home("No decision waits for you.");
  const home = await ann.home("e3 · normal");
  expect(home.text).toMatch(/Coaches book the lanes of a pool · Analyst: requirements[^]+e3 · normal/);
  expect(home.text).toContain("https://");
  await ann.click(home, "Approve");
  await until(async () => (await world.message(asked.id)).text.includes("e3 · Ann chose Approve"));
  // What is asked next may be there already.
  await ann.home(/No decision waits for you\.|e4 · /);
};

/** The settings let a group or role decide; one of it rejects in words, and the stage is done again. */
const isRejectedByALead = async (stage: ChatStage): Promise<void> => {
  const { world, card, reads, isTold, project } = stage;
  const { ann, bob, cat } = await people(stage);
  const at = await stage.place();
  const asked = await card("e4");
  await cat.click(asked, "Approve");
  await isTold(cat, "Only Ann may do this.");
  await bob.click(at.thread, "Settings");
  expect((await isTold(bob, "Settings of p-")).text).toContain("approvals `gates`");
  await ann.click(at.thread, "Settings");
  await until(() => ann.form());
  const sent = await ann.submit({
    "Who else may decide": [bob.id],
    "Groups, or anyone": world.group("leads"),
  });
  expect(sent).toEqual({ open: false, problems: [] });
  await reads("Ann changed the settings: who may decide.");
  expect((await project()).settings.approvers).toEqual([bob.id, world.group("leads")]);
  await cat.write(at, "reject because the pool opens on Monday");
  const again = await card("e5");
  expect(again.text).toContain("the pool opens on Monday");
  expect(again.text).toContain("@Ann @Bob @leads");
  await reads(/Back to Design\. Cat rejected it: the pool opens on Monday\nRuns again: /);
};

const decidesByShortcut = async (stage: ChatStage): Promise<void> => {
  const { world, card } = stage;
  const { bob } = await people(stage);
  const asked = await card("e5");
  await bob.shortcut(asked.id);
  const form = await until(() => bob.form());
  expect(form.text).toContain("e5: Architect: design/architecture.md (`approve`, `modify`, `reject`)");
  await bob.submit({ "What do you want to say?": "approve e5" });
  await until(async () => (await world.message(asked.id)).text.includes("e5 · Bob chose Approve"));
};

const ends = async (stage: ChatStage): Promise<void> => {
  const { world, card, when, parts } = stage;
  const { bob } = await people(stage);
  for (const escalation of ["e6", "e7", "e8"]) await bob.click(await card(escalation), "Approve");
  const { id, artifacts } = await when(
    ({ status, outbox }) => status === "completed" && outbox.length === 0,
    "the end",
  );
  const place = await stage.place();
  const thread = await world.thread(place);
  expect(thread).toMatch(/is complete: 12 artifacts\.\nStages: 5\nDecisions: 8\n[^]+@Ann$/);
  expect((await world.message(place.thread)).text).toContain("10/10");
  expect(world.announced()).toEqual([
    ...["e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8"].map((each): unknown =>
      expect.stringContaining(`decide ${each}`),
    ),
    expect.stringContaining("is complete: 12 artifacts"),
  ]);
  const files = await world.files(place);
  for (const { path, version, agent } of artifacts.filter((one) => one.agent !== "system")) {
    const name = path.split("/").at(-1) ?? "";
    const texts = files.filter((file) => file.name === name).map(({ text }) => text);
    expect([agent, path, texts.length, texts.at(-1)]).toEqual([
      agent,
      path,
      version,
      await parts.artifacts.read(id, path),
    ]);
  }
};
