import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";
import type { Telling } from "./telling.ts";

/** Redraws cards beside what is said: a card may wait long for its turn, and nothing waits for it. */
export interface Cards {
  /** Cards that wait to be redrawn, each with the time since which it is known to. */
  waiting(project: Project, now: number): readonly { readonly effect: Effect; readonly at: number }[];
  /** Is there something to redraw, and nobody doing it? */
  mayRedraw(project: Project, effect: Effect): boolean;
  /** Begins to redraw a card as the project stands now. */
  redraw(project: Project, effect: Effect): void;
  /** From now on news of the project count. */
  listen(id: string): void;
  /** There may be something new to tell. */
  news(id: string): void;
  /** Resolves when a card is redrawn or there are news; false when no card is being redrawn. Rejects when state broke. */
  wait(id: string): Promise<boolean>;
}

export const createCards = (telling: Pick<Telling, "one" | "isInHand">): Cards => {
  const drawing = new Map<string, Set<Promise<void>>>();
  const listening = new Map<string, PromiseWithResolvers<void>>();
  const seen = new Map<string, number>();

  const mayRedraw = (project: Project, effect: Effect): boolean =>
    isThere(project, effect) && !telling.isInHand(effect.id);
  const since = (id: string, now: number): number => {
    const at = seen.get(id) ?? now;
    seen.set(id, at);
    return at;
  };
  return {
    mayRedraw,
    waiting: (project, now) =>
      project.outbox
        .filter((effect) => effect.type === "edit")
        .filter((effect) => effect.notBefore <= now && mayRedraw(project, effect))
        .map((effect) => ({ effect, at: since(cardOf(project, effect.target), now) })),
    redraw: (project, effect) => {
      if (effect.type !== "edit" || !mayRedraw(project, effect)) return;
      seen.delete(cardOf(project, effect.target));
      const mine = drawing.get(project.id) ?? new Set();
      drawing.set(project.id, mine);
      const draw = async (): Promise<void> => {
        await telling.one(project, effect);
        mine.delete(done);
        if (mine.size === 0) drawing.delete(project.id);
      };
      const done = draw();
      // Whoever waits for the cards hears of it: where state broke, it stays among them.
      done.catch(() => undefined);
      mine.add(done);
    },
    listen: (id) => void listening.set(id, Promise.withResolvers()),
    news: (id) => listening.get(id)?.resolve(),
    wait: async (id) => {
      const mine = drawing.get(id);
      if (mine !== undefined) await Promise.race([listening.get(id)?.promise, ...mine]);
      else listening.delete(id);
      return mine !== undefined;
    },
  };
};

const cardOf = ({ id }: Project, target: string): string => `${id} ${target}`;

/** The thread is open, and the question has been asked. */
const isThere = ({ chat, outbox }: Project, effect: Effect): boolean =>
  effect.type === "edit" &&
  chat.thread !== null &&
  !outbox.some((one) => one.type === "ask" && one.escalation === effect.target);
