import { change, type Draft } from "./draft.ts";

/** Most directions that may wait for agents at once; the schema has the same limit. */
export const directionLimit = 50;

/** Most characters of a direction; the schema has the same limit. */
const wordLimit = 4_500;

/** Keeps a person's words for an agent's next prompt. When too many wait, the oldest is dropped: decisions must never be refused for it. */
export const direct = (
  draft: Draft,
  words: { readonly to: string | null; readonly text: string; readonly by: string },
): Draft => {
  const text = words.text.slice(0, wordLimit);
  const directions = [...draft.project.directions, { ...words, text, at: draft.at }];
  return change(draft, { directions: directions.slice(-directionLimit) });
};
