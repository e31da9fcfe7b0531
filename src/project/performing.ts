import type { CommandOf } from "./command.ts";
import { change, order, say, type Draft } from "./draft.ts";
import type { Effect } from "./effect.ts";
import type { Escalation } from "./escalation.ts";
import { notice } from "./notices.ts";
import type { Project } from "./project.ts";
import { ignore, type Outcome } from "./refusal.ts";

/** Marks effects as being performed; saved before the act. */
export const markSending = (draft: Draft, command: CommandOf<"sending">): Outcome => {
  const marked = draft.project.outbox.some(
    (effect) => command.effects.includes(effect.id) && effect.state === "ready",
  );
  if (!marked) return ignore;
  return change(draft, {
    outbox: draft.project.outbox.map((effect) =>
      command.effects.includes(effect.id) ? { ...effect, state: "sending" } : effect,
    ),
  });
};

/** Takes performed effects out of the outbox and keeps what they gave back. How a step ended is reported by `stepDone` or `stepFailed` alone. */
export const performed = (draft: Draft, command: CommandOf<"performed">): Outcome => {
  const known = command.results.filter((result) => waiting(draft, result.effect) !== undefined);
  return known.length === 0 ? ignore : known.reduce((next, result) => take(next, result), draft);
};

/** First wait before a failed effect is tried again; doubled each time, up to five minutes. */
const firstWaitMs = 1_000;
const longestWaitMs = 300_000;
/** After so many failed tries people are told that something is stuck. */
const tellAfter = 3;

/**
 * An effect failed. It stays marked as `sending`, since it may have happened all the same: the outside is asked before the next
 * try. A post that the platform refuses for good is dropped, and the conversation log says so; a question is then asked in plain
 * words. Everything else is kept and retried.
 */
export const notPerformed = (draft: Draft, command: CommandOf<"notPerformed">): Outcome => {
  const effect = waiting(draft, command.effect);
  // A report from before the wait that it caused is a repetition.
  if (effect === undefined || draft.at < effect.notBefore) return ignore;
  const content = {
    text: command.message,
    data: { effect: effect.id, type: effect.type, tries: effect.tries + 1 },
  };
  const told = say(draft, { from: "system", to: null, type: "error", attempt: effect.tries + 1, content });
  const hopeless = !command.retryable && effect.type !== "openThread" && effect.type !== "writeArtifact";
  return hopeless ? askPlainly(drop(told, effect), effect) : wait(told, effect, command);
};

/** A question whose card cannot be shown must not wait unseen. */
const askPlainly = (draft: Draft, effect: Effect): Draft => {
  const { project } = draft;
  const asked = project.escalations.find((one) => effect.type === "ask" && one.id === effect.escalation);
  if (asked === undefined || asked.state !== "open") return draft;
  const ways = asked.choices.map(({ id, wantsNote }) => `\`${id} ${asked.id}${wantsNote ? ": …" : ""}\``);
  const text = `**${asked.title}**\nIts card cannot be shown here. Decide in words: ${ways.join(", ")}.`;
  const message = notice(text, { tone: "warning", mentions: [project.startedBy.id] });
  return order(draft, { type: "post", message });
};

const waiting = (draft: Draft, id: string): Effect | undefined =>
  draft.project.outbox.find((effect) => effect.id === id && effect.type !== "runStep");

const drop = (draft: Draft, effect: Effect): Draft =>
  change(draft, { outbox: draft.project.outbox.filter((one) => one.id !== effect.id) });

const wait = (draft: Draft, effect: Effect, command: CommandOf<"notPerformed">): Draft => {
  const waitMs = Math.max(
    command.retryAfterMs ?? 0,
    Math.min(firstWaitMs * 2 ** effect.tries, longestWaitMs),
  );
  const outbox = draft.project.outbox.map((one) =>
    one.id === effect.id ? { ...one, tries: one.tries + 1, notBefore: draft.at + waitMs } : one,
  );
  const later = change(draft, { outbox });
  if (effect.type !== "writeArtifact" || effect.tries + 1 !== tellAfter) return later;
  const text = `The result cannot be written: ${command.message} It will be tried again until it can.`;
  const message = notice(text, { tone: "bad", mentions: [draft.project.startedBy.id] });
  return putAhead(order(later, { type: "post", message }), effect.id);
};

/** Puts the newest effect before those that wait for another one: they may wait long. */
const putAhead = (draft: Draft, id: string): Draft => {
  const { outbox } = draft.project;
  const first = outbox.findIndex((effect) => effect.after.includes(id));
  if (first === -1) return draft;
  return change(draft, {
    outbox: [...outbox.slice(0, first), ...outbox.slice(-1), ...outbox.slice(first, -1)],
  });
};

const take = (draft: Draft, result: CommandOf<"performed">["results"][number]): Draft => {
  const effect = waiting(draft, result.effect);
  if (effect === undefined) return draft;
  return change(drop(draft, effect), kept(draft.project, effect, result));
};

const kept = (
  project: Project,
  effect: Effect,
  result: { ref: string; thread: string | null },
): Partial<Project> => {
  switch (effect.type) {
    case "openThread":
      return { chat: { ...project.chat, root: result.ref, thread: result.thread } };
    case "ask":
      return {
        escalations: project.escalations.map((one) =>
          one.id === effect.escalation ? { ...one, posted: result.ref } : one,
        ),
      };
    case "edit":
      return {
        escalations: project.escalations.map((one) => (one.id === effect.target ? withoutTexts(one) : one)),
      };
    case "writeArtifact":
      return {
        artifacts: project.artifacts.map((one) =>
          wrote(effect, one) ? { ...one, commit: result.ref } : one,
        ),
      };
    case "post":
    case "upload":
    case "runStep":
      return {};
  }
};

/** When its card shows how it was closed, nobody needs the long texts in the row any more: they are in the log. */
const withoutTexts = (escalation: Escalation): Escalation =>
  escalation.state === "open" ? escalation : { ...escalation, context: "", positions: [] };

const wrote = (
  effect: Extract<Effect, { type: "writeArtifact" }>,
  artifact: Project["artifacts"][number],
): boolean =>
  artifact.commit === null &&
  effect.files.some((file) => file.path === artifact.path && file.body.sha256 === artifact.body.sha256);
