import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, Log } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";

/** So much faster than the machine's. */
export const fastFactor = 25;

/** The machine's clock, in a hurry. Waits of seconds take milliseconds, so that the servers of a test keep up. */
export const fastClock = (): Clock => {
  const begin = Date.now();
  return {
    now: () => begin + (Date.now() - begin) * fastFactor,
    sleep: async (ms, signal) => {
      try {
        await sleep(ms / fastFactor, undefined, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
  };
};

/** A log that keeps its lines. */
export const keptLog = (): Log & { readonly lines: readonly string[] } => {
  const lines: string[] = [];
  const add =
    (level: string) =>
    (_facts: object, message: string): void => {
      lines.push(`${level} ${message}`);
    };
  return { lines, debug: add("debug"), info: add("info"), warn: add("warn"), error: add("error") };
};

/** A message of one paragraph. */
export const say = (text: string, facts: Partial<Message> = {}): Message => ({
  kind: "notice",
  tone: "neutral",
  from: null,
  blocks: [{ type: "prose", text }],
  mentions: [],
  fallback: text.slice(0, 200),
  ...facts,
});

/** The error of a promise that has to fail. */
export const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
};

/** Makes stages that are all closed after a test. */
export const closedAfter = <A extends readonly unknown[], S extends { close(): Promise<void> }>(
  make: (...args: A) => Promise<S>,
) => {
  let open: readonly S[] = [];
  return {
    make: async (...args: A): Promise<S> => {
      const made = await make(...args);
      open = [...open, made];
      return made;
    },
    close: async (): Promise<void> => {
      const all = open;
      open = [];
      await Promise.all(all.map((one) => one.close()));
    },
  };
};
