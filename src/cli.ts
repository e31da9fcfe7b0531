import process from "node:process";
import { reportFailure } from "./cli/failure.ts";
import { BotArmyError } from "./errors.ts";
import { didYouMean } from "./team/names.ts";

/** Loaded when asked for, so that `--help` is at once there. */
const commands: Readonly<
  Record<
    string,
    { readonly summary: string; readonly load: () => Promise<(argv: readonly string[]) => Promise<number>> }
  >
> = {
  start: {
    summary: "run the bot: the terminal, as long as no chat token is set",
    load: async () => (await import("./cli/start.ts")).start,
  },
  demo: {
    summary: "take a brief to its end with the scripted demo: no keys, no account",
    load: async () => (await import("./cli/run.ts")).demo,
  },
  run: {
    summary: "take a brief to its end with the configured models",
    load: async () => (await import("./cli/run.ts")).run,
  },
  replay: {
    summary: "rebuild a project from its command log and compare it with the stored row",
    load: async () => (await import("./cli/replay.ts")).replay,
  },
  export: {
    summary: "write a project's artifacts as one zip",
    load: async () => (await import("./cli/export.ts")).exportZip,
  },
  doctor: {
    summary: "check folders, versions and tokens, in plain words",
    load: async () => (await import("./cli/doctor.ts")).doctor,
  },
};

/** Runs one command and gives its exit code, see `exitCodes`. Whatever goes wrong is one line on standard error. */
export const main = async (argv: readonly string[]): Promise<number> => {
  process.once("uncaughtException", (error) => process.exit(reportFailure(error)));
  try {
    return await runCommand(argv);
  } catch (error) {
    return reportFailure(error);
  }
};

const runCommand = async (argv: readonly string[]): Promise<number> => {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return print(usage());
  if (name === "--version" || name === "-v") return print(await version());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw unknown(name);
  const run = await command.load();
  return await run(rest);
};

const unknown = (name: string): BotArmyError => {
  const names = Object.keys(commands);
  return new BotArmyError(
    "command-unknown",
    `unknown command "${name.slice(0, 60)}"; commands: ${names.join(", ")}${didYouMean(name, names)}`,
  );
};

const usage = (): string => {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
  return [
    "botarmy COMMAND [flags]",
    "",
    ...lines,
    "",
    "Every command explains itself: botarmy COMMAND --help",
  ].join("\n");
};

const version = async (): Promise<string> => {
  const { default: facts } = await import("../package.json", { with: { type: "json" } });
  return facts.version;
};

const print = (text: string): number => {
  process.stdout.write(`${text}\n`);
  return 0;
};
