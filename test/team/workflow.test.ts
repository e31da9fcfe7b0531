import { describe, expect, test } from "vitest";
import { parseRole } from "#src/team/role.ts";
import { parseWorkflow } from "#src/team/workflow.ts";
import { roleFile, templates, withChange, workflowFile, workflowText } from "./samples.ts";

const roles = [parseRole(roleFile("analyst")), parseRole(roleFile("architect"))];
const parse = (text: string) => parseWorkflow(workflowFile(text), roles, templates);
const inStageTwo = (line: string) =>
  parse(withChange(workflowText, "phase: design", `phase: design\n    ${line}`)).stages[1];

describe("a workflow file", () => {
  test("becomes stages with files in their phase's folder and every default filled in", () => {
    expect(parse(workflowText)).toEqual({
      name: "demo",
      title: "Demo",
      briefFile: "requirements/brief.md",
      stages: [
        {
          id: "one",
          title: "One",
          agent: "analyst",
          phase: "requirements",
          needs: [],
          plan: { file: "requirements/p1.md", template: "plan", sections: ["Goal"] },
          produce: { file: "requirements/d1.md", template: "requirements", sections: [] },
          gate: { approval: "auto", rollbackTo: "one" },
          timeoutMs: 300_000,
          maxTokens: 40_000,
        },
        {
          id: "two",
          title: "Two",
          agent: "architect",
          phase: "design",
          needs: ["one"],
          plan: { file: "design/p2.md", template: "plan", sections: [] },
          produce: { file: "design/d2.md", template: "architecture", sections: [] },
          gate: { approval: "auto", rollbackTo: "two" },
          timeoutMs: 300_000,
          maxTokens: 40_000,
        },
      ],
    });
  });

  test("reads the same with a byte order mark and Windows line breaks", () => {
    expect(parse(`\uFEFF${workflowText.replaceAll("\n", "\r\n")}`)).toEqual(parse(workflowText));
  });

  test.each([
    ["100ms", 100],
    ["90s", 90_000],
    ["5m", 300_000],
    ["24h", 86_400_000],
  ])("reads a timeout of %s as %d ms", (written, ms) => {
    expect(inStageTwo(`timeout: ${written}`)).toMatchObject({ timeoutMs: ms });
  });

  test("overrides the role's token limit and the gate", () => {
    expect(inStageTwo("maxTokens: 2000")).toMatchObject({ maxTokens: 2_000 });
    expect(inStageTwo("gate: { approval: always, rollbackTo: one }")).toMatchObject({
      gate: { approval: "always", rollbackTo: "one" },
    });
  });

  test("takes a role's limits where it says none", () => {
    const slow = { ...parseRole(roleFile("analyst")), timeoutMs: 1_000, maxTokens: 700 };
    const [first] = parseWorkflow(workflowFile(), [slow, ...roles.slice(1)], templates).stages;
    expect(first).toMatchObject({ timeoutMs: 1_000, maxTokens: 700 });
  });

  test("may wait for nothing", () => {
    expect(inStageTwo("needs: []")?.needs).toEqual([]);
  });

  test("comes out in an order in which needs point back, and otherwise in the order of the file", () => {
    const stage = (id: string, needs: string) => `  - id: ${id}
    title: ${id}
    agent: analyst
    phase: design
    needs: ${needs}
    plan: { file: ${id}-plan.md, template: plan }
    produce: { file: ${id}.md, template: plan }
`;
    const head = workflowText.slice(0, workflowText.indexOf("  - id: one"));
    const text =
      head + stage("last", "[b, a]") + stage("a", "[first]") + stage("b", "[first]") + stage("first", "[]");
    expect(parse(text).stages.map(({ id }) => id)).toEqual(["first", "a", "b", "last"]);
  });
});
