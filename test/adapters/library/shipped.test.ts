import { createHash } from "node:crypto";
import path from "node:path";
import { array, assert, constantFrom, nat, oneof, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { createFileLibrary } from "#adapters/library/files.ts";
import { BotArmyError } from "#src/errors.ts";
import { Workflow } from "#src/project/workflow.ts";
import { parseRole } from "#src/team/role.ts";
import { listWorkflows, loadTeam } from "#src/team/team.ts";
import { parseWorkflow } from "#src/team/workflow.ts";

const library = createFileLibrary({ root: path.resolve(import.meta.dirname, "../../..") });
const sources = {
  agents: await library.agents(),
  workflows: await library.workflows(),
  prompts: await library.prompts(),
};
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the shipped life cycle", () => {
  const { workflow, team } = loadTeam(sources, "sdlc", sha256);

  test("has five stages, each of its own agent, each waiting for the one before", () => {
    expect(workflow.stages.map(({ id, agent, phase, needs }) => [id, agent, phase, ...needs])).toEqual([
      ["analyze", "analyst", "requirements"],
      ["design", "architect", "design", "analyze"],
      ["build", "developer", "development", "design"],
      ["validate", "tester", "testing", "build"],
      ["launch", "deployer", "deployment", "validate"],
    ]);
    expect(team.map(({ badge, name }) => `${badge} ${name}`)).toEqual([
      "🔍 Analyst",
      "📐 Architect",
      "🛠 Developer",
      "🧪 Tester",
      "🚀 Deployer",
    ]);
  });

  test("writes exactly the eleven files", () => {
    const files = workflow.stages.flatMap(({ plan, produce }) => [plan?.file, produce.file]);
    expect([workflow.briefFile, ...files]).toEqual([
      "requirements/project_brief.md",
      "requirements/analysis_execution_plan.md",
      "requirements/requirements.md",
      "design/design_execution_plan.md",
      "design/architecture.md",
      "development/build_execution_plan.md",
      "development/implementation_plan.md",
      "testing/validation_execution_plan.md",
      "testing/test_plan.md",
      "deployment/launch_execution_plan.md",
      "deployment/deployment_plan.md",
    ]);
  });

  test("asks for the sections of every document", () => {
    const plans = workflow.stages.map(({ plan }) => plan?.sections.join(", "));
    expect(new Set(plans)).toEqual(new Set(["Goal, Approach, Evidence, Risks, Done when"]));
    expect(workflow.stages.filter(({ produce }) => produce.sections.length < 4)).toEqual([]);
  });

  test("is accepted by a project", () => {
    expect(Workflow.safeParse({ ...workflow, bundle: { sha256: workflow.hash, bytes: 1 } }).success).toBe(
      true,
    );
  });
});

test("every shipped workflow is listed", () => {
  const names = listWorkflows(sources).map(({ name }) => name);
  expect(names).toHaveLength(sources.workflows.length);
  expect(names).toContain("sdlc");
});

describe("a shipped file with random damage", () => {
  const roles = sources.agents.map(parseRole);
  const templates = ["plan", "requirements", "architecture", "implementation", "tests", "deployment"];
  const sdlc = sources.workflows.find((file) => file.path === "workflows/sdlc.yml");
  const analyst = sources.agents.find((file) => file.path === "agents/analyst.md");

  const letters = new TextEncoder().encode("[]{}:-?\"'&*!%#|>@,\\ \n\r\t\0aä");
  const edit = record({
    at: nat(),
    remove: oneof(nat(3), nat(2_000)),
    insert: array(oneof(constantFrom(...letters), nat(255)), { maxLength: 8 }),
  });
  const damage = array(edit, { minLength: 1, maxLength: 6 });

  function damaged(
    text: string,
    edits: readonly { at: number; remove: number; insert: readonly number[] }[],
  ): string {
    const bytes = [...new TextEncoder().encode(text)];
    for (const { at, remove, insert } of edits) bytes.splice(at % bytes.length, remove, ...insert);
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }

  /** Nothing when it is read or refused properly within a second, else what went wrong. */
  function flaw(parse: () => unknown): string | undefined {
    const start = performance.now();
    try {
      parse();
    } catch (error) {
      if (!(error instanceof BotArmyError)) return `threw ${String(error)}`;
      if (!/^(workflows|agents)\/\w+\.\w+:\d+:\d+ [^\n]+$/.test(error.message))
        return `said ${error.message}`;
    }
    const ms = performance.now() - start;
    return ms < 1_000 ? undefined : `took ${ms} ms`;
  }

  test("is read, or refused in one line within a second", () => {
    assert(
      property(damage, (edits) => {
        for (const [file, parse] of [
          [sdlc, (text: string) => parseWorkflow({ path: "workflows/sdlc.yml", text }, roles, templates)],
          [analyst, (text: string) => parseRole({ path: "agents/analyst.md", text })],
        ] as const) {
          expect(flaw(() => parse(damaged(file?.text ?? "", edits)))).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});
