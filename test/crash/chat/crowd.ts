import type { Did } from "./did.ts";
import { createLeaving, type LeavingOptions } from "./leaving.ts";
import type { Plan } from "./plans.ts";
import type { Double } from "./platform.ts";
import { createPlayer } from "./player.ts";

/** The people of a round. They do what they want to do depending on what they see, and try again what they are told did not work. */
export interface Crowd {
  /** Resolves when everybody has done everything, all projects are over, and nothing can open one again. */
  readonly over: Promise<void>;
  readonly did: readonly Did[];
  /** Sends everybody home. */
  end(): void;
}

export const createCrowd = (
  { sight, people }: Double,
  plans: readonly Plan[],
  { rows, handled }: Pick<LeavingOptions, "rows" | "handled">,
): Crowd => {
  const did: Did[] = [];
  const mayLeave = createLeaving({ sight, rows, projects: plans.length, did, handled });
  const ending = new AbortController();
  const keep = (one: Did): void => void did.push(one);
  const over = Promise.all(
    plans.map(async (plan) => {
      const player = createPlayer({
        sight,
        people,
        plan,
        rows,
        mayLeave,
        keep,
        ending: ending.signal,
      });
      await player.play();
    }),
  );
  // Whoever waits for it hears of it; nobody may be left to.
  over.catch(() => undefined);
  return {
    over: over.then(() => undefined),
    did,
    end: () => ending.abort(new Error("the round is over")),
  };
};
