import { existsSync } from "node:fs";
import process from "node:process";
import type { Config } from "../config.ts";
import { readDiscord } from "../config/discord.ts";
import { readSlack } from "../config/slack.ts";
import { libraryFor, lookInto, type Storage } from "../main.ts";
import { lookAtDiscord } from "../main/discord.ts";
import { lookAtSlack } from "../main/slack.ts";
import type { Log } from "../ports.ts";
import { listWorkflows } from "../team/team.ts";
import { readArguments, textFlag, wantsHelp } from "./arguments.ts";
import { configuration, productRoot } from "./configuration.ts";
import { checked, type Finding } from "./doctor/finding.ts";
import { lookAtFolder } from "./doctor/folder.ts";
import { exitCodes } from "./failure.ts";
import { modelsOf } from "./model-machine.ts";

const help = `botarmy doctor [--data DIR]

Checks versions, folders, workflows, tokens and keys, says what is wrong in plain words, and lists the projects.
While a bot works in the data folder, it also says how the bot's models are; it disturbs nothing.
Exit 0 when the bot runs or can start, 1 when it cannot.
`;

/** `botarmy doctor`. */
export const doctor = async (argv: readonly string[]): Promise<number> => {
  const args = readArguments(argv, { flags: { data: { type: "string" } }, words: 0 });
  if (wantsHelp(args)) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const config = await configuration(textFlag(args, "data"));
  const { data } = config;
  const findings = [
    nodeVersion(),
    ...(await workflows(data)),
    ...(await lookAtFolder(data)),
    ...(await chats(data)),
    ...(await models(config)),
  ];
  const marks = { ok: "ok   ", note: "note ", wrong: "WRONG" } as const;
  process.stdout.write(findings.map(({ state, text }) => `${marks[state]}  ${text}\n`).join(""));
  return findings.some(({ state }) => state === "wrong") ? exitCodes.unfinished : exitCodes.done;
};

const nodeVersion = (): Finding => ({ state: "ok", text: `Node ${process.versions.node}` });

const workflows = async (data: string): Promise<readonly Finding[]> =>
  await checked(async () => {
    const library = libraryFor(productRoot, data);
    const [agents, files, prompts] = await Promise.all([
      library.agents(),
      library.workflows(),
      library.prompts(),
    ]);
    return listWorkflows({ agents, workflows: files, prompts }).map(({ name, stages, agents: team }) => ({
      state: "ok",
      text: `workflow ${name}: ${stages} stages, ${team.join(", ")}`,
    }));
  });

/** One platform that is set up wrongly hides nothing of the other. */
const chats = async (data: string): Promise<readonly Finding[]> => {
  const found = [
    ...(await checked(() => lookAt(data, readSlack(process.env), lookAtSlack))),
    ...(await checked(() => lookAt(data, readDiscord(process.env), lookAtDiscord))),
  ];
  if (found.length > 0) return found;
  return [{ state: "note", text: "no chat token is set: `npm start` talks in the terminal" }];
};

/** Nothing where the platform has no token. */
const lookAt = async <T>(
  data: string,
  config: T | null,
  look: (config: T, storage: Storage | null, log: Log) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  if (config === null) return [];
  const lookWith = (storage: Storage | null) => look(config, storage, silent);
  return existsSync(data) ? await lookInto(data, lookWith) : await lookWith(null);
};

/** What is wrong is told as a finding. */
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const models = async (config: Config): Promise<readonly Finding[]> =>
  await checked(async () => {
    const configured = await modelsOf(config);
    if (configured !== null) return configured.lines.map((text) => ({ state: "ok", text }));
    return [
      { state: "note", text: "no model is configured: the scripted demo plays the agents, and says so" },
    ];
  });
