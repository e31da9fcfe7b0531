import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What was on disk when a process had died: with this a fault can be laid between two deaths. */
export const Kill = z.strictObject({
  how: z.string(),
  /** What had been said until then: lines in the terminal's wire, or posts on a platform. */
  wire: z.number().int(),
  /** Newest version in each project's command log. */
  versions: z.record(z.string(), z.number().int()),
});
export type Kill = z.infer<typeof Kill>;

export const killNote = (data: string, how: string, said: number): Kill => {
  const queues = join(data, "queues");
  const files = existsSync(queues) ? readdirSync(queues).filter((name) => name.endsWith(".jsonl")) : [];
  return {
    how,
    wire: said,
    versions: Object.fromEntries(files.map((name) => [name.slice(0, -6), newestVersion(join(queues, name))])),
  };
};

const newestVersion = (file: string): number => {
  const last = wholeLines(file).at(-1);
  return last === undefined ? 0 : Number(/"version":(\d+)/.exec(last)?.[1] ?? 0);
};

export const wholeLines = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
