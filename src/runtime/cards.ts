import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";
import type { Telling } from "./telling.ts";

/** Redraws cards beside what is said: a card may wait long for its turn, and nothing has to wait for it. */
export interface Cards {
  /** Begins what is to be redrawn and is not being redrawn yet, as the project stands now. */
  redraw(project: Project, effects: readonly Effect[]): void;
  /** Resolves when a card of the project is redrawn, or there is news of it; false when there is nothing to wait for. Rejects when state broke. */
  wait(id: string): Promise<boolean>;
  /** There may be something new to tell. */
  news(id: string): void;
  /** From now on news count; those of before are known. */
  listen(id: string): void;
}

export const createCards = (telling: Telling): Cards => {
  const drawing = new Map<string, Set<Promise<void>>>();
  /** Who looks at a project, with what came since. */
  const listening = new Map<string, PromiseWithResolvers<void>>();

  const begin = (project: Project, effect: Effect): void => {
    const mine = drawing.get(project.id) ?? new Set();
    drawing.set(project.id, mine);
    const done: Promise<void> = telling.one(project, effect).then(() => {
      mine.delete(done);
      if (mine.size === 0) drawing.delete(project.id);
    });
    // Whoever waits for the cards hears of it: a card that failed stays among them.
    done.catch(() => undefined);
    mine.add(done);
  };
  return {
    redraw: (project, effects) => {
      for (const effect of effects)
        if (isDrawable(project, effect) && !telling.isInHand(effect.id)) begin(project, effect);
    },
    wait: async (id) => {
      const mine = drawing.get(id);
      if (mine === undefined) {
        listening.delete(id);
        return false;
      }
      await Promise.race([listening.get(id)?.promise, ...mine]);
      return true;
    },
    news: (id) => listening.get(id)?.resolve(),
    listen: (id) => void listening.set(id, Promise.withResolvers()),
  };
};

/** There is something to redraw: the thread is open, and the question has been asked. */
const isDrawable = ({ chat, outbox }: Project, effect: Effect): boolean =>
  effect.type === "edit" &&
  chat.thread !== null &&
  !outbox.some((one) => one.type === "ask" && one.escalation === effect.target);
