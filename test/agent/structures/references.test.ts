import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { schemaFor } from "#adapters/model/schema.ts";
import { outputSchema, StepOutput } from "#src/agent/output.ts";
import { referenceProblem } from "#src/agent/structures/references.ts";
import {
  canonical,
  readStructure,
  type Structure,
  type Structures,
} from "#src/agent/structures/structure.ts";
import { StructureKind } from "#src/project/workflow.ts";
import { architecture, deployment, implementation, requirements, testPlan } from "./samples.ts";

const all: readonly Structure[] = [
  { kind: "requirements", value: requirements },
  { kind: "architecture", value: architecture },
  { kind: "implementation", value: implementation },
  { kind: "test-plan", value: testPlan },
  { kind: "deployment", value: deployment },
];
const earlier: Structures = { requirements, architecture, implementation };

const [component] = architecture.components;
const [item] = implementation.items;
const [oneCase] = testPlan.cases;
if (component === undefined || item === undefined || oneCase === undefined) throw new Error("no samples");

describe("the references of a structure", () => {
  it.each(all)("are fine in the sample of $kind", (structure) => {
    expect(referenceProblem(structure, earlier)).toBeNull();
  });

  it.each<[problem: string, structure: Structure]>([
    [
      "the id FR-1 is there twice",
      {
        kind: "requirements",
        value: {
          ...requirements,
          requirements: [...requirements.requirements, ...requirements.requirements.slice(0, 1)],
        },
      },
    ],
    [
      "C-1 names the requirement FR-9, which does not exist; there are FR-1, FR-2, NFR-1",
      {
        kind: "architecture",
        value: {
          ...architecture,
          components: [{ ...component, requirements: ["FR-9"] }, ...architecture.components.slice(1)],
        },
      },
    ],
    [
      "TASK-2 names the component C-2, which does not exist",
      { kind: "architecture", value: { ...architecture, components: [component] } },
    ],
    [
      "TASK-1, TASK-2 wait for each other in a circle",
      {
        kind: "architecture",
        value: {
          ...architecture,
          tasks: architecture.tasks.map((task) => ({
            ...task,
            needs: [task.id === "TASK-1" ? "TASK-2" : "TASK-1"],
          })),
        },
      },
    ],
    [
      "W-1 names the task TASK-7, which does not exist; there are TASK-1, TASK-2",
      {
        kind: "implementation",
        value: {
          ...implementation,
          items: [{ ...item, tasks: ["TASK-7"] }, ...implementation.items.slice(1)],
        },
      },
    ],
    [
      "src/diary.js names the item W-1, which does not exist",
      {
        kind: "implementation",
        value: {
          ...implementation,
          items: implementation.items.slice(1).map((one) => ({ ...one, needs: [] })),
        },
      },
    ],
    [
      "W-2 names the needed W-1, which does not exist",
      { kind: "implementation", value: { items: implementation.items.slice(1), files: [] } },
    ],
    [
      "T-1 names the requirement FR-3, which does not exist",
      { kind: "test-plan", value: { ...testPlan, cases: [{ ...oneCase, requirement: "FR-3" }] } },
    ],
    [
      "H-1 names the environment staging, which does not exist; there are live",
      { kind: "deployment", value: { ...deployment, environments: deployment.environments.slice(1) } },
    ],
  ])("are told when %s", (problem, structure) => {
    expect(referenceProblem(structure, earlier)).toContain(problem);
  });

  it("to stages that left no data are not looked up", () => {
    for (const structure of all) expect(referenceProblem(structure, {})).toBeNull();
  });

  it("are told in a few words, however many are lost", () => {
    const cases = Array.from({ length: 300 }, (_, n) => ({
      ...oneCase,
      id: `T-${n + 1}`,
      requirement: "FR-9",
    }));
    const problem = referenceProblem({ kind: "test-plan", value: { ...testPlan, cases } }, earlier);
    expect(problem?.length).toBeLessThan(1_000);
  });
});

describe("a structure", () => {
  it.each(all)("of $kind reads back from its own bytes, and has no unknown fields", (structure) => {
    const text = canonical(structure);
    expect(readStructure(structure.kind, JSON.parse(text))).toEqual({ ok: true, value: structure });
    expect(readStructure(structure.kind, { ...structure.value, more: 1 }).ok).toBe(false);
  });

  it("has bytes that do not depend on the order in which a model wrote its fields", () => {
    const turned = Object.fromEntries(Object.entries(architecture).toReversed());
    const read = readStructure("architecture", turned);
    expect(read.ok && canonical(read.value)).toBe(canonical({ kind: "architecture", value: architecture }));
  });

  it.each([
    [{ ...component, id: "C1" }, "an id looks like FR-1"],
    [{ ...component, name: " " }, "must not be empty"],
    [{ ...component, purpose: "x".repeat(601) }, "must have at most 600 characters"],
    [
      { ...component, requirements: Array.from({ length: 101 }, () => "FR-1") },
      "must have at most 100 items",
    ],
  ])("is refused in words when a component is %j", (broken, problem) => {
    const read = readStructure("architecture", { ...architecture, components: [broken] });
    expect(read.ok ? "" : read.problem).toContain(problem);
  });
});

test.each(StructureKind.options)(
  "the answer with a structure of kind %s is one that every vendor can be held to",
  (kind) => {
    const json = z.toJSONSchema(outputSchema(kind));
    for (const dialect of ["anthropic", "openai", "chat"] as const)
      expect(JSON.stringify(schemaFor(dialect, json)).length).toBeLessThan(8_000);
  },
);

test("the answer of a step without a structure has no place for one", () => {
  expect(z.toJSONSchema(outputSchema(undefined))).toEqual(z.toJSONSchema(StepOutput));
  expect(JSON.stringify(z.toJSONSchema(StepOutput))).not.toContain("structure");
});
