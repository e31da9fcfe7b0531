import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const Line = z.looseObject({
  level: z.string(),
  msg: z.string().default(""),
  /** Of the effect it is about. */
  type: z.string().optional(),
  err: z.looseObject({ message: z.string() }).optional(),
});

/** Every warning and error in the product's log, e.g. `not told (edit): Discord wants an edit less often`. `data` is its data folder. */
export const complaintsIn = (data: string): readonly string[] =>
  readFileSync(path.join(data, "logs", "botarmy.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Line.parse(JSON.parse(line)))
    .filter(({ level }) => level !== "info")
    .map(wordsOf);

const wordsOf = ({ msg, type, err }: z.infer<typeof Line>): string =>
  `${msg}${type === undefined ? "" : ` (${type})`}${err === undefined ? "" : `: ${err.message}`}`;
