import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { holds } from "#src/project/expression.ts";
import { namesIn } from "#src/team/prompt-names.ts";
import { checkPrompts } from "#src/team/prompts.ts";
import { parseRole } from "#src/team/role.ts";
import { loadTeam } from "#src/team/team.ts";
import { parseWorkflow } from "#src/team/workflow.ts";
import { shippedPrompts } from "../fakes/sample-project.ts";
import { goodAgent, goodWorkflow } from "./corpus-files.ts";
import { mistakeIn, roleFile, withChange, workflowFile } from "./samples.ts";

const text = readFileSync(path.resolve(import.meta.dirname, "../../docs/workflows.md"), "utf8");
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, body = ""]) => body);

const [shortest = "", longer = ""] = blocks("yaml");
const [researcher = ""] = blocks("markdown");
const ids = ["researcher", "writer", "editor"];
const templates = ["plan", "document"];
const sources = {
  agents: ids.map((id) => roleFile(id, researcher)),
  workflows: [workflowFile(shortest, "minutes"), workflowFile(longer, "launch-letter")],
  prompts: templates.map((name) => ({ path: `agents/prompts/${name}.liquid`, text: "" })),
};
const load = (name: string) =>
  loadTeam(sources, name, (body) => createHash("sha256").update(body).digest("hex"));

/** The keys in the first table of keys after a line of text. */
function keysUnder(line: string): readonly string[] {
  const after = text.slice(text.indexOf(`\n${line}\n`));
  const [table = ""] = /\| key \|.*\n(\|.*\n)+/.exec(after) ?? [];
  return [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, key = ""]) => key);
}

/** The keys that a file may have at some place, as the answer to an unknown one lists them. */
function allowed(run: () => unknown): readonly string[] {
  return /choose one of ([^.]+)/.exec(mistakeIn(run))?.[1]?.split(", ") ?? [];
}
const roles = ["analyst", "critic", "writer"].map((id) => parseRole(roleFile(id)));

describe("the page about workflows", () => {
  test("shows a short workflow, a longer one and an agent that are read as they stand", () => {
    expect(load("minutes").workflow.stages.map(({ title }) => title)).toEqual(["Write up"]);
    const { workflow, team } = load("launch-letter");
    expect(workflow.stages.map(({ id }) => id)).toEqual(["facts", "plain", "bold", "letter", "legal"]);
    expect(team.map(({ id }) => id)).toEqual(["researcher", "writer", "editor"]);
  });

  test("says of each condition what it is", () => {
    const facts: Record<string, unknown> = JSON.parse(blocks("json")[0] ?? "");
    const rows = [...text.matchAll(/^\| `(.+)` \| (true|false) \|$/gm)].map(([, condition = "", is]) => ({
      condition,
      is,
    }));
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.map(({ condition }) => ({ condition, is: String(holds(condition, facts)) }))).toEqual(rows);
  });

  test.each([
    ["## A workflow", "name: demo"],
    ["## A stage", "    title: The start"],
    ["`discuss`:", "      topic: Which"],
    ["`repeat`:", "      from: left"],
  ])("has every key under %s, and no other", (line, from) => {
    const unknown = from.replace(/^( *)/, "$1zzz: 1\n$1");
    const file = workflowFile(withChange(goodWorkflow.text, from, unknown));
    expect(keysUnder(line)).toEqual(allowed(() => parseWorkflow(file, roles, templates)));
  });

  test("has every key of a gate, a step and an agent, and no other", () => {
    const gate = workflowFile(withChange(goodWorkflow.text, "approval: always", "zzz: 1, approval: always"));
    expect(keysUnder("`gate`:")).toEqual(allowed(() => parseWorkflow(gate, roles, templates)));
    const step = workflowFile(withChange(goodWorkflow.text, "file: left.md", "zzz: 1, file: left.md"));
    expect(keysUnder("## A step")).toEqual(allowed(() => parseWorkflow(step, roles, templates)));
    const agent = roleFile("x", withChange(goodAgent.text, "name: Reviewer", "name: Reviewer\nzzz: 1"));
    expect(keysUnder("## An agent")).toEqual(allowed(() => parseRole(agent)));
  });

  test("shows a prompt template that is read as it stands, and has every name that one can ask for", () => {
    const prompts = { ...shippedPrompts(), "letter.liquid": blocks("liquid")[0] ?? "", "_tone.liquid": "" };
    const files = Object.entries(prompts).map(([file, body]) => ({ path: file, text: body }));
    expect(() => checkPrompts(files)).not.toThrow();
    const table = text.slice(
      text.indexOf("What a template of a step can name:"),
      text.indexOf("## What YAML"),
    );
    const shown = [...table.matchAll(/`([a-zA-Z_.]+)`/g)].map(([, name = ""]) => name);
    const wanted = Object.entries(namesIn("document")).flatMap(([name, fields]) =>
      ["project", "workflow"].includes(name)
        ? fields.map((field) => `${name}.${field}`)
        : ["stage", "step", "role", "marks"].includes(name)
          ? [name, ...fields]
          : [name],
    );
    expect(wanted.filter((name) => !shown.includes(name))).toEqual([]);
  });
});
