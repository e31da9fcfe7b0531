import type { Escalation } from "./escalation.ts";
import type { Priority } from "./words.ts";

/** When people are reminded next: first after three quarters of the time they have, then at each deadline. */
export const reminderAt = (escalation: Escalation): number =>
  escalation.reminders === 0
    ? Math.floor(escalation.raisedAt + (escalation.deadline - escalation.raisedAt) * 0.75)
    : escalation.deadline;

/** The escalation after a reminder. At the deadline it becomes more pressing and gets another span; it is never decided by time. */
export const reminded = (escalation: Escalation, at: number, spanMs: number): Escalation => {
  const reminders = escalation.reminders + 1;
  if (at < escalation.deadline) return { ...escalation, reminders };
  return { ...escalation, reminders, priority: morePressing[escalation.priority], deadline: at + spanMs };
};

const morePressing: Readonly<Record<Priority, Priority>> = {
  low: "normal",
  normal: "high",
  high: "urgent",
  urgent: "urgent",
};
