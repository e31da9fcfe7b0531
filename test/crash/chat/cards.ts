import type { Button, Root, Sight } from "./platform.ts";

/** A question that is open in a thread. */
export interface Card {
  readonly message: string;
  readonly root: Root;
  readonly choices: readonly Button[];
}

/** Remembers which questions are closed: they stay closed. */
export const createCards = (sight: Sight) => {
  const closed = new Set<string>();
  return {
    /** The oldest open question of a thread. */
    open: async (root: Root): Promise<Card | null> => {
      for (const message of sight.asked(root).filter((one) => !closed.has(one))) {
        const choices = await sight.choices(message);
        if (choices.length > 0) return { message, root, choices };
        closed.add(message);
      }
      return null;
    },
  };
};
