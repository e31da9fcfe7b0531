import type { Effect } from "../project/effect.ts";
import { readyEffects, readyQuestions } from "../project/outbox.ts";
import type { Project } from "../project/project.ts";
import { createCards } from "./cards.ts";
import type { Parts } from "./parts.ts";
import { createTelling } from "./telling.ts";
import type { Turns } from "./turns.ts";

/** Tells threads what their projects want told. `look` and `hurry` are both called whenever a project has moved. */
export interface Talk {
  /** Tells everything that is ready, in order. Resolves when all of it is done, and all cards are redrawn. */
  look(id: string): Promise<void>;
  /** Asks and redraws what has waited too long behind other things: a question to people does not stand in a queue. */
  hurry(id: string): Promise<void>;
  /** Nothing overtakes anything any more. */
  stop(): void;
}

/** How long a question or a card keeps its place behind what was said before it. People expect a question within two seconds. */
const patienceMs = 700;

export const createTalk = (parts: Parts, turns: Turns): Talk => {
  const telling = createTelling(parts, turns);
  const cards = createCards(telling);
  const stopped = new AbortController();

  const mayTell = (project: Project, effect: Effect): boolean =>
    effect.type === "edit" ? cards.mayRedraw(project, effect) : !telling.isInHand(effect.id);

  /** What may overtake, with the time since which it waits. */
  const waiting = (project: Project, now: number): readonly Waiting[] => [
    ...waitingQuestions(project, now).filter(({ effect }) => !telling.isInHand(effect.id)),
    ...cards.waiting(project, now),
  ];

  return {
    look: async (id) => {
      for (;;) {
        cards.listen(id);
        const project = await parts.store.load(id);
        const ready = project === undefined ? [] : readyEffects(project, "talk", parts.clock.now());
        const batch = ready.filter((effect) => project !== undefined && mayTell(project, effect));
        if (project !== undefined && batch.length > 0) await telling.all(project, batch, cards.redraw);
        else if (!(await cards.wait(id))) return;
      }
    },
    hurry: async (id) => {
      const before = await parts.store.load(id);
      cards.news(id);
      const since = before === undefined ? [] : waiting(before, parts.clock.now()).map(({ at }) => at);
      if (since.length === 0 || !(await waitUntil(parts, Math.min(...since) + patienceMs, stopped))) return;
      const project = await parts.store.load(id);
      if (project === undefined) return;
      const now = parts.clock.now();
      const late = waiting(project, now).filter(({ at }) => at + patienceMs <= now);
      if (late.length === 0) return;
      await telling.all(
        project,
        late.map(({ effect }) => effect),
        cards.redraw,
      );
      // What waited for a question can be told now, and somebody is to wait for the cards.
      parts.engine.kick(id);
    },
    stop: () => stopped.abort(),
  };
};

interface Waiting {
  readonly effect: Effect;
  readonly at: number;
}

/** Questions that are not asked yet. */
const waitingQuestions = (project: Project, now: number): readonly Waiting[] =>
  readyQuestions(project, now).map((effect) => ({
    effect,
    at: project.escalations.find((one) => one.id === effect.escalation)?.raisedAt ?? now,
  }));

/** False when everything stops before. */
const waitUntil = async (parts: Parts, at: number, stopped: AbortController): Promise<boolean> => {
  const ms = at - parts.clock.now();
  if (ms <= 0) return !stopped.signal.aborted;
  return await parts.clock.sleep(ms, stopped.signal).then(
    () => true,
    () => false,
  );
};
