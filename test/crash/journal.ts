import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { z } from "zod";

/** Adds one line. Written at once, so that it survives the killed process that wrote it. */
export const note = (file: string, line: object): void => appendFileSync(file, `${JSON.stringify(line)}\n`);

/** All whole lines of a file of JSON lines, oldest first; none when there is no file. A line that does not fit throws. */
export const readLines = <T>(file: string, schema: z.ZodType<T>): readonly T[] => {
  if (!existsSync(file)) return [];
  const whole = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return whole.map((line) => schema.parse(JSON.parse(line)));
};
