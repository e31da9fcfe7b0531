import { describe, expect, it } from "vitest";
import { missingConcerns } from "#src/agent/structures/concerns.ts";
import { factsOfStructure } from "#src/agent/structures/facts.ts";
import { checkOf, meanOf } from "#src/agent/structures/part.ts";
import { rubric } from "#src/agent/structures/rubric.ts";
import type { Structure, Structures } from "#src/agent/structures/structure.ts";
import { defectCheck } from "#src/agent/structures/test-plan-rubric.ts";
import { briefText } from "../../fakes/sample-project.ts";
import { architecture, deployment, implementation, requirements, testPlan } from "./samples.ts";

const document = "FR-1 FR-2 NFR-1 C-1 C-2 W-1 W-2 T-1 T-2 T-3 T-4 BUG-1 BUG-2 staging live";

const judge = (
  structure: Structure,
  change: { earlier?: Structures; document?: string; brief?: string } = {},
) => {
  const parts = rubric({
    structure,
    earlier:
      structure.kind === "architecture" ? { requirements } : { requirements, architecture, implementation },
    document,
    brief: briefText,
    isQuoted: (words) => briefText.includes(words),
    ...change,
  });
  return { quality: meanOf(parts), of: (name: string) => parts.find((part) => part.name === name) };
};

describe("the rubric", () => {
  it.each<Structure>([
    { kind: "requirements", value: requirements },
    { kind: "architecture", value: architecture },
    { kind: "implementation", value: implementation },
    { kind: "test-plan", value: testPlan },
    { kind: "deployment", value: deployment },
  ])("finds nothing wanting in the sample of $kind", (structure) => {
    expect(judge(structure).quality).toBe(1);
  });

  it.each<[part: string, score: number, detail: string, structure: Structure]>([
    [
      "measurable goals",
      0,
      "G-1",
      {
        kind: "requirements",
        value: { ...requirements, goals: [{ id: "G-1", text: "t", measure: "people like it" }] },
      },
    ],
    [
      "measurable goals",
      0,
      "there is no goal",
      { kind: "requirements", value: { ...requirements, goals: [] } },
    ],
    ["personas", 0, "nobody is named", { kind: "requirements", value: { ...requirements, personas: [] } }],
    [
      "acceptance criteria",
      0.5,
      "FR-1 (no failing case)",
      {
        kind: "requirements",
        value: {
          ...requirements,
          requirements: requirements.requirements.map((one) => ({
            ...one,
            acceptance: one.acceptance.slice(0, 1),
          })),
        },
      },
    ],
    [
      "requirements grounded",
      0,
      "FR-1, FR-2, NFR-1",
      {
        kind: "requirements",
        value: {
          ...requirements,
          requirements: requirements.requirements.map((one) => ({ ...one, quote: "made up" })),
        },
      },
    ],
    ["traceability", 0.5, "FR-1 (task)", { kind: "architecture", value: { ...architecture, tasks: [] } }],
    [
      "task breakdown",
      0.5,
      "C-2",
      { kind: "architecture", value: { ...architecture, tasks: architecture.tasks.slice(0, 1) } },
    ],
    [
      "interfaces described",
      2 / 3,
      "I-1",
      {
        kind: "architecture",
        value: {
          ...architecture,
          interfaces: architecture.interfaces.map((one) => ({ ...one, errors: [] })),
        },
      },
    ],
    [
      "risks answered",
      0,
      "R-1",
      {
        kind: "architecture",
        value: { ...architecture, risks: architecture.risks.map((one) => ({ ...one, mitigation: "" })) },
      },
    ],
    [
      "traceability",
      0.5,
      "TASK-2",
      { kind: "implementation", value: { ...implementation, items: implementation.items.slice(0, 1) } },
    ],
    [
      "files have tests",
      0,
      "src/diary.js",
      {
        kind: "implementation",
        value: { ...implementation, files: implementation.files.map((one) => ({ ...one, tests: [] })) },
      },
    ],
    [
      "traceability",
      2 / 3,
      "FR-2 (test)",
      { kind: "test-plan", value: { ...testPlan, cases: testPlan.cases.filter(({ id }) => id !== "T-3") } },
    ],
    [
      "edge and failure cases",
      0,
      "0 of 2 cases",
      {
        kind: "test-plan",
        value: { ...testPlan, cases: testPlan.cases.filter(({ kind }) => kind === "normal") },
      },
    ],
    [
      "exit criteria",
      0,
      "severity",
      { kind: "test-plan", value: { ...testPlan, exitCriteria: ["All is well."] } },
    ],
    [
      "exit criteria",
      0,
      "severity",
      { kind: "test-plan", value: { ...testPlan, exitCriteria: ["What follows below is highlighted."] } },
    ],
    [
      "health checks",
      0.5,
      "live",
      { kind: "deployment", value: { ...deployment, healthChecks: deployment.healthChecks.slice(0, 1) } },
    ],
    ["rollback", 0.5, "1 steps", { kind: "deployment", value: { ...deployment, rollback: ["stop"] } }],
  ])("gives “%s” %d and says why: %s", (...[part, score, detail, structure]) => {
    const { of, quality } = judge(structure);
    const found = of(part);
    expect(found?.score).toBeCloseTo(score, 10);
    expect(found?.detail).toContain(detail);
    expect(found === undefined ? true : checkOf(found).passed).toBe(false);
    expect(quality).toBeLessThan(1);
  });

  it("finds what a document begins with a capital", () => {
    const { of } = judge({ kind: "deployment", value: deployment }, { document: "## Staging\n\n## LIVE\n" });
    expect(of("document and structure agree")?.score).toBe(1);
  });

  it("compares the structure with the document", () => {
    const { of } = judge({ kind: "requirements", value: requirements }, { document: "FR-12 and NFR-1" });
    expect(of("document and structure agree")).toMatchObject({
      detail: expect.stringContaining("FR-1, FR-2"),
    });
    expect(of("document and structure agree")?.score).toBeCloseTo(1 / 3);
  });
});

