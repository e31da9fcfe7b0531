import { pino, type DestinationStream } from "pino";
import type { Log } from "./ports.ts";
import { createScrubber, type Scrub } from "./secrets.ts";

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Names under which secrets travel, at the top of the fields and up to two levels below. */
const secretNames = [
  "token",
  "apiKey",
  "api_key",
  "secret",
  "signingSecret",
  "password",
  "authorization",
  "cookie",
];

/** What follows the word in an HTTP header; in other texts it would be an ordinary word. */
const bearer = /(?<=[Bb]earer )[\w.~+/-]{8,}=*/g;

/** Writes JSON lines to `destination` (by default standard output). `err` fields show message and stack; secrets show as `[secret]`. */
export const createLogger = (options: {
  level: LogLevel;
  destination?: DestinationStream;
  /** Takes secrets out of a line; keys known by their shape, when it is left out. */
  scrub?: Scrub;
}): Log => {
  const scrub = options.scrub ?? createScrubber([]);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: "[secret]",
      },
      hooks: { streamWrite: (line) => scrub(line.replaceAll(bearer, "[secret]")) },
    },
    options.destination ?? pino.destination(1),
  );
};
