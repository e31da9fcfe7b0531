import { z } from "zod";
import type { TestSlack } from "../support/slack/slack.ts";
import { doubled } from "./common-troubles.ts";

/** What should not happen on Slack in any story, one line each: what it refuses, what is said twice, what is not acknowledged. */
export const slackTroubles = (slack: TestSlack): readonly string[] => [
  ...slack.calls.flatMap(({ method, answered }) => refusalIn(answered).map((why) => `${method}: ${why}`)),
  ...doubled(
    slack.posts.map(({ payload }) => (typeof payload["k"] === "string" ? JSON.stringify(payload) : "")),
  ).map((key) => `posted twice: ${key}`),
  ...slack.deliveries.flatMap(({ type, failure }) => (failure === null ? [] : [`${type}: ${failure}`])),
];

const Refusal = z.looseObject({ ok: z.literal(false), error: z.string() });

const refusalIn = (answered: unknown): readonly string[] => {
  if (typeof answered === "string") return [answered];
  const refusal = Refusal.safeParse(answered).data;
  return refusal === undefined ? [] : [JSON.stringify(refusal)];
};
