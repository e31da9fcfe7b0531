import { ProviderError } from "../errors.ts";
import type { Command } from "../project/command.ts";
import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import { tell, type Told } from "./tell.ts";
import type { Turns } from "./turns.ts";

/** Performs effects of the talk lane and reports what came of them. Nothing is told by two at a time. */
export interface Telling {
  /** Tells these one after the other, but what somebody else tells or has told. Ends early when one fails: it waits for another try. */
  all(project: Project, effects: readonly Effect[]): Promise<void>;
  /** Redraws a card. */
  one(project: Project, effect: Effect): Promise<void>;
  isInHand(effect: string): boolean;
}

/** Posts are marked as `sending` before the act; edits may be repeated freely. */
export const createTelling = (parts: Parts, turns: Turns): Telling => {
  const inHand = new Set<string>();
  const marks = createMarks(parts, turns);

  /** What came of it; null when it failed. */
  const attempt = async (project: Project, effect: Effect): Promise<Told | null> => {
    const mayBeThere = marks.tries(effect);
    try {
      return await tell(parts, project, { effect, mayBeThere });
    } catch (error) {
      await turns.submit(failed(parts, project, { effect, error }));
      return null;
    }
  };

  const save = async (project: Project, told: readonly Told[]): Promise<void> => {
    const [first] = told;
    if (first === undefined) return;
    const id = `${first.effect}:performed`;
    await turns.submit({ ...report(parts, project.id, id), type: "performed", results: [...told] });
    marks.forget(told);
  };

  /** Calls `take` with each before it is told; all of them are reported when it resolves. */
  const each = async (
    project: Project,
    effects: readonly Effect[],
    take: (effect: string) => void,
  ): Promise<void> => {
    const results: Told[] = [];
    for (const [i, effect] of effects.entries()) {
      // Read again just before each act: cards show the newest state, and a row that somebody else has moved on is left alone.
      const current = await parts.store.load(project.id);
      if (current === undefined || inHand.has(effect.id) || !isOrdered(current, effect)) continue;
      take(effect.id);
      const told = await attempt(current, effect);
      if (told === null) break;
      results.push(told);
      if (isAwaited(effect, i < effects.length - 1)) await save(project, results.splice(0));
    }
    await save(project, results);
  };

  /** What `act` takes is in hand until it is over. */
  const holding = async (act: (take: (effect: string) => void) => Promise<void>): Promise<void> => {
    const taken: string[] = [];
    try {
      await act((effect) => {
        inHand.add(effect);
        taken.push(effect);
      });
    } finally {
      for (const effect of taken) inHand.delete(effect);
    }
  };

  return {
    all: async (project, effects) => {
      await marks.set(project, effects);
      await holding((take) => each(project, effects, take));
    },
    one: async (project, effect) =>
      await holding(async (take) => {
        take(effect.id);
        const told = await attempt(project, effect);
        if (told !== null) await save(project, [told]);
      }),
    isInHand: (effect) => inHand.has(effect),
  };
};

/** Marks effects as `sending`, and knows which of them were not tried since: only what was may have happened, and is looked for. */
const createMarks = (parts: Parts, turns: Turns) => {
  const own = new Map<string, "new" | "tried">();
  return {
    set: async (project: Project, effects: readonly Effect[]): Promise<void> => {
      const fresh = effects.filter(({ state }) => state === "ready").map(({ id }) => id);
      const [first] = fresh;
      if (first === undefined) return;
      const id = `${first}:sending`;
      await turns.submit({ ...report(parts, project.id, id), type: "sending", effects: fresh });
      for (const one of fresh) if (!own.has(one)) own.set(one, "new");
    },
    /** It is tried now: may it have happened before? An edit is simply repeated. */
    tries: ({ id, type }: Effect): boolean => {
      if (type === "edit") return false;
      const mayBeThere = own.get(id) !== "new";
      own.set(id, "tried");
      return mayBeThere;
    },
    forget: (told: readonly Told[]): void => {
      for (const { effect } of told) own.delete(effect);
    },
  };
};

const isOrdered = ({ outbox }: Project, effect: Effect): boolean => outbox.some(({ id }) => id === effect.id);

/** Must the row know its outcome at once? A thread is spoken in, and the card of a question is redrawn when it is decided. */
const isAwaited = ({ type }: Effect, isFollowed: boolean): boolean =>
  type === "ask" || (type === "openThread" && isFollowed);

const failed = (
  parts: Parts,
  project: Project,
  { effect, error }: { effect: Effect; error: unknown },
): Command => {
  const message = error instanceof Error ? error.message : String(error);
  parts.log.warn({ project: project.id, effect: effect.id, type: effect.type, err: error }, "not told");
  const fault = error instanceof ProviderError ? error : { retryable: true, retryAfterMs: null };
  return {
    ...report(parts, project.id, `${effect.id}:failed:${effect.tries + 1}`),
    type: "notPerformed",
    effect: effect.id,
    message: message.slice(0, 1_000),
    retryable: fault.retryable,
    retryAfterMs: fault.retryAfterMs,
  };
};

const report = (parts: Parts, project: string, id: string) => ({ id, project, at: parts.clock.now() });
