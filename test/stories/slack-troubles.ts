import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { TestSlack } from "../support/slack/slack.ts";

/** Everything that should not happen in any story, one line each. */
export const troublesOf = (
  slack: TestSlack,
  { told, data }: { readonly told: readonly string[]; readonly data: string },
): readonly string[] => [
  ...told.map((words) => `told: ${words}`),
  ...slack.calls.flatMap(({ method, answered }) => refusalIn(answered).map((why) => `${method}: ${why}`)),
  ...doubled(
    slack.posts.map(({ payload }) => (typeof payload["k"] === "string" ? JSON.stringify(payload) : "")),
  ).map((key) => `posted twice: ${key}`),
  ...slack.deliveries.flatMap(({ type, failure }) => (failure === null ? [] : [`${type}: ${failure}`])),
  ...warningsIn(path.join(data, "logs/botarmy.jsonl")),
];

const Refusal = z.looseObject({ ok: z.literal(false), error: z.string() });

const refusalIn = (answered: unknown): readonly string[] => {
  if (typeof answered === "string") return [answered];
  const refusal = Refusal.safeParse(answered).data;
  return refusal === undefined ? [] : [JSON.stringify(refusal)];
};

const doubled = (keys: readonly string[]): readonly string[] =>
  keys.filter((key, n) => key !== "" && keys.indexOf(key) !== n);

const worrying = ["warn", "error", "fatal"];
const Line = z.looseObject({ level: z.string() });

/** Said by the product's clock, which may be a quick one: what is late by Slack's is a delivery that failed. */
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
