import { expect, test } from "vitest";
import type { TestSlack } from "../support/slack/slack.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";

const channel = "C0GENERAL";
const brief =
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane.";

test("a brief becomes a thread, and the thread comes to finished files, at Slack's own pace", async () => {
  const { slack, place, when, troubles } = await openSlackStage({
    pace: 1,
    slack: { rates: { burst: 3 } },
  });
  const ann = await slack.person("U0ANN00001", { name: "Ann" });
  await ann.slash(
    channel,
    "start Coaches book the lanes of a pool. A coach must book a lane for 30 minutes.",
  );
  await when(({ status, outbox }) => status === "completed" && outbox.length === 0, "the end");
  const thread = await slack.thread(await place());
  expect(thread).toContain("is complete: 11 artifacts");
  expect([troubles(), slack.rateLimited()]).toEqual([[], []]);
});

test("people lead a project to its end without leaving Slack, while the bot is restarted", async () => {
  const first = await openSlackStage({ scenario: "objection", mentions: ["S0LEADS"] });
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

const people = async ({ slack }: SlackStage) => ({
  ann: await slack.person("U0ANN00001", { name: "Ann" }),
  bob: await slack.person("U0BOB00001", { name: "Bob" }),
  cat: await slack.person("U0CAT00001", { name: "Cat", groups: ["leads"] }),
});

const begins = async (stage: SlackStage): Promise<void> => {
  const { slack, place } = stage;
  const { ann } = await people(stage);
  await ann.slash(channel, "start");
  const form = await slack.until(() => ann.modal());
  expect(form.title).toBe("Start a project");
  await ann.submit({ Brief: brief, "When are people asked to approve?": "After every stage" });
  const { thread } = await place();
  const root = await slack.message(thread);
  expect(root.text).toContain("# Coaches book the lanes of a pool");
  expect(root.text).toContain("[Pause] [Tasks] [Files] [Settings] [Stop]");
  expect((await slack.roots(channel)).map(({ ts }) => ts)).toEqual([thread]);
};

/** Somebody without rights clicks first; then the words come through a form, and the old card is worth nothing. */
const isModified = async (stage: SlackStage): Promise<void> => {
  const { slack, card, isTold, project } = stage;
  const { ann, bob } = await people(stage);
  const asked = await slack.message(await card("e1"));
  expect(asked.text).toMatch(/This stage needs approval[^]+@Ann\n\[Approve\] \[Modify…\] \[Reject…\]/);
  await bob.click(asked, "Modify…");
  expect(await isTold(bob, "Only Ann may do this. Nothing was changed.")).toMatchObject({
    thread: (await stage.place()).thread,
  });
  expect([bob.modal(), (await project()).escalations[0]?.state]).toEqual([null, "open"]);

  await ann.click(asked, "Modify…");
  const form = await slack.until(() => ann.modal());
  expect(form.text).toContain("Analyst: requirements/requirements.md");
  await ann.submit({ Modify: "keep a paper copy of the bookings" });
  const again = await slack.message(await card("e2"));
  expect(again.text).toContain("Keep a paper copy of the bookings");
  await ann.click(asked, "Approve");
  await isTold(ann, "Ann decided e1 already: `modify`. Your click changed nothing.");
  expect((await project()).escalations.map(({ state }) => state)).toEqual(["decided", "open"]);
  await stage.quiet();
  const closed = await slack.message(asked.ts);
  expect(closed.text).toMatch(/> keep a paper copy of the bookings\n> — Ann\ne1 · Ann chose Modify · after/);
  expect(closed.text).not.toContain("[");
};

/** A direction by a mention, a file, and the project paused and resumed by buttons and by words. */
const isSteered = async (stage: SlackStage): Promise<void> => {
  const { slack, card, reads, given } = stage;
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
  expect((await slack.message(at.thread)).text).toContain("[Resume]");
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
const decidesAtHome = async (stage: SlackStage): Promise<void> => {
  const { slack, card } = stage;
  const { ann, bob } = await people(stage);
  const asked = await card("e3");
  await bob.openHome();
  expect((await slack.until(() => bob.home())).text).toContain("No decision waits for you.");
  await ann.openHome();
  const home = await slack.until(() => ann.home());
  expect(home.text).toMatch(/Coaches book the lanes of a pool · Analyst: requirements[^]+e3 · normal/);
  expect(home.text).toContain("https://swim-club.slack.com/archives/C0GENERAL/p");
  await ann.click("home", "Approve");
  await slack.until(async () => (await slack.message(asked)).text.includes("e3 · Ann chose Approve"));
  await slack.until(() => ann.home()?.text.includes("No decision waits for you."));
};

/** The settings let a user group decide; one of it rejects in words, and the stage is done again. */
const isRejectedByALead = async (stage: SlackStage): Promise<void> => {
  const { slack, card, reads, isTold, project } = stage;
  const { ann, bob, cat } = await people(stage);
  const at = await stage.place();
  const asked = await card("e4");
  await cat.click(asked, "Approve");
  await isTold(cat, "Only Ann may do this.");
  await bob.click(at.thread, "Settings");
  expect((await isTold(bob, "Settings of p-")).text).toContain("approvals `gates`");
  await ann.click(at.thread, "Settings");
  await slack.until(() => ann.modal());
  const sent = await ann.submit({ "Who else may decide": ["U0BOB00001"], "Groups, or anyone": "S0LEADS" });
  expect([sent.errors, sent.open]).toEqual([null, false]);
  await reads("Ann changed the settings: who may decide.");
  expect((await project()).settings.approvers).toEqual(["U0BOB00001", "S0LEADS"]);
  await cat.write(at, "reject because the pool opens on Monday");
  const again = await slack.message(await card("e5"));
  expect(again.text).toContain("the pool opens on Monday");
  expect(again.text).toContain("@Ann @Bob @leads");
  await reads(/Back to Design\. Cat rejected it: the pool opens on Monday\nRuns again: /);
};

const decidesByShortcut = async (stage: SlackStage): Promise<void> => {
  const { slack, card } = stage;
  const { bob } = await people(stage);
  const asked = await card("e5");
  await bob.shortcut(asked);
  const form = await slack.until(() => bob.modal());
  expect(form.text).toContain("e5: Architect: design/architecture.md (`approve`, `modify`, `reject`)");
  await bob.submit({ "What do you want to say?": "approve e5" });
  await slack.until(async () => (await slack.message(asked)).text.includes("e5 · Bob chose Approve"));
};

const ends = async (stage: SlackStage): Promise<void> => {
  const { slack, card, when, parts } = stage;
  const { bob } = await people(stage);
  for (const escalation of ["e6", "e7", "e8"]) await bob.click(await card(escalation), "Approve");
  const { id, artifacts } = await when(
    ({ status, outbox }) => status === "completed" && outbox.length === 0,
    "the end",
  );
  const place = await stage.place();
  const thread = await slack.thread(place);
  expect(thread).toMatch(/is complete: 12 artifacts\.\nStages: 5\nDecisions: 8\n[^]+@Ann$/);
  expect((await slack.message(place.thread)).text).toContain("10/10");
  expect(announced(slack)).toEqual([
    ...["e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8"].map((each): unknown =>
      expect.stringContaining(`decide ${each}`),
    ),
    expect.stringContaining("is complete: 12 artifacts"),
  ]);
  const files = await slack.files(place);
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

/** What people in the channel see beside the root messages of its threads. */
const announced = ({ callsOf }: TestSlack): readonly unknown[] =>
  callsOf("chat.postMessage")
    .filter(({ args }) => args["reply_broadcast"] === true || args["reply_broadcast"] === "true")
    .map(({ args }) => args["text"]);
