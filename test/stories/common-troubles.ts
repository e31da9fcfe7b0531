import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What should not happen on any platform: words to those who run the bot, and warnings in the log. */
export const commonTroubles = ({
  told,
  data,
}: {
  readonly told: readonly string[];
  readonly data: string;
}): readonly string[] => [
  ...told.map((words) => `told: ${words}`),
  ...warningsIn(path.join(data, "logs/botarmy.jsonl")),
];

/** What is there more than once. */
export const doubled = (keys: readonly string[]): readonly string[] =>
  keys.filter((key, n) => key !== "" && keys.indexOf(key) !== n);

const worrying = ["warn", "error", "fatal"];
const Line = z.looseObject({ level: z.string() });

/** Said by the product's clock, which may be a quick one: what is late by the platform's is a delivery that failed. */
const late = "acknowledged too late";

const warningsIn = (file: string): readonly string[] =>
  !existsSync(file)
    ? []
    : readFileSync(file, "utf8")
        .split("\n")
        .filter(
          (line) =>
            line !== "" && !line.includes(late) && worrying.includes(Line.parse(JSON.parse(line)).level),
        )
        .map((line) => `logged: ${line}`);
