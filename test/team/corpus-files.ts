import { parse } from "yaml";
import { brokenLines, brokenWholes } from "./corpus-text.ts";
import type { Broken, Good } from "./corpus.ts";
import { brokenValues, unknownKeys, yamlOf } from "./corpus.ts";
import { fullText, roleFile, roleText, withChange, workflowFile } from "./samples.ts";

const members = "members: [analyst, critic]";
const round = "and round > 1\n";
const settings =
  "model: { provider: anthropic, name: claude-opus-5-5 }\nmaxTokens: 40000\ntimeout: 10m\nbadge:";

/** A workflow that says everything there is to say. */
export const goodWorkflow = workflowFile(
  withChange(
    withChange(fullText, members, `${members}\n      speakers: chosen\n      agreement: 0.9\n      max: 6`),
    round,
    `${round}      max: 4\n      otherwise: go-on\n`,
  ),
);
/** An agent that says everything there is to say. */
export const goodAgent = roleFile("reviewer", withChange(roleText, "badge:", settings));

const workflow: Good = {
  value: parse(goodWorkflow.text),
  write: (value) => workflowFile(yamlOf(value)),
  kinds: {
    name: "name",
    title: "line",
    brief: "brief",
    parallel: "whole",
    stages: "filledList",
    "stages.id": "slug",
    agent: "reference",
    phase: "phase",
    needs: "slugs",
    when: "condition",
    plan: "filledMap",
    discuss: "filledMap",
    produce: "filledMap",
    repeat: "filledMap",
    gate: "map",
    model: "model",
    timeout: "duration",
    maxTokens: "whole",
    file: "file",
    template: "reference",
    instructions: "text",
    sections: "lines",
    structure: "choice",
    checks: "list",
    "checks.name": "line",
    that: "condition",
    topic: "text",
    members: "talkers",
    speakers: "choice",
    agreement: "share",
    max: "whole",
    from: "reference",
    until: "condition",
    otherwise: "choice",
    approval: "choice",
    rollbackTo: "reference",
  },
  required:
    "name title brief stages stages.id stages.agent stages.phase stages.produce plan.file produce.file checks.name checks.that discuss.topic discuss.members repeat.until".split(
      " ",
    ),
};

const frontMatter = (yaml: string) =>
  `---\n${yaml}${yaml.endsWith("\n") ? "" : "\n"}---\n\nYou read slowly.\n`;
const agent: Good = {
  value: parse(goodAgent.text.split("---\n")[1] ?? ""),
  write: (value) => roleFile("reviewer", frontMatter(yamlOf(value))),
  kinds: {
    name: "line",
    badge: "badge",
    description: "line",
    capabilities: "lines",
    model: "map",
    provider: "line",
    "model.name": "line",
    maxTokens: "whole",
    timeout: "duration",
  },
  required: ["name", "badge", "description", "capabilities"],
};

/** Sets of `needs` by stage that make circles or lead nowhere. */
const circles = [
  ["start", ["start"]],
  ["start", ["finish"]],
  ["start", ["left", "right"]],
  ["left", ["review"]],
  ["right", ["finish"]],
  ["review", ["review", "left"]],
  ["finish", ["review", "nowhere"]],
  ["left", ["start", "brief"]],
] as const;

const graphs: readonly Broken[] = circles.map(([id, needs]) => {
  const value: unknown = parse(goodWorkflow.text, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && "id" in inner && inner.id === id
      ? { ...inner, needs }
      : inner,
  );
  return { what: `${id} needs ${needs.join(", ")}`, file: workflowFile(yamlOf(value)) };
});

const agentTexts: readonly (readonly [what: string, text: string])[] = [
  ["no front matter", "You read slowly.\n"],
  ["a front matter without end", goodAgent.text.replace("---\n\nYou", "\nYou")],
  ["no persona", goodAgent.text.replace("You read slowly.\n", "  \n")],
  ["an endless persona", goodAgent.text.replace("slowly", "very ".repeat(5_000))],
  ["dashes that are no fence", goodAgent.text.replaceAll("---", "----")],
  ["an indented fence", ` ${goodAgent.text}`],
  ["a blank line first", `\n${goodAgent.text}`],
  ["a front matter of TOML", goodAgent.text.replaceAll("---", "+++")],
];

const names = [
  "Reviewer",
  "my agent",
  "re_viewer",
  "system",
  "modify",
  "-x",
  "x--y",
  "ü",
  "a".repeat(41),
  "..",
  "1st",
];

/** Every broken file, by family; the same each time. */
export const corpus: Readonly<Record<string, readonly Broken[]>> = {
  "values of a workflow": brokenValues(workflow),
  "unknown keys of a workflow": unknownKeys(workflow),
  "lines of a workflow": brokenLines(
    {
      file: goodWorkflow,
      from: 0,
      to: goodWorkflow.text.split("\n").length,
    },
    4,
  ),
  "whole workflows": brokenWholes(goodWorkflow, (yaml) => yaml),
  "graphs of stages": graphs,
  "names of workflow files": names.map((name) => ({
    what: `called ${name}`,
    file: { ...goodWorkflow, path: `workflows/${name}.yml` },
  })),
  "values of an agent": brokenValues(agent),
  "unknown keys of an agent": unknownKeys(agent),
  "lines of an agent": brokenLines(
    {
      file: goodAgent,
      from: 1,
      to: goodAgent.text.split("\n").lastIndexOf("---"),
    },
    1,
  ),
  "whole agents": [
    ...brokenWholes(goodAgent, frontMatter),
    ...agentTexts.map(([what, text]) => ({ what: `has ${what}`, file: { ...goodAgent, text } })),
  ],
  "names of agent files": names.map((name) => ({
    what: `called ${name}`,
    file: { ...goodAgent, path: `agents/${name}.md` },
  })),
};
