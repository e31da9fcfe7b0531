import { pino, type DestinationStream } from "pino";
import type { Log } from "./ports.ts";

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

/** Shapes of secrets wherever they stand, also inside an error's message: Slack, OpenAI and Anthropic, Google, GitHub, Discord, HTTP. */
const secretShapes = new RegExp(
  [
    "\\bxox[a-z]-[\\w-]{8,}",
    "\\bxapp-[\\w-]{8,}",
    "\\bsk-[\\w-]{16,}",
    "\\bAIza[\\w-]{30,}",
    "\\bgh[a-z]_\\w{20,}",
    "\\b[MNO][\\w-]{22,}\\.[\\w-]{6}\\.[\\w-]{27,}",
    "(?<=[Bb]earer )[\\w.~+/-]{8,}=*",
  ].join("|"),
  "g",
);

/** Writes JSON lines to `destination` (by default standard output). `err` fields show message and stack; secrets show as `[secret]`. */
export const createLogger = (options: {
  level: LogLevel;
  destination?: DestinationStream;
  /** Takes known secrets out of a line, besides those that are known by their shape. */
  scrub?: (line: string) => string;
}): Log =>
  pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: "[secret]",
      },
      hooks: { streamWrite: (line) => (options.scrub ?? same)(line.replaceAll(secretShapes, "[secret]")) },
    },
    options.destination ?? pino.destination(1),
  );

const same = (line: string): string => line;
