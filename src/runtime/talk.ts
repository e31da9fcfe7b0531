import type { Effect } from "../project/effect.ts";
import { readyEffects, readyQuestions } from "../project/outbox.ts";
import type { Project } from "../project/project.ts";
import { createCards } from "./cards.ts";
import type { Parts } from "./parts.ts";
import { createTelling } from "./telling.ts";
import type { Turns } from "./turns.ts";

/** Tells threads what their projects want told. `look` and `hurry` are both called whenever a project has moved. */
export interface Talk {
  /** Tells everything that is ready, in order, and redraws cards beside it. Resolves when all of it is done. */
  look(id: string): Promise<void>;
  /** Does what does not stand in a queue: has cards redrawn, and asks what has waited too long behind other things. */
  hurry(id: string): Promise<void>;
  /** Questions no longer overtake anything. */
  stop(): void;
}

/** How long a question keeps its place behind what was said before it. People expect it within two seconds. */
const patienceMs = 700;

export const createTalk = (parts: Parts, turns: Turns): Talk => {
  const telling = createTelling(parts, turns);
  const cards = createCards(telling);
  const stopped = new AbortController();

  const waiting = (project: Project): readonly Waiting[] =>
    waitingQuestions(project, parts.clock.now()).filter(({ ask }) => !telling.isInHand(ask.id));

  /** Questions that have waited long enough, when it is time for the first of them. */
  const lateQuestions = async (id: string, before: Project): Promise<readonly Effect[]> => {
    const since = Math.min(...waiting(before).map(({ at }) => at));
    if (since === Infinity || !(await waitUntil(parts, since + patienceMs, stopped))) return [];
    const project = await parts.store.load(id);
    const late = (at: number): boolean => at + patienceMs <= parts.clock.now();
    return project === undefined
      ? []
      : waiting(project)
          .filter(({ at }) => late(at))
          .map(({ ask }) => ask);
  };

  return {
    look: async (id) => {
      for (;;) {
        cards.listen(id);
        const project = await parts.store.load(id);
        const ready = project === undefined ? [] : readyEffects(project, "talk", parts.clock.now());
        if (project !== undefined) cards.redraw(project, ready);
        const batch = ready.filter(({ type, id: effect }) => type !== "edit" && !telling.isInHand(effect));
        if (project !== undefined && batch.length > 0) await telling.all(project, batch);
        else if (!(await cards.wait(id))) return;
      }
    },
    hurry: async (id) => {
      const project = await parts.store.load(id);
      if (project === undefined || stopped.signal.aborted) return;
      cards.redraw(project, readyEffects(project, "talk", parts.clock.now()));
      cards.news(id);
      const late = await lateQuestions(id, project);
      if (late.length === 0) return;
      await telling.all(project, late);
      // What waited for the question can be told now.
      parts.engine.kick(id);
    },
    stop: () => stopped.abort(),
  };
};

interface Waiting {
  readonly ask: Effect;
  /** Since when. */
  readonly at: number;
}

/** Questions that are not asked yet. */
const waitingQuestions = (project: Project, now: number): readonly Waiting[] =>
  readyQuestions(project, now).map((ask) => ({
    ask,
    at: project.escalations.find((one) => one.id === ask.escalation)?.raisedAt ?? now,
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
