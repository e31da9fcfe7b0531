import { describe, expect, test } from "vitest";
import { createDemoModel, loadScenario, scenarioNames } from "#adapters/model/demo/demo-model.ts";
import { ScenarioFile } from "#adapters/model/demo/scenario.ts";
import { BotArmyError, ProviderError } from "#src/errors.ts";
import { briefs } from "./briefs.ts";
import { answer, asDocument, quickClock, requestOf } from "./play.ts";

const documents = [asDocument(briefs.plantBoard)];
const handed = [
  ...documents,
  { name: "requirements/requirements.md", text: "# Requirements\n\n## Goals\n\nOne plant.\n" },
];

test("every scenario loads and says in one line what it is about", async () => {
  const names = await scenarioNames();
  expect(names).toEqual([
    "clean",
    "conflict",
    "low-confidence",
    "mediation",
    "objection",
    "outage",
    "question",
    "timeout",
  ]);
  for (const name of names)
    expect(await loadScenario(name)).toMatchObject({
      name,
      about: expect.stringMatching(/^\S[^\n]{10,119}$/),
    });
});

test("an unknown scenario is refused with the names of the known ones, and never looked for elsewhere", async () => {
  for (const name of ["sunny", "../clean", ""])
    await expect(loadScenario(name)).rejects.toThrow(
      new BotArmyError(
        "scenario-unknown",
        `there is no scenario “${name}”; choose one of clean, conflict, low-confidence, mediation, objection, outage, question, timeout`,
      ),
    );
});

test("a scenario file with an unknown key or setting is refused", () => {
  expect(ScenarioFile.safeParse({ title: "a", about: "b", att: [] }).success).toBe(false);
  expect(ScenarioFile.safeParse({ title: "a", about: "b", settings: { stepTimeout: 1 } }).success).toBe(
    false,
  );
});

describe("the architect's verdict on the requirements", () => {
  const verdicts = (scenario: string) =>
    Promise.all(
      [1, 2, 3, 4].map(
        async (attempt) =>
          (await answer(requestOf("architect", "plan", { documents: handed, attempt }), scenario)).verdict,
      ),
    );

  test("is an objection to a sentence of the brief, once, in `objection`", async () => {
    const [first, ...later] = await verdicts("objection");
    expect(first).toMatchObject({ accept: false, reason: expect.stringContaining("“If possible”") });
    expect(first?.reason).toMatch(/^FR-\d+ rests on/);
    expect(later.map((verdict) => verdict?.accept)).toEqual([true, true, true]);
  });

  test("is an objection at each of three handovers, with other words each time, in `conflict`", async () => {
    const all = await verdicts("conflict");
    expect(all.map((verdict) => verdict?.accept)).toEqual([false, false, false, true]);
    expect(new Set(all.map((verdict) => verdict?.reason)).size).toBe(4);
  });

  test("is there only when something was handed over", async () => {
    expect((await answer(requestOf("analyst", "plan", { documents }))).verdict).toBeNull();
    expect((await answer(requestOf("architect", "plan", { documents: handed }))).verdict?.accept).toBe(true);
    expect((await answer(requestOf("architect", "produce", { documents: handed }))).verdict).toBeNull();
  });
});

test("an objection changes the requirement it names", async () => {
  const { verdict } = await answer(requestOf("architect", "plan", { documents: handed }), "objection");
  const redone = await answer(
    requestOf("analyst", "produce", { documents, attempt: 2, words: `Objection: ${verdict?.reason}` }),
    "objection",
  );
  const id = /^FR-\d+/.exec(verdict?.reason ?? "")?.[0];
  expect(redone.files[0]?.text).toContain(`${id}, **settled in attempt 2:**`);
});

test("in `low-confidence` the developer doubts its first plan and says why, then no longer", async () => {
  const first = await answer(requestOf("developer", "produce", { documents }), "low-confidence");
  const second = await answer(requestOf("developer", "produce", { documents, attempt: 2 }), "low-confidence");
  expect(first).toMatchObject({ confidence: 0.5, summary: expect.stringContaining("Low confidence") });
  expect(second.confidence).toBeGreaterThanOrEqual(0.86);
  expect(second.files[0]?.text).not.toBe(first.files[0]?.text);
});

test("in `question` the analyst asks one question with options and one for words, once", async () => {
  const first = await answer(requestOf("analyst", "plan", { documents }), "question");
  expect(first.questions).toHaveLength(2);
  expect(first.questions[0]?.options.length).toBeGreaterThan(1);
  expect(first.questions[0]?.text).toContain("If possible");
  expect(first.questions[1]?.options).toEqual([]);
  const words = `Answer: ${first.questions[1]?.text} The gardeners`;
  const second = await answer(requestOf("analyst", "plan", { documents, attempt: 2, words }), "question");
  expect(second.questions).toEqual([]);
  expect(second.files[0]?.text).toContain("The gardeners");
});

test("in `timeout` the tester never answers at first, and ends when it is aborted", async () => {
  const model = createDemoModel({ scenario: await loadScenario("timeout"), seed: 1, clock: quickClock });
  const step = new AbortController();
  const hanging = model.complete(requestOf("tester", "produce", { documents }), step.signal);
  step.abort(new Error("the step's time is up"));
  await expect(hanging).rejects.toThrow("the step's time is up");
  expect(
    (await answer(requestOf("tester", "produce", { documents, attempt: 2 }), "timeout")).files,
  ).toHaveLength(1);
});

test("in `outage` every try of the architect's first attempt fails like a provider", async () => {
  const model = createDemoModel({ scenario: await loadScenario("outage"), seed: 1, clock: quickClock });
  for (let tries = 0; tries < 3; tries += 1)
    await expect(
      model.complete(requestOf("architect", "produce", { documents }), new AbortController().signal),
    ).rejects.toThrow(ProviderError);
  expect(
    (await answer(requestOf("architect", "produce", { documents, attempt: 2 }), "outage")).files,
  ).toHaveLength(1);
});

test("the pause before an answer is the wanted one, but never a large part of the time a step has", async () => {
  const pauses: number[] = [];
  const clock = { now: () => 0, sleep: async (ms: number) => void pauses.push(ms) };
  const asked = requestOf("analyst", "plan", { documents });
  for (const name of ["clean", "timeout"])
    await createDemoModel({
      scenario: await loadScenario(name),
      seed: 1,
      pace: { msPerStep: 6_000 },
      clock,
    }).complete(asked, new AbortController().signal);
  expect(pauses).toEqual([6_000, 375]);
});

test("it says what it is, counts words as tokens and has no price", async () => {
  const model = createDemoModel({ scenario: await loadScenario("clean"), seed: 1, clock: quickClock });
  const response = await model.complete(
    requestOf("analyst", "plan", { documents }),
    new AbortController().signal,
  );
  expect(model.name).toBe("demo");
  expect(response).toMatchObject({ model: "demo/scripted", usage: { calls: 1, usd: null } });
  expect(response.usage.tokensOut).toBe(Math.ceil(response.text.length / 4));
  expect(response.usage.tokensIn).toBeGreaterThan(briefs.plantBoard.length / 4);
});

test("an aborted signal ends it before anything is done", async () => {
  const model = createDemoModel({ scenario: await loadScenario("clean"), seed: 1, clock: quickClock });
  await expect(
    model.complete(requestOf("analyst", "plan", { documents }), AbortSignal.abort(new Error("stopped"))),
  ).rejects.toThrow("stopped");
});
