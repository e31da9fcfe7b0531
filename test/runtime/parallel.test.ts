import { expect, test } from "vitest";
import { ProviderError } from "#src/errors.ts";
import type { Model, ModelRequest } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import type { SettingsChange } from "#src/project/workflow.ts";
import type { ManualClock } from "../fakes/manual-clock.ts";
import { memoryStage, type MemoryStage } from "../fakes/memory-stage.ts";

const workflow = `name: wide
title: Wide
brief: requirements/project_brief.md
parallel: 2
stages:
  - id: scope
    agent: analyst
    phase: requirements
    produce: { file: scope.md }
  - id: api
    agent: architect
    phase: design
    needs: [scope]
    produce: { file: api.md }
  - id: screens
    agent: developer
    phase: development
    needs: [scope]
    produce: { file: screens.md }
  - id: ship
    agent: deployer
    phase: deployment
    needs: [api, screens]
    produce: { file: ship.md }
`;

const calls = ["scope", "api", "screens", "ship"];

/** What is special about the calls of one stage. */
interface Special {
  /** Milliseconds that an answer takes. */
  readonly takes?: number;
  /** The first calls find nobody there. */
  readonly fails?: number;
  /** How sure the first answer is. */
  readonly sure?: number;
}

/** When a call began, since the start of the test, and how it ended. */
interface Asked {
  readonly stage: string;
  readonly at: number;
  end: "answered" | "failed" | "aborted" | null;
}

/** The product on a diamond of four stages without plans, two of them at once. */
const wideStage = async (
  special: Readonly<Record<string, Special>>,
  settings: SettingsChange = {},
): Promise<MemoryStage & { readonly asked: Asked[]; begun(): readonly string[] }> => {
  const asked: Asked[] = [];
  const stage = await memoryStage({
    settings,
    change: ({ model, clock, library, defaults }) => ({
      model: slowed(model, { clock, asked, special }),
      library: {
        ...library,
        workflows: async () => [{ path: "workflows/wide.yml", text: workflow }],
      },
      defaults: { ...defaults, workflow: "wide" },
    }),
  });
  return { ...stage, asked, begun: () => asked.map((one) => `${one.stage} ${one.at}`) };
};

const slowed = (
  model: Model,
  {
    clock,
    asked,
    special,
  }: {
    clock: Pick<ManualClock, "now" | "sleep">;
    asked: Asked[];
    special: Readonly<Record<string, Special>>;
  },
): Model => {
  const start = clock.now();
  return {
    name: model.name,
    complete: async (request, signal) => {
      const { stage } = request.about;
      const { takes = 0, fails = 0, sure } = special[stage] ?? {};
      const call: Asked = { stage, at: clock.now() - start, end: null };
      asked.push(call);
      const nth = asked.filter((one) => one.stage === stage).length;
      try {
        await clock.sleep(takes, signal);
        if (nth <= fails) throw new ProviderError("nobody there", { retryable: true });
        const answer = await answerOf(model, request, signal);
        call.end = "answered";
        return sure === undefined || nth > 1
          ? answer
          : { ...answer, text: answer.text.replace(/"confidence":[\d.]+/, `"confidence":${sure}`) };
      } catch (error) {
        call.end = signal.aborted ? "aborted" : "failed";
        throw error;
      }
    },
  };
};

const answerOf = (model: Model, request: ModelRequest, signal: AbortSignal) =>
  model.complete(request, signal);

const runs = ({ outbox }: Project): readonly string[] =>
  outbox.flatMap((effect) => (effect.type === "runStep" ? [effect.stage] : []));

const say = async (stage: MemoryStage, words: string): Promise<Project> => {
  const { channel, thread } = (await stage.project()).chat;
  await stage.chat.write({ channel, thread: thread ?? "" }, words);
  await stage.clock.settle();
  return await stage.project();
};

test("two stages that do not need each other are done at once, each once, and the one that needs both after them", async () => {
  const { begin, clock, project, begun, broken } = await wideStage({
    api: { takes: 10_000 },
    screens: { takes: 4_000 },
  });
  expect(runs(await begin())).toEqual(["api", "screens"]);
  await clock.pass(4_000);
  expect(runs(await project())).toEqual(["api"]);
  await clock.pass(6_000);
  expect(await project()).toMatchObject({
    status: "completed",
    outbox: [],
    wakeAt: null,
    usage: { calls: 4 },
    reservedTokens: 0,
  });
  expect(begun()).toEqual(["scope 0", "api 0", "screens 0", "ship 10000"]);
  expect(broken).toEqual([]);
});

test("a result is written while the other stage goes on, not after it", async () => {
  const { begin, clock, parts, project } = await wideStage({ api: { takes: 100_000 } });
  const { id } = await begin();
  const written = (await parts.artifacts.list(id)).map(({ path }) => path);
  expect(written).toContain("development/screens.md");
  expect((await project()).outbox.map(({ type }) => type)).toEqual(["runStep"]);
  await clock.pass(100_000);
  expect((await project()).status).toBe("completed");
});

