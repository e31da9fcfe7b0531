import fs from "node:fs";
import path from "node:path";
import { BotArmyError, ProviderError } from "#src/errors.ts";
import { WireEvent } from "./wire-event.ts";

/** The file is read in pieces: it holds all that was ever said. */
const blockBytes = 262_144;

/** The terminal's memory: a file that only grows, one line per event, each written at once. */
export interface Wire {
  /**
   * Writes the event made for the next number as one line and returns it. Throws ProviderError when the disk refuses
   * it, and BotArmyError `wire-invalid` for a message that breaks its own limits and could not be read again.
   */
  append<T extends WireEvent>(make: (n: number, at: number) => T): T;
  close(): void;
}

/**
 * Opens `{folder}/terminal/wire.jsonl` and hands every line to `each`, oldest first. A last line without line end was
 * cut off by a crash and is removed. Lines survive a killed process; they are not forced to the disk, so a power cut
 * may take the newest, as it takes what was on the screen. Throws BotArmyError `wire-corrupt`.
 */
export const openWire = (options: {
  readonly folder: string;
  readonly now: () => number;
  readonly each: (event: WireEvent) => void;
}): Wire => {
  const folder = path.join(options.folder, "terminal");
  const file = path.join(folder, "wire.jsonl");
  fs.mkdirSync(folder, { recursive: true });
  const handle = fs.openSync(file, "a+", 0o600);
  let { size, last } = readLines(handle, file, options.each);
  fs.ftruncateSync(handle, size);

  return {
    append: (make) => {
      const event = checked(make(last + 1, options.now()), file);
      size += writeLine(handle, `${JSON.stringify(event)}\n`, { file, size });
      last = event.n;
      return event;
    },
    close: () => fs.closeSync(handle),
  };
};

const readLines = (
  handle: number,
  file: string,
  each: (event: WireEvent) => void,
): { size: number; last: number } => {
  const block = Buffer.allocUnsafe(blockBytes);
  let rest: Buffer = Buffer.alloc(0);
  let size = 0;
  let last = 0;
  for (;;) {
    const got = fs.readSync(handle, block, 0, block.length, size + rest.length);
    if (got === 0) return { size, last };
    rest = Buffer.concat([rest, block.subarray(0, got)]);
    let from = 0;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, from)) {
      last += 1;
      each(parseLine(rest.toString("utf8", from, end), { file, line: last }));
      from = end + 1;
    }
    size += from;
    rest = rest.subarray(from);
  }
};

/** What is written must be readable at the next start. */
const checked = <T extends WireEvent>(event: T, file: string): T => {
  const { error } = WireEvent.safeParse(event);
  if (error === undefined) return event;
  const [issue] = error.issues;
  const what = `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}`;
  throw new BotArmyError(
    "wire-invalid",
    `${file}: a message breaks its limits (${what}); report this as a bug`,
  );
};

const parseLine = (text: string, where: { readonly file: string; readonly line: number }): WireEvent => {
  try {
    const event = WireEvent.parse(JSON.parse(text));
    if (event.n === where.line) return event;
    throw new Error(`it says it is number ${event.n}`);
  } catch (cause) {
    const advice = "move the file away to start with an empty terminal history; no project is lost by that";
    throw new BotArmyError(
      "wire-corrupt",
      `${where.file}:${where.line}: not a line of the terminal's history; ${advice}`,
      { cause },
    );
  }
};

/** One write for the whole line. What a full disk took of it is removed again, so that the file stays whole. */
const writeLine = (
  handle: number,
  line: string,
  at: { readonly file: string; readonly size: number },
): number => {
  const bytes = Buffer.from(line);
  const refused = (cause?: unknown) =>
    new ProviderError(`${at.file} could not be written: is the disk full?`, { retryable: true, cause });
  try {
    if (fs.writeSync(handle, bytes) === bytes.length) return bytes.length;
    fs.ftruncateSync(handle, at.size);
  } catch (cause) {
    throw refused(cause);
  }
  throw refused();
};
