import { describe, expect, it } from "vitest";
import { Project } from "#src/project/project.ts";
import type { StepResult } from "#src/project/result.ts";
import { diamond, sdlc, withStages } from "./samples.ts";
import {
  decides,
  does,
  finishes,
  given,
  plays,
  playsUntil,
  reports,
  runningStep,
  started,
  type Act,
  type Script,
} from "./scenario.ts";

/** Where the row must stay below. Source: DESIGN.md §4. */
const rowLimit = 64 * 1024;
const bytesOf = (project: Project): number => Buffer.byteLength(JSON.stringify(project));

/** Text as long as English of so many words: six characters a word with its space. */
const words = (count: number): string => Array.from({ length: count }, (_, i) => `w${1_000 + i}`).join(" ");

/** As much as a talkative agent writes: 300 words of summary, nine checks, eight pieces of evidence, 1.2 kB of spec. */
const talkative = (step: "plan" | "produce", change: Partial<StepResult> = {}): Partial<StepResult> => ({
  summary: words(300),
  checks: Array.from({ length: 9 }, (_, i) => ({
    name: `check ${i}`,
    passed: i > 1,
    score: 0.9,
    detail: words(30),
  })),
  evidence:
    step === "produce"
      ? []
      : Array.from({ length: 8 }, (_, i) => ({
          id: `E${i + 1}`,
          tool: "extract" as const,
          argument: `requirements/requirements.md#${words(6)}`,
          needs: [],
        })),
  dependsOn: ["requirements/project_brief.md", "requirements/analyze.md", "design/design.md"],
  ...change,
});

const verdict = { accept: false, confidence: 0.8, reason: words(80) };
const stages = ["analyze", "design", "build", "validate", "launch"];
const specPatch = (stage: string) => [{ op: "add" as const, path: `/${stage}`, value: words(200) }];

/** Says its part in 120 words and proposes in 60, but agrees to nothing. */
const stubbornTurn: Partial<StepResult> = {
  summary: words(120),
  turn: { proposal: words(60), agreement: 0.4, next: null },
};

/** Every result is argued about until people decide, and every document is changed once at its gate. */
const script: Script = Object.fromEntries(
  stages.flatMap((stage, i) => [
    [
      `${stage}.plan`,
      Array.from({ length: 6 }, (_, n) => talkative("plan", i > 0 && n < 3 ? { verdict } : {})),
    ],
    [
      `${stage}.produce`,
      Array.from({ length: 8 }, (_, n) =>
        talkative("produce", { specPatch: specPatch(stage), ...(n === 0 ? { confidence: 0.7 } : {}) }),
      ),
    ],
    [`${stage}.talk`, Array.from({ length: 40 }, () => stubbornTurn)],
  ]),
);

const decideAll: Act = (world) =>
  world.project.escalations
    .filter((one) => one.state === "open")
    .reduce((next, one) => {
      const choice = one.kind === "approval" ? "modify" : "receiver";
      return decides(choice, { escalation: one.id, note: words(60) })(next);
    }, world);

const repeat = (times: number, ...acts: readonly Act[]): readonly Act[] =>
  Array.from({ length: times }, () => acts).flat();

