import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { botarmy, type Ended } from "./botarmy.ts";
import { folderForFile, projectsIn } from "./data.ts";

const folder = folderForFile();
const at = (name: string): string => path.join(folder, name);

const write = (name: string, content: string | Uint8Array): string => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
  return at(name);
};

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  /** What the one line must say: what is wrong, where, and what to do. */
  readonly says: readonly (string | RegExp)[];
  readonly data?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const demo = (...argv: string[]): readonly string[] => ["demo", ...argv];
const workflow = "name: mine\ntitle: Mine\nbrief: requirements/brief.md\nstages:\n";

const briefs: readonly Case[] = [
  { name: "an empty brief", argv: demo("--brief", ""), says: ["--brief needs a value"] },
  {
    name: "a brief of spaces",
    argv: demo("--brief", " \t\n "),
    says: ["--brief has no words", "say in a sentence"],
  },
  {
    name: "an empty brief file",
    argv: demo("--brief-file", write("empty.md", "")),
    says: ["empty.md has no words"],
  },
  {
    name: "a brief of 1 MB",
    argv: demo("--brief-file", write("large.md", "word ".repeat(200_000))),
    says: ["large.md has 1000000 bytes", "262144", "Shorten it"],
  },
  {
    name: "a binary brief",
    argv: demo("--brief-file", write("binary.md", new Uint8Array([137, 80, 78, 71, 0, 1, 2]))),
    says: ["binary.md is not text", "plain text file"],
  },
  {
    name: "a brief with control characters",
    argv: demo("--brief-file", write("bell.md", "ring \u0007 the bell")),
    says: ["bell.md has control characters"],
  },
  {
    name: "a brief that is not UTF-8",
    argv: demo("--brief-file", write("latin.md", Buffer.from("caf\u00e9 menu", "latin1"))),
    says: ["latin.md is not UTF-8", "save it as UTF-8"],
  },
  {
    name: "a missing brief file",
    argv: demo("--brief-file", at("nowhere.md")),
    says: ["cannot read", "nowhere.md", "no such file"],
  },
  {
    name: "a folder as brief",
    argv: demo("--brief-file", folder),
    says: ["cannot read", folder, "it is a folder"],
  },
  {
    name: "two briefs at once",
    argv: demo("--brief", "make it", "--brief-file", write("fine.md", "Make it.")),
    says: ["give --brief or --brief-file, not both"],
  },
];

const names: readonly Case[] = [
  {
    name: "an unknown workflow",
    argv: demo("--workflow", "sdcl"),
    says: ['no workflow "sdcl"', "known workflows: business-analysis", 'Did you mean "sdlc"?'],
  },
  {
    name: "a workflow that is no name",
    argv: demo("--workflow", "sdlc and more"),
    says: ['"sdlc and more"', "botarmy doctor"],
  },
  {
    name: "an unknown scenario",
    argv: demo("--scenario", "sunny"),
    says: ["sunny", "choose one of clean, conflict"],
  },
  {
    name: "an unknown agent in a workflow",
    data: at("mine"),
    argv: demo("--workflow", "mine"),
    says: [/workflows\/mine\.yml:6:12 /, 'agent "analist" is not an agent', 'Did you mean "analyst"?'],
  },
  {
    name: "a workflow of broken YAML",
    data: at("broken"),
    argv: demo("--workflow", "broken"),
    says: [/workflows\/broken\.yml:2:9 /, "bracket", "not closed"],
  },
];
write(
  "mine/roles/workflows/mine.yml",
  `${workflow}  - id: analyze\n    agent: analist\n    title: A\n    phase: requirements\n    plan: { file: p.md, template: plan }\n    produce: { file: r.md, template: requirements }\n`,
);
write("broken/roles/workflows/broken.yml", "name: broken\nstages: [\n");

const decisions: readonly Case[] = [
  {
    name: "an unknown word for --decide",
    argv: demo("--decide", "aprove"),
    says: ["approve, reject-once, modify-once or a .yml file", '"aprove"'],
  },
  {
    name: "a word that JavaScript knows",
    argv: demo("--decide", "constructor"),
    says: ['not "constructor"'],
  },
  {
    name: "a missing file of decisions",
    argv: demo("--decide", at("none.yml")),
    says: ["cannot read", "none.yml"],
  },
  {
    name: "decisions in broken YAML",
    argv: demo("--decide", write("open.yml", "decisions: [")),
    says: [/open\.yml:1:12 /, "not closed"],
  },
  {
    name: "decisions under a wrong key",
    argv: demo("--decide", write("key.yml", "choices: []")),
    says: ["key.yml: decisions:", "write decisions: ["],
  },
  {
    name: "a decision about an unknown kind",
    argv: demo("--decide", write("kind.yml", "decisions: [{ kind: quarrel, choice: author }]")),
    says: ["decisions.0.kind", "conflict"],
  },
  {
    name: "a decision for an unknown choice",
    argv: demo("--decide", write("choice.yml", "decisions: [{ choice: maybe }]")),
    says: ["decisions.0.choice", "choose one of approve"],
  },
];

