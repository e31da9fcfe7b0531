import { BotArmyError } from "#src/errors.ts";
import type { Clock } from "#src/ports.ts";

/** What every model behind a network needs. */
export interface ModelOptions {
  /** What we call it: the first half of `provider/model`, in usage, logs and messages to people. */
  readonly provider: string;
  /** The model's name, as the provider knows it. */
  readonly model: string;
  /** The only credential ever used: environment and profiles on disk are not looked at. Null for local servers that want none. */
  readonly apiKey: string | null;
  /** Where the API begins, as its SDK wants it: without `/v1` for Anthropic, with it for OpenAI. Null: the vendor's own address. */
  readonly baseUrl?: string | null;
  /** Most milliseconds one call may take, from the first byte out to the last byte in. */
  readonly deadlineMs: number;
  /** Most milliseconds until the headers of a stream. */
  readonly firstMs: number;
  /** Most milliseconds between two pieces of a stream, counted from its headers on. */
  readonly idleMs: number;
  /** Streams show partial text and survive answers that take more than five minutes: Node gives up on silent connections then. */
  readonly streaming: boolean;
  readonly clock: Clock;
  /** Only for models that take it; refused for Claude. */
  readonly temperature?: number | null;
  /** How hard to think, for models that can be told. */
  readonly effort?: "low" | "medium" | "high" | "xhigh" | "max" | null;
  /** Sent with every call, over everything else. */
  readonly extraHeaders?: Readonly<Record<string, string>>;
}

/** Throws BotArmyError `temperature-refused` for a temperature on a Claude model, whoever serves it: the API answers 400 even to its own default. */
export const refuseTemperatureForClaude = (options: ModelOptions): void => {
  if (options.temperature === undefined || options.temperature === null) return;
  if (/claude/i.test(options.model))
    throw new BotArmyError(
      "temperature-refused",
      `${options.provider}/${options.model} takes no temperature; remove it from the agent's file, botarmy.yml or the environment`,
    );
};