describe("what a brief touches and nobody deals with", () => {
  const about = (brief: string, text: string) =>
    missingConcerns(brief, {
      ...requirements,
      requirements: [],
      questions: [],
      outOfScope: [],
      assumptions: [text],
    });

  it.each([
    ["An admin sees all accounts.", "roles and rights", "Only the admin may see them."],
    ["Members upload photos.", "limits", "A photo has at most 5 MB."],
    ["The import reads a file.", "error states", "An invalid line is refused."],
    ["We keep personal data of patients.", "data retention", "Data is deleted after a year."],
    ["It must be fast.", "performance", "It answers within 2 seconds."],
    ["People log in with a password.", "security", "Passwords are hashed."],
    ["Many elderly people use it.", "accessibility", "Large fonts."],
    ["Reminders by email.", "messages that fail or come twice", "A reminder is sent once."],
    ["Mitglieder brauchen ein Konto.", "roles and rights", "Nur Mitglieder haben Zugriff."],
  ])("“%s” raises “%s”, which “%s” answers", (brief, concern, answer) => {
    expect(about(brief, "Nothing else.").missing).toContain(concern);
    expect(about(brief, answer).missing).not.toContain(concern);
  });

  it("is nothing when the brief touches nothing of the kind", () => {
    expect(about("The mayor paints a fence.", "")).toEqual({ raised: [], missing: [] });
  });
});

describe("the facts of a structure", () => {
  const structures = { requirements, architecture, implementation, "test-plan": testPlan };

  it("count what conditions may ask for", () => {
    expect(factsOfStructure({ kind: "requirements", value: requirements }, structures)).toMatchObject({
      requirements: 3,
      must: 2,
      criteria: 3,
    });
    expect(factsOfStructure({ kind: "test-plan", value: testPlan }, structures)).toEqual({
      cases: 4,
      edgeCases: 1,
      failureCases: 1,
      defects: 1,
      criticalDefects: 1,
      highDefects: 0,
      mediumDefects: 0,
      lowDefects: 0,
      untraced: 0,
    });
    expect(factsOfStructure({ kind: "deployment", value: deployment }, structures)).toMatchObject({
      environments: 2,
      healthChecks: 2,
    });
  });

  it("come with an alarm that does not score when a critical defect is open", () => {
    expect(defectCheck(testPlan)).toEqual({
      name: "no critical defect open",
      passed: false,
      score: null,
      detail: "BUG-1 Places are lost",
    });
    expect(defectCheck({ ...testPlan, defects: [] }).passed).toBe(true);
  });
});
