import { reminderAt } from "./deadlines.ts";
import { laneOf, type Effect } from "./effect.ts";
import type { Project } from "./project.ts";

/** A lane of effects: `talk` reaches people, `work` reaches models and files. */
export type Lane = ReturnType<typeof laneOf>;

/**
 * What a lane may perform now, in order. Talk: the run of effects at its head that wait for nothing; one that waits holds up those
 * behind it, so that a thread is never out of order. Work: the oldest write, so that files are written in order, and every step that
 * waits for nothing; how many agents may be at work was decided when their steps were ordered.
 */
export const readyEffects = (project: Project, lane: Lane, now: number): readonly Effect[] => {
  const isReady = (effect: Effect): boolean => waitsUntil(project, effect) <= now;
  if (lane === "work") return workHeads(project).filter(isReady);
  const queue = project.outbox.filter((effect) => laneOf(effect) === lane);
  const blocked = queue.findIndex((effect) => !isReady(effect));
  return blocked === -1 ? queue : queue.slice(0, blocked);
};

/** Questions to people that wait for nothing but their turn. They may overtake what was said before them: people are waiting. */
export const readyQuestions = (project: Project, now: number): readonly Extract<Effect, { type: "ask" }>[] =>
  project.chat.thread === null
    ? []
    : project.outbox
        .filter((effect) => effect.type === "ask")
        .filter((effect) => waitsUntil(project, effect) <= now);

/**
 * When the project wants to be looked at by itself: the earliest time at which an effect may be performed or people are to be
 * reminded. 0 means now, null never.
 */
export const wakeAt = (project: Project): number | null => earliest(wakes(project));

/** The first time after `now` at which there is more to do than now; null when there is none. What is under way does not hide it. */
export const laterWakeAt = (project: Project, now: number): number | null =>
  earliest(wakes(project).filter((at) => at > now));

/** The times at which the heads of both lanes may be performed, and the reminders of open questions. */
const wakes = (project: Project): readonly number[] => {
  const talk = project.outbox.find((effect) => laneOf(effect) === "talk");
  const heads = [...(talk === undefined ? [] : [talk]), ...workHeads(project)];
  const reminders = project.escalations.filter((one) => one.state === "open").map(reminderAt);
  return [...heads.map((effect) => waitsUntil(project, effect)), ...reminders];
};

const earliest = (times: readonly number[]): number | null => {
  const first = Math.min(...times);
  return first === Infinity ? null : first;
};

/** Steps run beside each other; writes come one after the other. */
const workHeads = ({ outbox }: Project): readonly Effect[] => {
  const write = outbox.find((effect) => effect.type === "writeArtifact");
  return outbox.filter((effect) => effect.type === "runStep" || effect === write);
};

/** Infinity when it waits for something other than time. */
const waitsUntil = (project: Project, effect: Effect): number => {
  if (effect.type === "runStep" && project.status !== "running") return Infinity;
  const waiting = effect.after.some((id) => project.outbox.some((other) => other.id === id));
  return waiting ? Infinity : effect.notBefore;
};
