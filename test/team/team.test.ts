import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Workflow } from "#src/project/workflow.ts";
import { parseBundle } from "#src/team/bundle.ts";
import { listWorkflows, loadTeam, type TeamSources } from "#src/team/team.ts";
import {
  mistakeIn,
  roleFile,
  roleText,
  templates,
  withChange,
  workflowFile,
  workflowText,
} from "./samples.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const sources: TeamSources = {
  agents: [roleFile("architect"), roleFile("bystander"), roleFile("analyst")],
  workflows: [workflowFile(), workflowFile(withChange(workflowText, "name: demo", "name: other"), "other")],
  prompts: ["_layout", ...templates].map((name) => ({
    path: `agents/prompts/${name}.liquid`,
    text: `the ${name} prompt`,
  })),
};
const load = (change: Partial<TeamSources> = {}) => loadTeam({ ...sources, ...change }, "demo", sha256);

describe("a team", () => {
  test("has the roles of its workflow, in the order in which they act, and nobody else", () => {
    const { team, bundle } = load();
    expect(team.map(({ id }) => id)).toEqual(["analyst", "architect"]);
    expect(bundle.roles.map(({ id }) => id)).toEqual(["analyst", "architect"]);
    expect(team[0]).toEqual({
      id: "analyst",
      name: "Reviewer",
      badge: "🔍",
      description: "Reads what others wrote.",
      capabilities: ["reading"],
    });
  });

  test("is pinned: its bundle reads back from JSON as it was", () => {
    const { bundle } = load();
    expect(parseBundle(JSON.stringify(bundle))).toEqual(bundle);
    expect(bundle.prompts["agents/prompts/plan.liquid"]).toBe("the plan prompt");
  });

  test("gives a workflow that a project accepts", () => {
    const { workflow } = load();
    const bundle = { sha256: sha256("bundle"), bytes: 6 };
    expect(Workflow.parse({ ...workflow, bundle }).stages).toHaveLength(2);
  });

  test.each([
    ["{", "not JSON"],
    ['{"roles":[],"prompts":{}}', "no roles"],
  ])("a bundle %s is refused: %s", (text) => {
    expect(mistakeIn(() => parseBundle(text))).toMatch(/^bundle-invalid: the stored roles and prompts/);
  });
});

describe("the hash of a workflow", () => {
  const { hash } = load().workflow;

  test.each<[string, Partial<TeamSources>]>([
    ["the workflow", { workflows: [workflowFile(withChange(workflowText, "title: Two", "title: Second"))] }],
    [
      "a used role",
      { agents: [roleFile("architect"), roleFile("analyst", withChange(roleText, "slowly", "fast"))] },
    ],
    ["a prompt", { prompts: sources.prompts.map(({ path, text }) => ({ path, text: `${text}!` })) }],
  ])("changes with %s", (_, change) => {
    expect(load(change).workflow.hash).not.toBe(hash);
  });

  test.each<[string, Partial<TeamSources>]>([
    ["a role nobody uses", { agents: [roleFile("analyst"), roleFile("architect")] }],
    [
      "the order of keys",
      {
        workflows: [
          workflowFile(withChange(workflowText, "name: demo\ntitle: Demo", "title: Demo\nname: demo")),
        ],
      },
    ],
    ["a comment", { workflows: [workflowFile(`# new\n${workflowText}`)] }],
    ["the order of files", { prompts: sources.prompts.toReversed() }],
  ])("does not change with %s", (_, change) => {
    expect(load(change).workflow.hash).toBe(hash);
  });
});

describe("the names of files", () => {
  test("an unknown workflow is answered with the known ones", () => {
    expect(mistakeIn(() => loadTeam(sources, "dmeo", sha256))).toBe(
      'workflow-unknown: there is no workflow "dmeo"; known workflows: demo, other. Did you mean "demo"?',
    );
    expect(mistakeIn(() => loadTeam({ ...sources, workflows: [] }, "demo", sha256))).toBe(
      'workflow-unknown: there is no workflow "demo"; known workflows: none',
    );
  });

  test("two files for one workflow are refused, naming both", () => {
    const twin = { ...workflowFile(), path: "workflows/demo.yaml" };
    expect(mistakeIn(() => load({ workflows: [workflowFile(), twin] }))).toBe(
      "workflow-invalid: workflows/demo.yaml:1:1 has the same name as workflows/demo.yml; rename or remove one of them",
    );
  });

  test("parts of templates are not offered as templates", () => {
    const workflows = [workflowFile(withChange(workflowText, "template: architecture", "template: layout"))];
    expect(mistakeIn(() => load({ workflows }))).toMatch(/choose one of architecture, plan, requirements$/);
  });

  test("all workflows are listed by name with their agents", () => {
    expect(listWorkflows(sources)).toEqual([
      { name: "demo", title: "Demo", stages: 2, agents: ["analyst", "architect"] },
      { name: "other", title: "Demo", stages: 2, agents: ["analyst", "architect"] },
    ]);
  });
});
