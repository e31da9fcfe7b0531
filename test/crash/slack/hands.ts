import type { Delivery } from "../../support/slack/deliveries.ts";
import type { Person } from "../../support/slack/person.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Did } from "./did.ts";
import type { Plan } from "./plans.ts";
import { mustFill } from "./seeing.ts";

/** How somebody acts in Slack. */
export interface Hands {
  readonly me: Person;
  readonly plan: Plan;
  readonly slack: TestSlack;
  /** Notes what was done, and what Slack told the app of it. */
  note(did: About, deliveries: readonly (Delivery | null)[]): void;
  /** Waits until it is there; null when that takes too long, or everything ends. */
  see<T>(look: () => Promise<T | null | false> | T | null | false, ms: number): Promise<T | null>;
  /** Fills in the form that opens; null when none does. True when Slack took it. */
  fill(words: string, did: About): Promise<boolean | null>;
  /** Puts away what an earlier try left. */
  clear(): Promise<void>;
}

type About = Omit<Did, "person" | "deliveries">;

export interface HandsOptions {
  readonly slack: TestSlack;
  readonly plan: Plan;
  readonly people: ReadonlyMap<string, Person>;
  readonly keep: (did: Did) => void;
  readonly ending: AbortSignal;
}

const lookEveryMs = 40;
/** A form opens at once, or not at all. */
const formWithinMs = 2_500;

export const createHands = ({ slack, plan, people, keep, ending }: HandsOptions): Hands => {
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
  const note: Hands["note"] = (did, deliveries) =>
    keep({ ...did, person: me.id, deliveries: deliveries.filter((delivery) => delivery !== null) });
  const clear = async (): Promise<void> => {
    while (me.modal() !== null) await me.closeModal();
  };
  return {
    me,
    plan,
    slack,
    note,
    see,
    clear,
    fill: async (words, did) => {
      const form = await see(() => me.modal(), formWithinMs);
      if (form === null) return null;
      // Only the form that starts a project demands nothing.
      const fields = mustFill(form.blocks);
      const names = fields.length === 0 ? ["Brief"] : fields;
      const { delivery, errors } = await me.submit(Object.fromEntries(names.map((name) => [name, words])));
      if (errors === null) note(did, [delivery]);
      await clear();
      return delivery.ackMs !== null && errors === null;
    },
  };
};
