import process from "node:process";
import type { Config } from "../config.ts";
import { libraryFor, openMachine, type Machine, type MachineOptions } from "../main.ts";
import { configuredModels, type Configured } from "../main/configured.ts";
import type { Scrub } from "../secrets.ts";
import { productRoot } from "./configuration.ts";

/** The configured models, or null when none is set up. */
export const modelsOf = async (config: Config): Promise<Configured | null> =>
  await configuredModels(config, process.env, libraryFor(productRoot, config.data));

/** A machine whose agents are answered by the configured models. */
export const openModelMachine = async (
  config: Config,
  models: Configured,
  hooks: {
    readonly warn: (message: string) => void;
    /** Who may decide besides the person who starts a project. */
    readonly approvers: readonly string[];
    readonly chats: MachineOptions["chats"];
    /** Takes the chats' secrets out of log lines. */
    readonly scrub?: Scrub;
  },
): Promise<Machine> =>
  await openMachine({
    data: config.data,
    root: productRoot,
    logLevel: config.logLevel,
    defaults: {
      workflow: config.workflow,
      mode: "models",
      settings: { ...config.settings, approvers: [...(config.settings.approvers ?? []), ...hooks.approvers] },
      quote: models.quote,
    },
    model: models.model,
    scrub: (text) => hooks.scrub?.(models.scrub(text)) ?? models.scrub(text),
    warn: hooks.warn,
    chats: hooks.chats,
  });
