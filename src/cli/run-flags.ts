import { fileURLToPath } from "node:url";
import { BotArmyError } from "../errors.ts";
import { Slug } from "../project/words.ts";
import { checkBrief, decodeBrief, type Brief } from "../runtime/brief.ts";
import { namedRules, Rules, type Rule } from "../runtime/decider.ts";
import { numberFlag, readArguments, textFlag, wantsHelp, type Arguments } from "./arguments.ts";
import { readBytes, readYamlFile } from "./read-file.ts";

/** What `demo` and `run` are told, checked. */
export interface RunOptions {
  readonly brief: Brief;
  readonly workflow: string | null;
  readonly scenario: string;
  readonly rules: readonly Rule[];
  /** Whether a gate is asked for after every stage, so that there is something to reject or modify. */
  readonly asksAtGates: boolean;
  readonly data: string | null;
  readonly seed: number;
  /** 1 is as fast as possible, 0 the pace of a person who reads along; null leaves it to the output. */
  readonly speed: number | null;
  readonly json: boolean;
}

const flags = {
  brief: { type: "string" },
  "brief-file": { type: "string" },
  workflow: { type: "string" },
  decide: { type: "string" },
  data: { type: "string" },
  seed: { type: "string" },
  speed: { type: "string" },
  json: { type: "boolean" },
} as const;

/** Reads the flags of `demo` (with a scenario) or `run`; null when only help is asked for. */
export const readRunOptions = async (
  argv: readonly string[],
  scripted: boolean,
): Promise<RunOptions | null> => {
  const known = scripted ? { ...flags, scenario: { type: "string" } as const } : flags;
  const args = readArguments(argv, { flags: known, words: 0 });
  if (wantsHelp(args)) return null;
  const decide = textFlag(args, "decide") ?? "approve";
  return {
    brief: await readBrief(args),
    workflow: readWorkflow(args),
    scenario: textFlag(args, "scenario") ?? "clean",
    rules: Object.hasOwn(namedRules, decide) ? (namedRules[decide] ?? []) : await readRules(decide),
    asksAtGates: decide === "reject-once" || decide === "modify-once",
    data: textFlag(args, "data") ?? null,
    seed: numberFlag(args, "seed", { from: 0, to: 2 ** 31 - 1, whole: true }) ?? 1,
    speed: numberFlag(args, "speed", { from: 0, to: 1 }) ?? null,
    json: args.flags.has("json"),
  };
};

/** A name only: it is said in the words of a start, where anything else would become part of the brief. */
const readWorkflow = (args: Arguments): string | null => {
  const name = textFlag(args, "workflow");
  if (name === undefined) return null;
  if (Slug.safeParse(name).success) return name;
  throw new BotArmyError(
    "workflow-unknown",
    `"${name}" is not the name of a workflow; \`botarmy doctor\` lists those there are`,
  );
};

const sampleBrief = fileURLToPath(new URL("../../workflows/sample-brief.md", import.meta.url));

const readBrief = async (args: Arguments): Promise<Brief> => {
  const text = textFlag(args, "brief");
  const file = textFlag(args, "brief-file");
  if (text !== undefined && file !== undefined)
    throw new BotArmyError("flag-value", "give --brief or --brief-file, not both");
  if (text !== undefined) return checkBrief(text, "--brief");
  return decodeBrief(await readBytes(file ?? sampleBrief), file ?? sampleBrief);
};

const readRules = async (file: string): Promise<readonly Rule[]> => {
  if (!/\.ya?ml$/i.test(file)) {
    throw new BotArmyError(
      "decide-unknown",
      `--decide takes ${Object.keys(namedRules).join(", ")} or a .yml file, not "${file}"`,
    );
  }
  const read = Rules.safeParse(await readYamlFile(file, "decide-invalid"));
  if (read.success) return read.data.decisions;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "" : ` ${issue.path.join(".")}:`;
  throw new BotArmyError(
    "decide-invalid",
    `${file}:${place} ${issue?.message ?? ""}; write decisions: [{ kind, stage, choice, note }], see botarmy demo --help`,
  );
};
