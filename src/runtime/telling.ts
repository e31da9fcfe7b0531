import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import { createReports, type Reports } from "./reports.ts";
import { tell, type Told } from "./tell.ts";
import type { Turns } from "./turns.ts";

/** Performs effects of the talk lane and reports what came of them. Nothing is told by two at a time. */
export interface Telling {
  /**
   * Tells these one after the other, but what somebody else tells or has told. `redraw` begins an edit when it is its turn; nothing
   * waits for that. Ends early when one fails: it waits for another try.
   */
  all(project: Project, effects: readonly Effect[], redraw: Redraw): Promise<void>;
  /** Tells one that nobody tells. */
  one(project: Project, effect: Effect): Promise<void>;
  isInHand(effect: string): boolean;
}

type Redraw = (project: Project, effect: Effect) => void;

export const createTelling = (parts: Parts, turns: Turns): Telling => {
  const reports = createReports(parts, turns);
  const hands = createHands();
  return {
    all: async (project, effects, redraw) => {
      await reports.sending(project, effects);
      const begin = async (effect: Effect, take: Take): Promise<Told | "failed" | null> => {
        // Read again just before each act: cards show the newest state, and a row that somebody else has moved on is left alone.
        const current = await parts.store.load(project.id);
        if (current === undefined || hands.has(effect.id) || !isOrdered(current, effect)) return null;
        if (effect.type === "edit") {
          redraw(current, effect);
          return null;
        }
        take(effect.id);
        return await attempt({ parts, reports }, current, effect);
      };
      await hands.holding(
        async (take) =>
          await tellEach(effects, {
            begin: (effect) => begin(effect, take),
            save: (told) => reports.performed(project, told),
          }),
      );
    },
    one: async (project, effect) =>
      await hands.holding(async (take) => {
        take(effect.id);
        const told = await attempt({ parts, reports }, project, effect);
        if (told !== "failed") await reports.performed(project, [told]);
      }),
    isInHand: hands.has,
  };
};

const attempt = async (
  { parts, reports }: { readonly parts: Parts; readonly reports: Reports },
  project: Project,
  effect: Effect,
): Promise<Told | "failed"> => {
  const mayBeThere = reports.tries(effect);
  try {
    return await tell(parts, project, { effect, mayBeThere });
  } catch (error) {
    await reports.failed(project, effect, error);
    return "failed";
  }
};

/** All that was told is saved when it resolves. */
const tellEach = async (
  effects: readonly Effect[],
  act: {
    /** null when there is nothing to tell, or nothing to wait for. */
    readonly begin: (effect: Effect) => Promise<Told | "failed" | null>;
    readonly save: (told: readonly Told[]) => Promise<void>;
  },
): Promise<void> => {
  const results: Told[] = [];
  for (const effect of effects) {
    const told = await act.begin(effect);
    if (told === "failed") break;
    if (told !== null) results.push(told);
    if (isAwaited(effect)) await act.save(results.splice(0));
  }
  await act.save(results);
};

/** Must the row know its outcome before more is told? A thread is spoken in, and the card of a question may have to be redrawn. */
const isAwaited = ({ type }: Effect): boolean => type === "openThread" || type === "ask";

const isOrdered = ({ outbox }: Project, effect: Effect): boolean => outbox.some(({ id }) => id === effect.id);

type Take = (effect: string) => void;

/** Which effects are being told. What `act` takes is in hand until it is over. */
const createHands = () => {
  const inHand = new Set<string>();
  return {
    has: (effect: string): boolean => inHand.has(effect),
    holding: async (act: (take: Take) => Promise<void>): Promise<void> => {
      const taken: string[] = [];
      try {
        await act((effect) => {
          inHand.add(effect);
          taken.push(effect);
        });
      } finally {
        for (const effect of taken) inHand.delete(effect);
      }
    },
  };
};
