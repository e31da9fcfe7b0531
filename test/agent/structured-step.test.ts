import { describe, expect, it } from "vitest";
import type { StepOutput } from "#src/agent/output.ts";
import { runStep } from "#src/agent/step.ts";
import { withStructure } from "#src/agent/structures/structure.ts";
import type { Project } from "#src/project/project.ts";
import { StepResult } from "#src/project/result.ts";
import { goodOutput, goodPlan, runOrder } from "../fakes/sample-project.ts";
import type { ScriptedStep } from "../fakes/scripted-model.ts";
import { analyze, designPlan, done, failed, never, world } from "./running.ts";
import { architecture, requirements } from "./structures/samples.ts";

const kinds = { analyze: "requirements", design: "architecture" } as const;

/** The sample project with structures asked for. */
const structured = ({ workflow }: Project): Project["workflow"] => ({
  ...workflow,
  stages: workflow.stages.map((plan) => ({
    ...plan,
    maxTokens: 20_000,
    produce: { ...plan.produce, structure: plan.id === "analyze" ? kinds.analyze : kinds.design },
  })),
});

const run = async (project: Project, parts: Awaited<ReturnType<typeof world>>["parts"], effect = analyze) => {
  const outcome = await runStep(parts, { project, effect }, never);
  if (outcome.type !== "done") throw new Error(outcome.failure.message);
  return StepResult.parse(outcome.result);
};

const start = async (steps: readonly ScriptedStep[], change: Partial<Project> = {}) => {
  const { parts, project } = await world(steps, change);
  return { parts, project: { ...project, workflow: structured(project) } };
};

const analyzed = (change: Partial<StepOutput> = {}) => ({
  json: { ...goodOutput(change), structure: requirements },
});

/** The row when the requirements are done. */
const afterAnalyze = (project: Project, result: StepResult): Project => ({
  ...project,
  stages: project.stages.map((stage) =>
    stage.id === "analyze"
      ? { ...stage, state: "done" as const, produce: { ...stage.produce, state: "done" as const, result } }
      : stage,
  ),
});

const designed = (change: Partial<StepOutput> = {}, structure: unknown = architecture) => ({
  json: {
    ...goodOutput({ files: [{ path: "design/architecture.md", text: "# A\n\nC-1 and C-2.\n" }], ...change }),
    structure,
  },
});
const design = runOrder("design", "produce");

