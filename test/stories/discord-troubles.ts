import type { TestDiscord } from "../support/discord/discord.ts";
import type { Interaction } from "../support/discord/interactions.ts";
import { doubled } from "./common-troubles.ts";

/**
 * What should not happen on Discord in any story, one line each: what it refuses, what is said twice or to the wrong people, what is not
 * answered in its time. `mayNotify` has ids of people and roles.
 */
export const discordTroubles = (discord: TestDiscord, mayNotify: readonly string[]): readonly string[] => [
  ...discord.refused().map(({ operation, problems }) => `refused: ${operation}: ${problems.join("; ")}`),
  ...discord.calls.flatMap(({ operation, answered, code }) =>
    answered === null || (typeof answered === "number" && answered < 400)
      ? []
      : [`${operation}: ${answered} ${code ?? ""}`],
  ),
  ...doubled(discord.posts.flatMap(({ marks }) => marks.map(String))).map((mark) => `posted twice: ${mark}`),
  ...discord.posts.flatMap(({ id, marks, answer }) =>
    marks.length === 1 || answer ? [] : [`cannot be found again: ${id}`],
  ),
  ...discord.interactions.flatMap((one) => unanswered(discord, one)),
  ...discord.posts.flatMap(({ pinged }) => [
    ...(pinged.everyone ? ["notifies everyone"] : []),
    ...[...pinged.users, ...pinged.roles]
      .filter((id) => !mayNotify.includes(id))
      .map((id) => `notifies ${id}`),
  ]),
];

const unanswered = (
  discord: TestDiscord,
  { kind, failure, ackType, original }: Interaction,
): readonly string[] => {
  if (failure !== null) return [`${kind}: ${failure}`];
  const isWaiting = ackType === 5 && original !== null && discord.message(original).loading;
  return isWaiting ? [`${kind}: still thinking`] : [];
};