describe("the row of a project", () => {
  it("stays below 64 kB after a run in which everything is argued about and decided", () => {
    const { project } = given(started(), ...repeat(10, plays(script), decideAll));
    expect(project.status).toBe("completed");
    expect(project.escalations.map((one) => one.kind).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => "approval"),
      ...Array.from({ length: 4 }, () => "conflict"),
    ]);
    expect(bytesOf(project)).toBeLessThan(rowLimit);
  });

  it("stays readable when the chat is down and everything that is to be told waits in it", () => {
    const deaf: Act = (world) => {
      const writes = world.project.outbox.filter((one) => one.type === "writeArtifact");
      const results = writes.map(({ id }) => ({ effect: id, ref: "commit", thread: null }));
      const run = runningStep(world.project);
      const answer = talkative(
        run.step === "plan" ? "plan" : "produce",
        run.step === "produce" ? { specPatch: specPatch(run.stage) } : {},
      );
      return finishes(answer)(reports({ type: "performed", results })(world));
    };
    const { project } = given(started(), ...repeat(10, deaf));
    expect(project.status).toBe("completed");
    expect(Project.safeParse(project).success).toBe(true);
    expect(bytesOf(project)).toBeLessThan(2 * rowLimit);
  });

  it("carries at most 32 kB of the longest talk while it goes on, and forgets it when it is over", () => {
    const discuss = {
      topic: words(60),
      members: ["architect", "developer", "tester"],
      speakers: "turns" as const,
      agreement: 0.8,
      max: 24,
    };
    const workflow = withStages(sdlc, { launch: { discuss } });
    const agreed = { ...script, "launch.plan": [talkative("plan")] };
    const begun = [started({ workflow }), ...repeat(9, playsUntil("launch.talk", agreed), decideAll)];
    const past = given(...begun).project;
    const talking = given(
      ...begun,
      ...repeat(23, finishes(stubbornTurn), playsUntil("launch.talk", agreed)),
    ).project;
    expect(talking.stages[4]?.discussion?.turns).toHaveLength(23);
    expect(bytesOf(talking) - bytesOf(past)).toBeLessThan(rowLimit / 2);
    const over = given(started({ workflow }), ...repeat(12, plays(script), decideAll)).project;
    expect(over.status).toBe("completed");
    expect(bytesOf(over)).toBeLessThan(rowLimit);
  });

  it("grows slowly with every round of a loop", () => {
    const rule = { from: "build", until: "spec.never", otherwise: "go-on" as const };
    const looped = (max: number) =>
      given(
        started({ workflow: withStages(sdlc, { validate: { repeat: { ...rule, max } } }) }),
        plays(script),
        ...repeat(10, decideAll, plays(script)),
      ).project;
    const [few, many] = [looped(3), looped(10)];
    expect(many.stages[3]).toMatchObject({ rounds: 10 });
    expect((bytesOf(many) - bytesOf(few)) / 7).toBeLessThan(4_000);
  });

  it("grows slowly with every conflict that is settled", () => {
    const dispute = (i: number): NonNullable<StepResult["contradictions"]> => [
      {
        stage: "api",
        about: `point ${i} ${words(15)}`,
        mine: { text: words(80), evidence: { source: "development/screens.md", quote: words(60) } },
        theirs: { text: words(80), evidence: { source: "design/api.md", quote: words(60) } },
      },
    ];
    const argue = (times: number): readonly Act[] =>
      Array.from({ length: times }, (_, i) => [
        playsUntil("screens.produce"),
        finishes({ contradictions: dispute(i) }),
        plays(),
        decides("author", { note: words(60) }),
      ]).flat();
    const settings = { mediationRounds: 0 };
    const begin = [started({ workflow: diamond, settings }), playsUntil("screens.produce")];
    const few = given(...begin, ...argue(5)).project;
    const many = given(...begin, ...argue(25)).project;
    expect(many.conflicts).toHaveLength(25);
    expect((bytesOf(many) - bytesOf(few)) / 20).toBeLessThan(4_000);
  });

  it("grows slowly when a stage is rolled back again and again", () => {
    const again = {
      "analyze.produce": Array.from({ length: 40 }, () =>
        talkative("produce", { specPatch: specPatch("analyze") }),
      ),
    };
    const back = [
      does({ type: "rollback", stage: "analyze", reason: words(30) }),
      playsUntil("design.produce", again),
    ];
    const few = given(started(), playsUntil("design.produce", again), ...repeat(5, ...back)).project;
    const many = given(started(), playsUntil("design.produce", again), ...repeat(35, ...back)).project;
    expect((bytesOf(many) - bytesOf(few)) / 30).toBeLessThan(2_000);
    expect(bytesOf(many)).toBeLessThan(2 * rowLimit);
  });

  it("drops the long texts of a question when its card shows how it was closed", () => {
    const asked = given(started(), plays(script));
    expect(asked.project.escalations[0]?.context).toContain("w1299");
    const decided = given(started(), plays(script), decideAll);
    expect(decided.project.escalations[0]?.context).toContain("w1299");
    const shown = given(started(), plays(script), decideAll, playsUntil("analyze.produce", script)).project;
    expect(shown.escalations[0]).toMatchObject({
      state: "decided",
      context: "",
      positions: [],
      title: "Analyst: requirements/analyze.md",
    });
  });
});
