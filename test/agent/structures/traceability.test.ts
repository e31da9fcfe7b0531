import { describe, expect, it } from "vitest";
import { outlineOf } from "#src/agent/sections.ts";
import { withTraceability } from "#src/agent/structures/trace-section.ts";
import { traceOf } from "#src/agent/structures/traceability.ts";
import { architecture, implementation, requirements, testPlan } from "./samples.ts";

const all = { requirements, architecture, implementation, "test-plan": testPlan };

describe("traces", () => {
  it("lead from each requirement through design, tasks, work and files to its tests", () => {
    expect(traceOf(all)).toMatchObject([
      {
        id: "FR-1",
        design: ["C-1", "I-1"],
        tasks: ["TASK-1"],
        items: ["W-1"],
        files: ["src/diary.js", "README.md"],
        cases: ["T-1", "T-2"],
        gaps: [],
      },
      { id: "FR-2", design: ["C-2"], tasks: ["TASK-2"], items: ["W-2"], files: [], cases: ["T-3"], gaps: [] },
      { id: "NFR-1", design: [], tasks: [], items: [], files: [], cases: ["T-4"], gaps: [] },
    ]);
  });

  it("have a gap wherever a stage that has a result does not know the requirement", () => {
    const lost = { ...architecture, components: [], interfaces: [], tasks: [] };
    const cases = testPlan.cases.filter(({ requirement }) => requirement !== "NFR-1");
    const gaps = traceOf({ ...all, architecture: lost, "test-plan": { ...testPlan, cases } }).map(
      (trace) => trace.gaps,
    );
    expect(gaps).toEqual([["design", "task", "work"], ["design", "task"], ["test"]]);
    expect(traceOf({ requirements }).every((trace) => trace.gaps.length === 0)).toBe(true);
    expect(traceOf({ architecture })).toEqual([]);
  });
});

describe("the section of a document", () => {
  const text = "# Test plan\n\n## Scope\n\nAll.\n";

  it("shows every requirement and marks what is missing", () => {
    const written = withTraceability(text, traceOf({ ...all, "test-plan": { ...testPlan, cases: [] } }));
    expect(written).toContain(
      "| FR-1 Write down a sighting (must) | C-1, I-1 | TASK-1 | W-1, `src/diary.js`, `README.md` | – | **test** |",
    );
    expect(written).toContain(
      "0 of 3 requirements lead all the way; not: FR-1 (test); FR-2 (test); NFR-1 (test).",
    );
  });

  it("takes the place of one that the model wrote, wherever it stands", () => {
    const own = "# Test plan\n\n## Traceability\n\nTrust me.\n\n## Scope\n\nAll.\n";
    const written = withTraceability(own, traceOf(all));
    expect(written).not.toContain("Trust me");
    expect(outlineOf(written).sections.map(({ title }) => title)).toEqual([
      "Test plan",
      "Scope",
      "Traceability",
    ]);
    expect(withTraceability(written, traceOf(all))).toBe(written);
  });

  it("cannot be broken by a title, and is not there when nothing is followed", () => {
    const odd = requirements.requirements.map((one) => ({ ...one, title: "a | b\n# c" }));
    const written = withTraceability(text, traceOf({ requirements: { ...requirements, requirements: odd } }));
    expect(written).toContain("| FR-1 a \\| b # c (must) |");
    expect(withTraceability(text, [])).toBe(text);
  });
});
