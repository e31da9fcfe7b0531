import process from "node:process";
import { chatSecrets, readChats } from "../config/chats.ts";
import { openDemo, openMachine } from "../main.ts";
import { createScrubber } from "../secrets.ts";
import { readArguments, textFlag, wantsHelp } from "./arguments.ts";
import { chatsFor } from "./chats.ts";
import { configuration, productRoot } from "./configuration.ts";
import { exitCodes } from "./failure.ts";
import { modelsOf, openModelMachine } from "./model-machine.ts";
import { inSession, type Use } from "./session.ts";

const help = `botarmy start [--data DIR]

Runs the bot until it is stopped. With SLACK_BOT_TOKEN and SLACK_APP_TOKEN it is in Slack, with DISCORD_BOT_TOKEN in Discord, with
all of them in both; without a chat token it talks in this terminal: type /botarmy help.
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
    open: async (hooks) => {
      const platforms = readChats(process.env);
      const scrub = createScrubber(chatSecrets(platforms));
      const chats = chatsFor(config.data, platforms, hooks);
      const models = await modelsOf(config);
      if (models !== null)
        return await openModelMachine(config, models, { warn: hooks.warn, approvers: [], chats, scrub });
      const { model } = await openDemo({ scenario: "clean", seed: 1, msPerStep: paceMs });
      return await openMachine({
        data: config.data,
        root: productRoot,
        logLevel: config.logLevel,
        defaults: { workflow: config.workflow, mode: "scripted", settings: config.settings },
        model: () => model,
        warn: hooks.warn,
        scrub,
        chats,
      });
    },
    run: (session) => session.ended,
  };
  return await inSession(use, async () => exitCodes.done);
};
