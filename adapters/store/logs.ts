import { join } from "node:path";
import { z } from "zod";
import { BotArmyError } from "#src/errors.ts";
import { ProjectId } from "#src/project/words.ts";
import { syncIndex } from "./index-sync.ts";
import { cutTail } from "./jsonl.ts";
import type { OpenFiles } from "./open-files.ts";

/** Where a project's logs are. */
export interface Logs {
  /** One envelope per line. */
  readonly conversation: string;
  /** The folder of the conversation's index, see line-index.ts. */
  readonly index: string;
  /** One `{ version, command }` per line. */
  readonly queue: string;
  /** One `{ version, move, at, by, patch }` per line: the spec's version, and the project's version that made it. */
  readonly specs: string;
}

const Numbers = z.object({ version: z.number(), move: z.number().optional() });

/** Throws BotArmyError `bad-project-id`: nothing but a project id ever becomes a path. */
export const logsOf = (folder: string, project: string): Logs => {
  if (!ProjectId.safeParse(project).success) {
    throw new BotArmyError(
      "bad-project-id",
      `${JSON.stringify(project)} is not a project id: use one like p-3f9k2m7q.`,
    );
  }
  return {
    conversation: join(folder, "conversations", `${project}.jsonl`),
    index: join(folder, "conversations", "index", project),
    queue: join(folder, "queues", `${project}.jsonl`),
    specs: join(folder, "specs", `${project}.jsonl`),
  };
};

/** Cuts torn last lines and everything above `version`. Returns the last version left in the command log, 0 for none. */
export const cutLogs = (files: OpenFiles, logs: Logs, version: number): number => {
  cutTail(files, logs.specs, (text) => numberIn(text, "move") <= version);
  cutTail(files, logs.conversation, (text) => numberIn(text, "version") <= version);
  syncIndex(files, logs.index, logs.conversation);
  const line = cutTail(files, logs.queue, (text) => numberIn(text, "version") <= version);
  return line === undefined ? 0 : numberIn(line.text, "version");
};

/** A number in a line of a log; NaN, which no comparison accepts, for a line that was not written whole. */
const numberIn = (text: string, field: "version" | "move"): number => {
  try {
    return Numbers.parse(JSON.parse(text))[field] ?? Number.NaN;
  } catch {
    return Number.NaN;
  }
};