test("killed in the middle of both, both run again and are counted once", async () => {
  const stage = await wideStage({ api: { takes: 10_000 }, screens: { takes: 10_000 } });
  await stage.begin();
  await stage.clock.pass(5_000);
  const before = await stage.project();
  const next = await stage.restart();
  expect(await next.project()).toEqual(before);
  await next.clock.pass(10_000);
  expect(await next.project()).toMatchObject({ status: "completed", usage: { calls: 4 } });
  expect(stage.begun()).toEqual(["scope 0", "api 0", "screens 0", "api 5000", "screens 5000", "ship 15000"]);
  expect(stage.asked.map(({ end }) => end).slice(1, 3)).toEqual(["aborted", "aborted"]);
});

test("killed after one of them has ended, only the other one runs again", async () => {
  const stage = await wideStage({ api: { takes: 2_000 }, screens: { takes: 10_000 } });
  await stage.begin();
  await stage.clock.pass(5_000);
  const next = await stage.restart();
  await next.clock.pass(10_000);
  expect((await next.project()).status).toBe("completed");
  expect(stage.begun()).toEqual(["scope 0", "api 0", "screens 0", "screens 5000", "ship 15000"]);
});

test("one that fails is tried again in its own time while the other goes on undisturbed", async () => {
  const { begin, clock, project, begun } = await wideStage(
    { api: { fails: 2 }, screens: { takes: 60_000 } },
    { retryDelayMs: 2_000 },
  );
  await begin();
  await clock.pass(10_000);
  expect(begun()).toEqual(["scope 0", "api 0", "screens 0", "api 2000", "api 6000"]);
  expect(runs(await project())).toEqual(["screens"]);
  await clock.pass(50_000);
  expect(await project()).toMatchObject({ status: "completed", escalations: [] });
});

test("a stage that people want changed starts at once, not after the one that runs", async () => {
  const stage = await wideStage({ api: { sure: 0.3 }, screens: { takes: 60_000 } });
  const { escalations } = await stage.begin();
  expect(escalations).toMatchObject([{ kind: "low-confidence", stage: "api", state: "open" }]);
  await stage.clock.pass(1_000);
  await say(stage, "modify: name every error");
  expect(stage.begun()).toEqual(["scope 0", "api 0", "screens 0", "api 1000"]);
  await stage.clock.pass(59_000);
  expect(await stage.project()).toMatchObject({ status: "completed", usage: { calls: 5 } });
});

test("a pause lets what runs come to its end and starts nothing; both go on after it", async () => {
  const stage = await wideStage({ api: { takes: 10_000 }, screens: { takes: 4_000 } });
  await stage.begin();
  await say(stage, "pause");
  await stage.clock.pass(20_000);
  expect((await stage.project()).status).toBe("paused");
  expect(stage.begun().some((call) => call.startsWith("ship"))).toBe(false);
  await say(stage, "resume");
  await stage.clock.pass(20_000);
  expect((await stage.project()).status).toBe("completed");
  expect(
    stage.asked
      .filter(({ end }) => end === "answered")
      .map((one) => one.stage)
      .toSorted(),
  ).toEqual(calls.toSorted());
});

test("cancelling aborts both, and nothing is asked after it", async () => {
  const stage = await wideStage({ api: { takes: 10_000 }, screens: { takes: 10_000 } });
  await stage.begin();
  await stage.clock.pass(1_000);
  await say(stage, "cancel");
  expect((await say(stage, "yes")).status).toBe("cancelled");
  await stage.clock.pass(20_000);
  expect(stage.asked.map(({ end }) => end)).toEqual(["answered", "aborted", "aborted"]);
  expect(await stage.project()).toMatchObject({ outbox: [], reservedTokens: 0 });
});

test("rolling one back aborts exactly that one; the other is not asked twice", async () => {
  const stage = await wideStage({ api: { takes: 10_000 }, screens: { takes: 10_000 } });
  await stage.begin();
  await stage.clock.pass(5_000);
  expect(runs(await say(stage, "rollback api")).toSorted()).toEqual(["api", "screens"]);
  await stage.clock.pass(20_000);
  expect((await stage.project()).status).toBe("completed");
  expect(stage.asked.map(({ stage: id, end }) => `${id} ${end}`)).toEqual([
    "scope answered",
    "api aborted",
    "screens answered",
    "api answered",
    "ship answered",
  ]);
});

test("the budget holds for both at once: what does not fit asks people while the other goes on", async () => {
  const stage = await wideStage({ api: { takes: 10_000 } }, { budgetTokens: 60_000 });
  const asked = await stage.begin();
  const limit = asked.workflow.stages.find(({ id }) => id === "api")?.maxTokens ?? 0;
  expect([runs(asked), asked.reservedTokens]).toEqual([["api"], limit]);
  expect(asked.escalations).toMatchObject([{ kind: "budget", stage: "screens", state: "open" }]);
  const granted = await say(stage, "raise");
  expect(stage.begun()).toContain("screens 0");
  expect(granted.stages.map(({ state }) => state)).toEqual(["done", "active", "done", "waiting"]);
  await stage.clock.pass(10_000);
  expect(await stage.project()).toMatchObject({ status: "completed", reservedTokens: 0 });
});
