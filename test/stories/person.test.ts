import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openStage, type Stage } from "./stage.ts";

const brief =
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane.";

const openProject = async (options: string, stage?: Stage): Promise<Stage> => {
  const on = stage ?? (await openStage());
  on.type(`/botarmy start ${options} ${brief}`);
  await on.until("0/10");
  return on;
};

const artifact = async ({ parts, project }: Stage, file: string): Promise<string> =>
  await parts.artifacts.read((await project()).id, file);

const keysIn = ({ data }: Stage): readonly string[] =>
  readFileSync(path.join(data, "terminal/wire.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .flatMap((line) => /"key":"([^"]+)"/.exec(line)?.[1] ?? []);

test("a person leads a project to its end by words alone", async () => {
  const stage = await openProject("--approve gates");
  await stage.until("e1 · approval");

  stage.type("architect: use Postgres");
  await stage.until("Noted for Architect's next turn.");
  stage.type("approve");
  await stage.until("You chose Approve");
  await stage.until("Analyst → Architect");
  await stage.until("e2 · approval");
  expect(await artifact(stage, "design/architecture.md")).toMatch(/^### D-1 Use Postgres$/m);

  stage.type("modify: keep a paper copy of the bookings");
  await stage.until("e3 · approval");
  expect(await artifact(stage, "design/architecture.md")).toContain("paper copy of the bookings");
  stage.type("approve");
  await stage.until("Architect → Developer");

  await stage.until("e4 · approval");
  stage.type("reject because the pool opens on Monday");
  await stage.until("You chose Reject");
  await stage.until(/back to Build/i);
  await stage.until("e5 · approval");
  expect(await artifact(stage, "development/build_execution_plan.md")).toContain("the pool opens on Monday");
  stage.type("approve");
  await stage.until("Developer → Tester");
  await stage.until("e6 · approval");
  stage.type("1");
  await stage.until("Tester → Deployer");
  await stage.until("e7 · approval");
  stage.type("approve");
  await stage.until("is complete: 11 artifacts");
  await stage.until("[10/10]");
  expect(await stage.project()).toMatchObject({ status: "completed" });
});

test("questions are answered in words; what is not clear is asked back and changes nothing", async () => {
  const stage = await openProject("", await openStage({ scenario: "question" }));
  await stage.until("e1 · question");
  stage.type("maybe the second one");
  expect(await stage.until("`skip`).")).toMatch(/What is this for\? .+`architect: …`.+Open: e1/);
  stage.type("reject because I do not like questions");
  await stage.until("Nothing open takes that. Open: e1");
  stage.type("q1: All at once");
  await stage.until("Still open: q2");
  expect((await stage.project()).escalations).toMatchObject([{ state: "open", rev: 1, decision: null }]);
  stage.type("q1: All at once q2: A coach who stands in the rain");
  await stage.until("is complete");
  const { spec, escalations } = await stage.project();
  expect(escalations[0]?.decision).toMatchObject({
    choice: "answer",
    answers: { q1: "All at once", q2: "A coach who stands in the rain" },
  });
  expect(JSON.stringify(spec.document["decisions"])).toContain("stands in the rain");
  expect(await artifact(stage, "requirements/requirements.md")).toContain("stands in the rain");
});

test("a paused project waits until it is resumed", async () => {
  const stage = await openProject("--approve gates");
  await stage.until("e1 · approval");
  stage.type("pause");
  await stage.until("You paused the project.");
  stage.type("approve");
  await stage.until("Analyst → Architect");
  const paused = await stage.project();
  expect(paused).toMatchObject({ status: "paused" });
  expect(paused.outbox.some((effect) => effect.type === "runStep")).toBe(false);
  stage.type("pause");
  await stage.until("The project is paused already");
  stage.type("resume");
  await stage.until("You resumed the project.");
  await stage.until("e2 · approval");
  stage.type("stop because it is only a rehearsal");
  await stage.until(/stopped.+only a rehearsal/);
  expect(await stage.project()).toMatchObject({ status: "cancelled" });
});

test("a finished project is rolled back to a stage and done again from there", async () => {
  const stage = await openProject("");
  await stage.until("is complete");
  stage.type("rollback desing because the lanes are longer now");
  await stage.until("There is no stage `desing`. The stages are `analyze`, `design`");
  stage.type("rollback design because the lanes are longer now");
  await stage.until(/back to Design/i);
  await stage.until("is complete");
  const { artifacts } = await stage.project();
  const versions = Object.fromEntries(artifacts.map((one) => [one.path, one.version]));
  expect(versions).toMatchObject({
    "requirements/requirements.md": 1,
    "design/architecture.md": 2,
    "deployment/deployment_plan.md": 2,
  });
  expect(artifacts.filter((one) => one.superseded)).toEqual([]);
  expect(await artifact(stage, "design/design_execution_plan.md")).toContain("the lanes are longer now");
});

test("a budget that is too small asks before it is spent, and a raised one goes on", async () => {
  const stage = await openProject("--budget 15k");
  await stage.until("The budget does not cover");
  await stage.until("e1 · budget");
  const { usage } = await stage.project();
  expect(usage.tokensIn + usage.tokensOut).toBeLessThanOrEqual(15_000);
  stage.type("raise");
  await stage.until("You chose Raise the budget");
  await stage.until("e2 · budget");
  stage.type("budget 900k");
  await stage.until("You set the budget to 900000 tokens.");
  await stage.until("is complete");
  const { escalations, settings } = await stage.project();
  expect(escalations.map(({ state, decision }) => `${state} ${decision?.choice ?? ""}`)).toEqual([
    "decided raise",
    "decided raise",
  ]);
  expect(settings.budgetTokens).toBe(900_000);
});

test("a second decision is harmless, and an outsider decides nothing", async () => {
  const stage = await openProject("--approve gates");
  await stage.until("e1 · approval");
  const { id, chat } = await stage.project();
  const click = (delivery: string, user: string, choice: string) =>
    stage.receive({
      id: delivery,
      at: Date.now(),
      chat: chat.name,
      channel: chat.channel,
      thread: chat.thread,
      by: { id: user, name: user === "you" ? "You" : "Mallory", roles: [] },
      event: { type: "decision", project: id, escalation: "e1", rev: 1, choice, note: "", answers: {} },
    });
  expect(await click("c1", "mallory", "approve")).toMatchObject({
    fallback: "Only You may do this. Nothing was changed.",
  });
  expect((await stage.project()).escalations[0]?.state).toBe("open");
  expect(await click("c2", "you", "approve")).toBeNull();
  expect(await click("c2", "you", "approve")).toBeNull();
  expect((await click("c3", "you", "reject"))?.fallback).toBe(
    "You decided e1 already: `approve`. Your click changed nothing.",
  );
  await stage.until("e2 · approval");
  const { envelopes } = await stage.parts.history.page(id, { limit: 100 });
  const words = envelopes.filter(({ from }) => from.startsWith("person:")).map(({ content }) => content.text);
  expect(words).toEqual(["approve", "Mallory may not do this: decide", expect.any(String)]);
});

test("several projects run at once, each in its thread", async () => {
  const stage = await openProject("--approve gates");
  await stage.until("e1 · approval");
  stage.type("/botarmy start A bakery sells bread by phone. Bread must be ready at 6 o'clock.");
  await stage.until(/t2 │ .*is complete/);
  stage.type("/botarmy projects");
  expect(await stage.until(/1\/10.+waits for 1 decision/)).toContain("10/10");
  stage.type("/focus 1");
  stage.type("approve");
  await stage.until(/t1 │ .*You chose Approve/);
  await stage.until("e2 · approval");
  expect(await stage.parts.store.ids()).toHaveLength(2);
});

test("a process that is ended in the middle goes on where it was, and says nothing twice", async () => {
  const first = await openProject("--approve gates");
  await first.until("e1 · approval");
  first.type("approve");
  await first.until("Analyst → Architect");
  const { id } = await first.project();
  const second = await first.restart();
  await second.until("e2 · approval");
  second.type("approve");
  await second.until("Architect → Developer");
  const third = await second.restart();
  await third.until("e3 · approval");
  for (const n of [4, 5]) {
    third.type("approve");
    await third.until(`e${n} · approval`);
  }
  third.type("approve");
  await third.until("is complete");
  await third.until("[10/10]");
  await third.stop();
  const keys = keysIn(third);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => key.startsWith(id))).toBe(true);
});

test("a project of the scripted demo is held while real models are configured, and goes on with the demo", async () => {
  const first = await openProject("--approve gates");
  await first.until("e1 · approval");
  const second = await first.restart({ mode: "models" });
  second.type("approve");
  await second.until("Analyst → Architect");
  const held = await second.project();
  expect(held.stages.find((stage) => stage.id === "design")?.plan).toMatchObject({
    state: "running",
    result: null,
  });
  const third = await second.restart({ mode: "scripted" });
  await third.until("e2 · approval");
  expect((await third.project()).mode).toBe("scripted");
});
