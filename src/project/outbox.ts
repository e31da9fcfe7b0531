import { reminderAt } from "./deadlines.ts";
import { laneOf, type Effect } from "./effect.ts";
import type { Project } from "./project.ts";

/** A lane of effects: `talk` reaches people, `work` reaches models and files. */
export type Lane = ReturnType<typeof laneOf>;

/**
 * What a lane may perform now, in order: the run of effects at its head that wait for nothing. An effect that waits holds up
 * those behind it, so that a thread is never out of order. The work lane gives one effect at a time.
 */
export const readyEffects = (project: Project, lane: Lane, now: number): readonly Effect[] => {
  const queue = project.outbox.filter((effect) => laneOf(effect) === lane);
  const blocked = queue.findIndex((effect) => waitsUntil(project, effect) > now);
  const ready = blocked === -1 ? queue : queue.slice(0, blocked);
  return lane === "work" ? ready.slice(0, 1) : ready;
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
export const wakeAt = (project: Project): number | null => {
  const lanes: readonly Lane[] = ["talk", "work"];
  const heads = lanes
    .map((lane) => project.outbox.find((effect) => laneOf(effect) === lane))
    .filter((effect) => effect !== undefined)
    .map((effect) => waitsUntil(project, effect));
  const reminders = project.escalations.filter((one) => one.state === "open").map(reminderAt);
  const earliest = Math.min(...heads, ...reminders);
  return earliest === Infinity ? null : earliest;
};

/** Infinity when it waits for something other than time. */
const waitsUntil = (project: Project, effect: Effect): number => {
  if (effect.type === "runStep" && project.status !== "running") return Infinity;
  const waiting = effect.after.some((id) => project.outbox.some((other) => other.id === id));
  return waiting ? Infinity : effect.notBefore;
};
