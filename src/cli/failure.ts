import process from "node:process";
import { BotArmyError } from "../errors.ts";

/**
 * 0: done. 2: refused before anything began, since something that was given cannot be used: words, files, flags, or the
 * data folder. 1: it began and did not come to its end. 130 and 143: somebody stopped it.
 */
export const exitCodes = { done: 0, unfinished: 1, refused: 2, SIGINT: 130, SIGTERM: 143 } as const;

/** What had begun and could not go on, in one line; the only BotArmyError that ends a command with code 1. */
export const unfinished = (message: string, cause: unknown): BotArmyError =>
  new BotArmyError("unfinished", message, { cause });

/** Says in one line on standard error why a command ends, and with what code. `LOG_LEVEL=debug` shows where it came from. */
export const reportFailure = (error: unknown): number => {
  if (isBrokenPipe(error)) return exitCodes.unfinished;
  const debug = process.env["LOG_LEVEL"] === "debug";
  process.stderr.write(`botarmy: ${lineFor(error)}\n${debug ? `${stackOf(error)}\n` : ""}`);
  return error instanceof BotArmyError && error.code !== "unfinished"
    ? exitCodes.refused
    : exitCodes.unfinished;
};

/** A fault of our own, for people. */
export const brokenInside = (error: unknown, where: string): string =>
  `something broke inside BotArmy (${firstLine(error)}); ${where}`;

const lineFor = (error: unknown): string =>
  error instanceof BotArmyError
    ? error.message
    : brokenInside(error, "run it again with LOG_LEVEL=debug to see where");

const firstLine = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split("\n", 1)[0] ?? "";

const stackOf = (error: unknown): string =>
  error instanceof Error
    ? [error.stack ?? error.message, ...(error.cause === undefined ? [] : [stackOf(error.cause)])].join("\n")
    : String(error);

/** Whoever read our output has gone, as with `| head`: there is nobody left to tell. */
const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EPIPE";
