import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { BotArmyError } from "../errors.ts";
import type { History } from "../ports.ts";
import { advance } from "../project/advance.ts";
import type { Project } from "../project/project.ts";
import { readArguments, textFlag, wantsHelp } from "./arguments.ts";
import { configuration } from "./configuration.ts";
import { exitCodes, unfinished } from "./failure.ts";
import { withProject } from "./stored-project.ts";

const help = `botarmy replay PROJECT [--data DIR]

Rebuilds the project from its command log (queues/PROJECT.jsonl in the data folder) and says whether it equals the stored row.
Exit 0 when it does, 1 when it does not.
`;

/** `botarmy replay PROJECT`. */
export const replay = async (argv: readonly string[]): Promise<number> => {
  const args = readArguments(argv, { flags: { data: { type: "string" } }, words: 1 });
  if (wantsHelp(args)) return say(help, exitCodes.done);
  const { data } = await configuration(textFlag(args, "data"));
  return await withProject({ command: "replay", id: args.words[0], data }, async (row, storage) =>
    compare(row, await rebuild(storage.history, row)),
  );
};

interface Rebuilt {
  readonly project: Project | undefined;
  readonly commands: number;
}

/** Folds the log. What stands above the row's version was never committed and does not count. A log that cannot be read does not give the row. */
const rebuild = async (history: History, row: Project): Promise<Rebuilt> => {
  try {
    return await fold(history, row);
  } catch (error) {
    throw error instanceof BotArmyError ? unfinished(error.message, error) : error;
  }
};

const fold = async (history: History, row: Project): Promise<Rebuilt> => {
  let project: Project | undefined;
  let commands = 0;
  for await (const { version, command } of history.commands(row.id)) {
    if (version > row.version) break;
    project = advance(project, command).project;
    commands++;
  }
  return { project, commands };
};

const compare = (row: Project, { project, commands }: Rebuilt): number => {
  // The row has been through JSON; so must the rebuilt project be, to be compared.
  const rebuilt: unknown = JSON.parse(JSON.stringify(project ?? null));
  if (isDeepStrictEqual(rebuilt, row))
    return say(`${row.id}: ${commands} commands give exactly the stored row (version ${row.version})\n`, 0);
  const keys = Object.keys(row).filter((key) => !isDeepStrictEqual(valueOf(rebuilt, key), valueOf(row, key)));
  return say(
    `${row.id}: ${commands} commands give another project than the stored row (version ${row.version}); different: ${keys.join(", ")}\n`,
    1,
  );
};

const valueOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;

const say = (text: string, code: number): number => {
  process.stdout.write(text);
  return code;
};
