import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Workflow } from "#src/project/workflow.ts";
import { parseRole } from "#src/team/role.ts";
import { loadTeam } from "#src/team/team.ts";
import { parseWorkflow } from "#src/team/workflow.ts";
import { fullAgents, fullText, minimalText, roleFile, withChange, workflowFile } from "./samples.ts";

const roles = fullAgents.map((id) => parseRole(roleFile(id)));
const templates = ["document", "plan", "requirements"];
const parse = (text: string) => parseWorkflow(workflowFile(text), roles, templates);
const stage = (text: string, id: string) => parse(text).stages.find((one) => one.id === id);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("a workflow with as little as possible", () => {
  test("has a stage without a plan, a title from its id and a generic template", () => {
    expect(parse(minimalText)).toEqual({
      name: "demo",
      title: "Demo",
      briefFile: "input/brief.md",
      stages: [
        {
          id: "go-to-market",
          title: "Go to market",
          agent: "analyst",
          phase: "campaign",
          needs: [],
          plan: null,
          produce: { file: "campaign/campaign.md", template: "document", sections: [] },
          gate: { approval: "auto", rollbackTo: "go-to-market" },
          timeoutMs: 300_000,
          maxTokens: 40_000,
        },
      ],
    });
  });
});

describe("a workflow with everything", () => {
  test("says how many agents work at once", () => {
    expect(parse(fullText).parallel).toBe(3);
    expect(parse(withChange(fullText, "parallel: 3", "parallel: 1"))).not.toHaveProperty("parallel");
  });

  test("has conditions, repeats, a discussion, a model, instructions, a structure and checks where it says so", () => {
    expect(stage(fullText, "review")).toMatchObject({
      needs: ["left", "right"],
      when: "outputs.left.state == 'done' or outputs.right.quality < 0.9",
      discuss: {
        topic: "Which of the two holds?",
        members: ["analyst", "critic"],
        speakers: "turns",
        agreement: 0.85,
        max: 4,
      },
      model: "anthropic/claude-opus-5-5",
    });
    expect(stage(fullText, "finish")?.repeat).toEqual({
      from: "left",
      until: "outputs.finish.facts.defects == 0 and round > 1",
      max: 3,
      otherwise: "ask",
    });
    expect(stage(fullText, "start")?.produce).toEqual({
      file: "research/start.md",
      template: "requirements",
      sections: ["Goals"],
      instructions: "Write for a reader in a hurry.\n\nNo jargon.",
      structure: "requirements",
      checks: [
        { name: "long enough", that: "document.words >= 200" },
        { name: "names risks", that: "contains(document.headings, 'Risks') and claims.grounded > 2" },
      ],
    });
  });

  test("has nothing where it says nothing", () => {
    const left = stage(fullText, "left");
    for (const name of ["when", "repeat", "discuss", "model"]) expect(left).not.toHaveProperty(name);
    expect(Object.keys(left?.produce ?? {})).toEqual(["file", "template", "sections"]);
  });

  test("repeats the stage itself when it does not say from where, as often as it says", () => {
    const repeat = "repeat: { until: outputs.left.quality > 0.9, max: 5, otherwise: go-on }";
    expect(stage(withChange(fullText, "# left", repeat), "left")?.repeat).toEqual({
      from: "left",
      until: "outputs.left.quality > 0.9",
      max: 5,
      otherwise: "go-on",
    });
  });

  test("lets speakers choose, for as long as it says", () => {
    const topic = "topic: Which of the two holds?";
    const text = withChange(
      fullText,
      topic,
      `${topic}\n      speakers: chosen\n      max: 9\n      agreement: 1`,
    );
    expect(stage(text, "review")?.discuss).toMatchObject({ speakers: "chosen", max: 9, agreement: 1 });
  });

  test("is accepted by a project, and its team has those who only talk", () => {
    const { workflow, team, bundle } = load(fullText);
    expect(Workflow.parse({ ...workflow, bundle: { sha256: sha256(""), bytes: 1 } }).stages).toHaveLength(5);
    expect(team.map(({ id }) => id)).toEqual(["analyst", "writer", "critic"]);
    expect(bundle.roles.map(({ id }) => id)).toEqual(["analyst", "writer", "critic"]);
  });

  test.each([
    ["parallel: 3", "parallel: 2"],
    ["defects == 0", "defects <= 1"],
    ["quality < 0.9", "quality < 0.8"],
    ["Which of the two holds?", "Which one?"],
    ["No jargon.", "No slang."],
    ["claude-opus-5-5", "claude-haiku-5-5"],
    ["words >= 200", "words >= 300"],
    ["structure: requirements", "structure: architecture"],
    ["members: [analyst, critic]", "members: [critic, analyst]"],
  ])("has another hash when %s is %s", (from, to) => {
    expect(load(withChange(fullText, from, to)).workflow.hash).not.toBe(load(fullText).workflow.hash);
  });
});

function load(text: string) {
  const prompts = templates.map((name) => ({ path: `agents/prompts/${name}.liquid`, text: name }));
  const agents = fullAgents.map((id) => roleFile(id));
  return loadTeam({ agents, workflows: [workflowFile(text)], prompts }, "demo", sha256);
}