const flags: readonly Case[] = [
  {
    name: "an unknown flag",
    argv: demo("--bref", "x"),
    says: ["unknown flag --bref", "known flags: --brief,", 'Did you mean "--brief"?'],
  },
  { name: "a flag that every object has", argv: demo("--constructor"), says: ["unknown flag --constructor"] },
  {
    name: "a flag of another command",
    argv: ["run", "--scenario", "clean"],
    says: ["unknown flag --scenario"],
  },
  {
    name: "a flag without its value",
    argv: demo("--seed"),
    says: ["--seed needs a value, e.g. --seed=VALUE"],
  },
  {
    name: "a flag whose value is the next flag",
    argv: demo("--brief", "--json"),
    says: ["--brief needs a value"],
  },
  { name: "a switch with a value", argv: demo("--json=yes"), says: ["--json takes no value"] },
  {
    name: "a speed above 1",
    argv: demo("--speed", "2"),
    says: ["--speed takes a number from 0 to 1", '"2"'],
  },
  {
    name: "a seed that is no number",
    argv: demo("--seed", "x"),
    says: ["--seed takes a whole number", '"x"'],
  },
  { name: "a negative seed", argv: demo("--seed", "-1"), says: ["--seed takes a whole number", '"-1"'] },
  {
    name: "an unknown command",
    argv: ["dmeo"],
    says: ['unknown command "dmeo"', "start, demo, run", 'Did you mean "demo"?'],
  },
  { name: "a command that every object has", argv: ["constructor"], says: ['unknown command "constructor"'] },
  {
    name: "words behind a command",
    argv: demo("make", "it"),
    says: ['unexpected "make"', "in quotes", "--help"],
  },
  { name: "words behind start", argv: ["start", "now"], says: ['unexpected "now"'] },
  {
    name: "run without a model",
    argv: ["run", "--brief", "Make a list."],
    says: ["no model is configured", "botarmy demo"],
  },
  { name: "replay without a project", argv: ["replay"], says: ["say which project: botarmy replay p-"] },
  { name: "export without a project", argv: ["export"], says: ["say which project: botarmy export p-"] },
  { name: "replay of a path", argv: ["replay", "../../etc"], says: ["say which project"] },
  {
    name: "replay where nothing is",
    argv: ["replay", "p-abcdefgh"],
    says: ["there is no botarmy.sqlite in", "--data DIR"],
  },
];

const platforms: readonly Case[] = [
  {
    name: "a Slack that is set up by halves",
    argv: ["start"],
    env: { SLACK_BOT_TOKEN: "xoxb-1" },
    says: ["Slack is set up wrongly", "set SLACK_APP_TOKEN"],
  },
  {
    name: "a Discord that is set up wrongly in two ways",
    argv: ["start"],
    env: { DISCORD_BOT_TOKEN: "abc", DISCORD_INTENTS: "all", DISCORD_GUILD_ID: "Swim club" },
    says: ["DISCORD_INTENTS is all; it can be full or minimal", "DISCORD_GUILD_ID is no server's id"],
  },
];

const all = [...briefs, ...names, ...decisions, ...flags, ...platforms];

/** Two at a time, all in a data folder that is not there yet unless the case needs one. */
const runs = new Map<string, Promise<Ended>>(
  all.map(({ name, argv, env, data = at(`${name} data`) }) => [
    name,
    botarmy(argv, { env: { ...env, BOTARMY_DATA: data } }),
  ]),
);

describe.for([
  ["briefs", briefs],
  ["workflows and scenarios", names],
  ["decisions", decisions],
  ["flags and commands", flags],
  ["chat platforms", platforms],
] as const)("refused in one line, with nothing begun: %s", ([, cases]) => {
  test.for(cases)("$name", async ({ name, says, data = at(`${name} data`) }) => {
    const ended = await runs.get(name);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended?.err).toMatch(/^botarmy: [^\n]+\n$/);
    expect(ended?.err.length).toBeLessThan(500);
    for (const words of says) expect(ended?.err).toMatch(words);
    expect(projectsIn(data)).toEqual([]);
  });
});
