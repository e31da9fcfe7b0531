import { ProviderError } from "../errors.ts";
import type { Command } from "../project/command.ts";
import type { Effect } from "../project/effect.ts";
import { readyEffects, readyQuestions } from "../project/outbox.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import { tell, type Told } from "./tell.ts";
import type { Turns } from "./turns.ts";

/** Tells threads what their projects want told. */
export interface Talk {
  /** Tells everything that is ready, in order. */
  look(id: string): Promise<void>;
  /** Asks what has waited too long behind other things: a question to people does not stand in a queue. */
  hurry(id: string): Promise<void>;
  /** Questions no longer overtake anything. */
  stop(): void;
}

/** How long a question keeps its place behind what was said before it. People expect it within two seconds. */
const patienceMs = 700;

/** Posts are marked as `sending` before the act; edits may be repeated freely. */
export const createTalk = (parts: Parts, turns: Turns): Talk => {
  /** Questions that are overtaking. */
  const inHand = new Set<string>();
  const stopped = new AbortController();
  return {
    look: async (id) => {
      for (;;) {
        const project = await parts.store.load(id);
        const ready = project === undefined ? [] : readyEffects(project, "talk", parts.clock.now());
        const batch = without(ready, inHand);
        if (project === undefined || batch.length === 0) return;
        await mark(parts, turns, { project, batch });
        if (!(await tellAll(parts, turns, { project, batch, inHand }))) return;
      }
    },
    hurry: async (id) => {
      const before = await parts.store.load(id);
      const since = before === undefined ? [] : waitingQuestions(before, parts.clock.now());
      if (since.length === 0 || !(await waitUntil(parts, Math.min(...since.map(({ at }) => at)), stopped)))
        return;
      const project = await parts.store.load(id);
      if (project === undefined) return;
      const now = parts.clock.now();
      const late = waitingQuestions(project, now).filter(
        ({ ask, at }) => at + patienceMs <= now && !inHand.has(ask.id),
      );
      const batch = late.map(({ ask }) => ask);
      for (const { id: ask } of batch) inHand.add(ask);
      try {
        if (batch.length === 0) return;
        await mark(parts, turns, { project, batch });
        await tellAll(parts, turns, { project, batch, inHand: new Set() });
      } finally {
        for (const { id: ask } of batch) inHand.delete(ask);
      }
      // What waited for the question can be told now.
      parts.engine.kick(id);
    },
    stop: () => stopped.abort(),
  };
};

/** Without questions that are being asked already, and without redrawing them before they are there. */
const without = (effects: readonly Effect[], inHand: ReadonlySet<string>): readonly Effect[] => {
  const asked = effects.flatMap((effect) =>
    effect.type === "ask" && inHand.has(effect.id) ? [effect.escalation] : [],
  );
  return effects.filter(
    (effect) => !inHand.has(effect.id) && !(effect.type === "edit" && asked.includes(effect.target)),
  );
};

/** Questions that stand behind something else, with the time since which they do. */
const waitingQuestions = (project: Project, now: number): readonly { ask: Effect; at: number }[] =>
  readyQuestions(project, now).map((ask) => ({
    ask,
    at: project.escalations.find((one) => one.id === ask.escalation)?.raisedAt ?? now,
  }));

/** False when everything stops before. */
const waitUntil = async (parts: Parts, since: number, stopped: AbortController): Promise<boolean> => {
  const ms = since + patienceMs - parts.clock.now();
  if (ms <= 0) return !stopped.signal.aborted;
  return await parts.clock.sleep(ms, stopped.signal).then(
    () => true,
    () => false,
  );
};

interface Batch {
  readonly project: Project;
  readonly batch: readonly Effect[];
  /** Questions that somebody else asks meanwhile. */
  readonly inHand: ReadonlySet<string>;
}

const mark = async (
  parts: Parts,
  turns: Turns,
  { project, batch }: Pick<Batch, "project" | "batch">,
): Promise<void> => {
  const fresh = batch
    .filter((effect) => effect.state === "ready" && effect.type !== "edit")
    .map((effect) => effect.id);
  const [first] = fresh;
  if (first !== undefined)
    await turns.submit({ ...report(parts, project.id, `${first}:sending`), type: "sending", effects: fresh });
};

/** False when an effect failed and is waiting for another try. */
const tellAll = async (parts: Parts, turns: Turns, { project, batch, inHand }: Batch): Promise<boolean> => {
  const results: Told[] = [];
  const save = async (): Promise<void> => {
    const told = results.splice(0);
    const [first] = told;
    if (first !== undefined)
      await turns.submit({
        ...report(parts, project.id, `${first.effect}:performed`),
        type: "performed",
        results: told,
      });
  };
  for (const [i, effect] of batch.entries()) {
    // Read again just before each act: cards show the newest state, and a row that somebody else has moved on is left alone.
    const current = await parts.store.load(project.id);
    if (current === undefined || !without(current.outbox, inHand).some((one) => one.id === effect.id))
      continue;
    try {
      results.push(await tell(parts, current, effect));
    } catch (error) {
      await save();
      await turns.submit(failed(parts, current, { effect, error }));
      return false;
    }
    if (isAwaited(effect, batch.slice(i + 1))) await save();
  }
  await save();
  return true;
};

/** Must the row know its outcome before the rest is told? A thread is spoken in, and the card of a question may be redrawn at once. */
const isAwaited = (effect: Effect, rest: readonly Effect[]): boolean => {
  if (effect.type === "openThread") return rest.length > 0;
  return effect.type === "ask" && rest.some((one) => one.type === "edit" && one.target === effect.escalation);
};

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
