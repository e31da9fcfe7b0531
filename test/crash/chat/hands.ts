import type { Did } from "./did.ts";
import type { Plan } from "./plans.ts";
import type { Double, Self, Sight, Told } from "./platform.ts";

/** How somebody acts. */
export interface Hands {
  readonly me: Self;
  readonly plan: Plan;
  readonly sight: Sight;
  /** Notes what was done, and what the app was told of it. */
  note(did: About, told: readonly (Told | null)[]): void;
  /** Waits until it is there; null when that takes too long, or everything ends. */
  see<T>(look: () => Promise<T | null | false> | T | null | false, ms: number): Promise<T | null>;
  /** Fills in the form that opens; null when none does. True when the app took it. */
  fill(words: string, did: About): Promise<boolean | null>;
  /** Puts away what an earlier try left. */
  clear(): Promise<void>;
}

type About = Omit<Did, "person" | "told">;

export interface HandsOptions extends Pick<Double, "sight" | "people"> {
  readonly plan: Plan;
  readonly keep: (did: Did) => void;
  readonly ending: AbortSignal;
}

const lookEveryMs = 40;
/** A form opens at once, or not at all. */
const formWithinMs = 2_500;

export const createHands = ({ sight, plan, people, keep, ending }: HandsOptions): Hands => {
  const me = people.get(plan.id);
  if (me === undefined) throw new Error(`there is no ${plan.id}`);
  const see: Hands["see"] = async (look, ms) => {
    const end = Date.now() + ms;
    while (!ending.aborted) {
      const seen = await look();
      if (seen !== null && seen !== false) return seen;
      if (Date.now() >= end) break;
      await new Promise((resolve) => {
        setTimeout(resolve, lookEveryMs);
      });
    }
    return null;
  };
  const note: Hands["note"] = (did, told) =>
    keep({ ...did, person: me.id, told: told.filter((one) => one !== null) });
  const clear = async (): Promise<void> => {
    while (me.hasForm()) await me.closeForm();
  };
  return {
    me,
    plan,
    sight,
    note,
    see,
    clear,
    fill: async (words, did) => {
      if ((await see(() => me.hasForm(), formWithinMs)) === null) return null;
      const told = await me.fill(words);
      if (told !== null) note(did, [told]);
      await clear();
      return told?.isAcked === true;
    },
  };
};
