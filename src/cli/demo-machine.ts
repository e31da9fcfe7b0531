import process from "node:process";
import type { Config } from "../config.ts";
import { openDemo, openMachine, terminalChat, type Machine } from "../main.ts";
import { scriptedPerson } from "../runtime/decider.ts";
import { productRoot } from "./configuration.ts";
import type { RunOptions } from "./run-flags.ts";

/** Longest time the scripted model takes for one step, at speed 0: enough to read what the step before said. */
const slowestStepMs = 6_000;

/** A machine whose agents are played by the scripted model and whose escalations the scripted decider may decide. */
export const openDemoMachine = async (
  options: RunOptions,
  config: Config,
  hooks: { readonly onStop: () => void; readonly warn: (message: string) => void },
): Promise<Machine> => {
  const speed = options.speed ?? (process.stdout.isTTY && !options.json ? 0.7 : 1);
  const demo = await openDemo({
    scenario: options.scenario,
    seed: options.seed,
    msPerStep: (1 - speed) * slowestStepMs,
  });
  return await openMachine({
    data: config.data,
    root: productRoot,
    logLevel: config.logLevel,
    defaults: {
      workflow: config.workflow,
      mode: "scripted",
      settings: { ...config.settings, ...demo.settings, approvers: [scriptedPerson.id] },
    },
    model: () => demo.model,
    warn: hooks.warn,
    chats: () => [terminalChat(config.data, { mode: options.json ? "lines" : "auto", onStop: hooks.onStop })],
  });
};