describe("a step with a structure", () => {
  it("is judged in an instant however many quotes are not found in however long a brief", async () => {
    const quoted = Array.from({ length: 60 }, (_, n) => ({
      ...requirements.requirements[1],
      id: `FR-${n + 10}`,
      quote: `words number ${n} that stand nowhere`,
    }));
    const { parts, project } = await start([
      { json: { ...goodOutput(), structure: { ...requirements, requirements: quoted } } },
    ]);
    const body = await parts.bodies.put(
      "Watchers lend each other their glasses and say when.\n\n".repeat(4_500),
    );
    const stages = project.workflow.stages.map((plan) => ({ ...plan, maxTokens: 200_000 }));
    const began = performance.now();
    const long = { ...project, brief: { ...project.brief, body }, workflow: { ...project.workflow, stages } };
    const { checks } = await run(long, parts);
    expect(checks.find(({ name }) => name === "requirements grounded")?.score).toBe(0);
    expect(performance.now() - began).toBeLessThan(2_500);
  });

  it("keeps it, its numbers and its statements, and shows the parts of its quality", async () => {
    const { parts, project } = await start([analyzed()]);
    const result = await run(project, parts);
    expect(JSON.parse(await parts.bodies.get(result.structure ?? { sha256: "", bytes: 0 }))).toEqual(
      requirements,
    );
    expect(result.facts).toMatchObject({ requirements: 3, must: 2, completeness: expect.any(Number) });
    expect(JSON.parse(await parts.bodies.get(result.statements ?? { sha256: "", bytes: 0 }))).toEqual([
      {
        text: "It works offline",
        source: "requirements/project_brief.md",
        quote: "works without a network",
        grounded: true,
      },
    ]);
    const agreement = result.checks.find(({ name }) => name === "document and structure agree");
    expect(agreement).toMatchObject({ passed: false, detail: expect.stringContaining("FR-2, NFR-1") });
    expect(result.quality).toBeLessThan(1);
    expect(result.quality).toBeGreaterThan(0.85);
    const [asked] = parts.model.requests;
    expect(asked?.schema.name).toBe("step_output_requirements");
    expect(asked?.prompt).toContain("\nStructure: requirements\n");
    expect(asked?.prompt).not.toContain("<ids>");
  });

  it("is told which ids exist, and may refer to no other", async () => {
    const wrong = designed(
      {},
      { ...architecture, tasks: architecture.tasks.map((task) => ({ ...task, requirements: ["FR-9"] })) },
    );
    const { parts, project } = await start([analyzed(), wrong, designed()]);
    const result = await run(afterAnalyze(project, await run(project, parts)), parts, {
      ...design,
      id: "p-abc234:2:1",
    });
    expect(parts.model.requests[1]?.prompt).toContain(
      "- Known requirements: FR-1 Write down a sighting (must); FR-2 Share with friends (could); NFR-1",
    );
    expect(parts.model.requests[2]?.prompt).toContain(
      "TASK-1 names the requirement FR-9, which does not exist",
    );
    expect(result.facts).toMatchObject({ components: 2, tasks: 2, untraced: 0 });
    expect(result.usage.calls).toBe(2);
  });

  it("is repaired when the structure is missing, and fails when it is so again", async () => {
    const { parts, project } = await start([{ json: goodOutput() }, { json: goodOutput() }]);
    const outcome = await runStep(parts, { project, effect: analyze }, never);
    expect(outcome).toMatchObject({ type: "failed", failure: { kind: "invalid-output" } });
    expect(parts.model.requests[1]?.prompt).toContain("structure: ");
  });

  it("tells what an earlier result says otherwise", async () => {
    const claims = (text: string): StepOutput["claims"] => [
      { text, source: "requirements/project_brief.md", quote: "works without a network" },
    ];
    const { parts, project } = await start([
      analyzed({ claims: claims("A diary keeps entries for 2 years") }),
      designed({ claims: claims("A diary keeps entries for 6 months") }),
    ]);
    const first = await run(project, parts);
    expect(first.contradictions).toBeUndefined();
    const result = await run(afterAnalyze(project, first), parts, { ...design, id: "p-abc234:2:1" });
    expect(result.contradictions).toMatchObject([
      { stage: "analyze", mine: { text: "A diary keeps entries for 6 months" } },
    ]);
  });

  it("ends a test plan with the way of every requirement", async () => {
    const { parts, project } = await start([analyzed(), designed()]);
    const stages = project.workflow.stages.map((plan) =>
      plan.id === "design"
        ? { ...plan, produce: { ...plan.produce, structure: "test-plan" as const } }
        : plan,
    );
    const { structure, ...output } = designed().json;
    expect(structure).toBe(architecture);
    const plan = {
      cases: [{ id: "T-1", title: "Save", requirement: "FR-1", kind: "normal", steps: "s", expected: "e" }],
      defects: [],
      exitCriteria: [],
    };
    const tested = await start([analyzed(), { json: { ...output, structure: plan } }]);
    const row = { ...project, workflow: { ...project.workflow, stages } };
    const first = await run(row, tested.parts);
    const result = await run(afterAnalyze(row, first), tested.parts, { ...design, id: "p-abc234:2:1" });
    const [file] = result.files;
    const text = await tested.parts.bodies.get(file?.body ?? { sha256: "", bytes: 0 });
    expect(text).toMatch(/## Traceability[\s\S]+\| FR-1 [^\n]+ T-1 \|[\s\S]+## Sources/);
    expect(result.facts).toMatchObject({ untraced: 2 });
    expect(result.checks.find(({ name }) => name === "traceability")).toMatchObject({
      passed: false,
      detail: expect.stringContaining("FR-2 (test), NFR-1 (test)"),
    });
    expect(parts.model.requests).toEqual([]);
  });
});

describe("what people told an agent", () => {
  const directions = ["use SQLite", "no accounts"].map((text, n) => ({
    to: "analyst",
    text,
    by: "u1",
    at: n,
  }));

  it("is answered line by line", async () => {
    const followed = ["Chosen in D-1.", "Left  out\nof scope.", "nobody asked"];
    const { result } = await done([{ json: goodOutput({ followed }) }], analyze, { directions });
    expect(result.followed).toEqual(["Chosen in D-1.", "Left out of scope."]);
  });

  it("is asked for again when a line is missing", async () => {
    const short = { json: goodOutput({ followed: ["Chosen.", " "] }) };
    const { failure } = await failed([short, short], analyze, { directions });
    expect(failure.message).toContain('"followed" answers 1 of 2 directions');
  });

  it("needs no answer when there is nothing", async () => {
    expect(
      (await done([{ json: goodOutput({ followed: ["I did well."] }) }])).result.followed,
    ).toBeUndefined();
  });
});

describe("an objection", () => {
  it("keeps its file and the words that are really there", async () => {
    const verdict = {
      accept: false,
      confidence: 0.4,
      reason: "FR-1 has no limit.",
      about: "requirements/requirements.md",
      evidence: [
        { source: "requirements/requirements.md", quote: "all of which are required" },
        { source: "requirements/requirements.md", quote: "words of nobody" },
      ],
    };
    const { result } = await done([{ json: goodPlan({ verdict }) }], designPlan);
    expect(result.verdict).toEqual({ ...verdict, evidence: verdict.evidence.slice(0, 1) });
    const nowhere = { ...verdict, about: "nowhere.md", evidence: [] };
    expect((await done([{ json: goodPlan({ verdict: nowhere }) }], designPlan)).result.verdict).toEqual({
      accept: false,
      confidence: 0.4,
      reason: "FR-1 has no limit.",
    });
  });
});

it("structures replace each other by kind", () => {
  const changed = { ...requirements, assumptions: [] };
  expect(withStructure({ requirements, architecture }, { kind: "requirements", value: changed })).toEqual({
    requirements: changed,
    architecture,
  });
});
