import process from "node:process";
import { scriptedPerson } from "../runtime/decider.ts";
import { configuration } from "./configuration.ts";
import { exitCodes } from "./failure.ts";
import { readRunOptions } from "./run-flags.ts";

/** `botarmy demo`: one project from its brief to its end, played by the scripted model and decided by the scripted decider. */
export const demo = async (argv: readonly string[]): Promise<number> => {
  const options = await readRunOptions(argv, true);
  if (options === null) return help(await (await import("./run-help.ts")).demoHelp());
  const config = await configuration(options.data ?? undefined);
  // Loaded only now, so that a mistake in the flags is told at once.
  const [{ runProject }, { openDemoMachine }] = await Promise.all([
    import("./run-project.ts"),
    import("./demo-machine.ts"),
  ]);
  return await runProject(options, {
    data: config.data,
    open: (hooks) => openDemoMachine(options, config, hooks),
  });
};

/** `botarmy run`: the same with the configured models. */
export const run = async (argv: readonly string[]): Promise<number> => {
  const options = await readRunOptions(argv, false);
  if (options === null) return help((await import("./run-help.ts")).runHelp);
  const config = await configuration(options.data ?? undefined);
  const [{ runProject }, { modelsOf, openModelMachine }, { noModel }, { terminalChat }] = await Promise.all([
    import("./run-project.ts"),
    import("./model-machine.ts"),
    import("../main/configured.ts"),
    import("../main.ts"),
  ]);
  const models = await modelsOf(config);
  if (models === null) throw noModel();
  return await runProject(options, {
    data: config.data,
    open: (hooks) =>
      openModelMachine(config, models, {
        warn: hooks.warn,
        approvers: [scriptedPerson.id],
        chats: () => [
          terminalChat(config.data, { mode: options.json ? "lines" : "auto", onStop: hooks.onStop }),
        ],
      }),
  });
};

const help = (text: string): number => {
  process.stdout.write(text);
  return exitCodes.done;
};
