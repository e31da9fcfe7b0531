import { z } from "zod";
import { AgentChoice } from "./config/agent-models.ts";
import { ModelName, ModelPrice } from "./config/model-prices.ts";
import { LimitsChange, ProviderName } from "./config/providers.ts";
import { BotArmyError } from "./errors.ts";
import { SettingsChange } from "./project/workflow.ts";

/** What a person may set for this machine, in `botarmy.yml`. */
const ConfigFile = z.strictObject({
  /** Folder for state and artifacts. */
  data: z.string().min(1).optional(),
  /** Workflow of a start that names none. */
  workflow: z.string().min(1).optional(),
  /** How much the log says. */
  logLevel: z.enum(["debug", "info", "warn", "error"]).optional(),
  /** Settings that projects start with. */
  settings: SettingsChange.optional(),
  /** Which models agents use, what providers let us do, and what models cost. */
  models: z
    .strictObject({
      /** By agent; `default` holds for all. */
      agents: z.record(z.string(), AgentChoice).exactOptional(),
      /** By provider. */
      limits: z.record(ProviderName, LimitsChange).exactOptional(),
      /** By provider: false for a server that cannot send an answer piece by piece. */
      streaming: z.record(ProviderName, z.boolean()).exactOptional(),
      /** By `provider/model`. */
      prices: z.record(ModelName, ModelPrice).exactOptional(),
    })
    .optional(),
});

/** The configuration of this process, read once. */
export interface Config {
  readonly data: string;
  readonly workflow: string;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly settings: SettingsChange;
  readonly models: {
    readonly agents: Readonly<Record<string, AgentChoice>>;
    readonly limits: Readonly<Record<string, LimitsChange>>;
    readonly streaming: Readonly<Record<string, boolean>>;
    readonly prices: Readonly<Record<string, ModelPrice>>;
  };
}

/** Joins the file's content (already parsed YAML, null for no file) and the environment, which wins. Throws one error that lists every problem. */
export const readConfig = (file: unknown, env: Readonly<Record<string, string | undefined>>): Config => {
  const fromEnv = {
    data: env["BOTARMY_DATA"],
    logLevel: env["LOG_LEVEL"],
    workflow: env["BOTARMY_WORKFLOW"],
  };
  const given = Object.fromEntries(
    Object.entries(fromEnv).filter(([, value]) => value !== undefined && value !== ""),
  );
  const read = ConfigFile.safeParse({ ...(file === null ? {} : asObject(file)), ...given });
  if (!read.success)
    throw new BotArmyError("config-invalid", `botarmy.yml or the environment: ${problems(read.error)}`);
  return {
    data: read.data.data ?? "data",
    workflow: read.data.workflow ?? "sdlc",
    logLevel: read.data.logLevel ?? "info",
    settings: read.data.settings ?? {},
    models: { agents: {}, limits: {}, streaming: {}, prices: {}, ...read.data.models },
  };
};

const asObject = (file: unknown): object => {
  if (typeof file === "object" && file !== null && !Array.isArray(file)) return file;
  throw new BotArmyError(
    "config-invalid",
    "botarmy.yml must be a list of `name: value` lines; see .env.example and the README",
  );
};

const problems = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join(".") || "the file"}: ${messageOf(issue)}`).join("; ");

/** What is wrong with a name is told below it. */
const messageOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_key" ? issue.issues.map(messageOf).join(", ") : issue.message;
