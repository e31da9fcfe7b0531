import process from "node:process";
import { openDemo, openMachine, terminalChat } from "../main.ts";
import { readArguments, textFlag, wantsHelp } from "./arguments.ts";
import { configuration, productRoot } from "./configuration.ts";
import { exitCodes } from "./failure.ts";
import { modelsOf, openModelMachine } from "./model-machine.ts";
import { inSession, type Use } from "./session.ts";

const help = `botarmy start [--data DIR]

Runs the bot until it is stopped. Without a chat token it talks in this terminal: type /botarmy help.
Without a model key the scripted demo plays the agents, and says so.
It takes up every project that was left unfinished in the data folder.

Exit code: 0 stopped by Ctrl-C or SIGTERM, 2 the data folder or the configuration cannot be used, 1 anything else.
`;

/** Time the scripted model takes for a step, so that a person can follow. */
const paceMs = 1_500;

/** `botarmy start`: takes up everything that was left pending, then listens until it is told to stop. */
export const start = async (argv: readonly string[]): Promise<number> => {
  const args = readArguments(argv, { flags: { data: { type: "string" } }, words: 0 });
  if (wantsHelp(args)) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const config = await configuration(textFlag(args, "data"));
  const use: Use<never> = {
    data: config.data,
    open: async ({ onStop, warn }) => {
      const models = await modelsOf(config);
      if (models !== null)
        return await openModelMachine(config, models, { onStop, warn, approvers: [], mode: "auto" });
      const { model } = await openDemo({ scenario: "clean", seed: 1, msPerStep: paceMs });
      return await openMachine({
        data: config.data,
        root: productRoot,
        logLevel: config.logLevel,
        defaults: { workflow: config.workflow, mode: "scripted", settings: config.settings },
        model: () => model,
        warn,
        chats: () => [terminalChat(config.data, { mode: "auto", onStop })],
      });
    },
    run: (session) => session.ended,
  };
  return await inSession(use, async () => exitCodes.done);
};
