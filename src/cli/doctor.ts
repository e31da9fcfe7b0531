import { existsSync } from "node:fs";
import process from "node:process";
import type { Config } from "../config.ts";
import { BotArmyError } from "../errors.ts";
import { libraryFor, withFolder } from "../main.ts";
import { counted } from "../project/numbers.ts";
import { headline } from "../project/status-card.ts";
import { listWorkflows } from "../team/team.ts";
import { readArguments, textFlag, wantsHelp } from "./arguments.ts";
import { configuration, productRoot } from "./configuration.ts";
import { exitCodes } from "./failure.ts";
import { modelsOf } from "./model-machine.ts";

const help = `botarmy doctor [--data DIR]

Checks versions, folders, workflows, tokens and keys, says what is wrong in plain words, and lists the projects.
Exit 0 when the bot can start, 1 when it cannot.
`;

interface Finding {
  readonly state: "ok" | "note" | "wrong";
  readonly text: string;
}

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
    ...(await dataFolder(data)),
    chats(),
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

const dataFolder = async (data: string): Promise<readonly Finding[]> => {
  if (!existsSync(data))
    return [{ state: "note", text: `data folder ${data}: not there yet; the first start makes it` }];
  return await checked(() =>
    withFolder(data, async ({ store }) => {
      const ids = await store.ids();
      const projects = await Promise.all(ids.slice(0, 20).map((id) => store.load(id)));
      const lines = projects
        .filter((project) => project !== undefined)
        .map((project): Finding => ({
          state: "ok",
          text: `  ${project.id}  ${project.title}: ${headline(project)}`,
        }));
      return [
        { state: "ok", text: `data folder ${data}: whole, free, ${counted(ids.length, "project")}` },
        ...lines,
      ];
    }),
  );
};

const chats = (): Finding => ({
  state: "note",
  text: "no chat token is set: `npm start` talks in the terminal",
});

const models = async (config: Config): Promise<readonly Finding[]> =>
  await checked(async () => {
    const configured = await modelsOf(config);
    if (configured !== null) return configured.lines.map((text) => ({ state: "ok", text }));
    return [
      { state: "note", text: "no model is configured: the scripted demo plays the agents, and says so" },
    ];
  });

const checked = async (check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> => {
  try {
    return await check();
  } catch (error) {
    if (error instanceof BotArmyError) return [{ state: "wrong", text: error.message }];
    throw error;
  }
};
