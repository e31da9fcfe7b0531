import type { Command } from "./command.ts";
import { control } from "./control.ts";
import { reminderAt } from "./deadlines.ts";
import { decide } from "./decide.ts";
import { openDraft, orderEdit, stepOf, type Draft, type StepName } from "./draft.ts";
import type { Envelope } from "./envelope.ts";
import { remindDue } from "./escalations.ts";
import { wakeAt } from "./outbox.ts";
import { markSending, notPerformed, performed } from "./performing.ts";
import type { Project } from "./project.ts";
import { ignore, type Outcome, type Told } from "./refusal.ts";
import type { SpecOperation } from "./result.ts";
import { start } from "./start.ts";
import { cardKey } from "./status-card.ts";
import { stepDone } from "./step-done.ts";
import { stepFailed } from "./step-failed.ts";

/** Where a command led. When `moved` is false the project is the very same object and nothing needs to be saved. */
export interface Advance {
  readonly moved: boolean;
  readonly project: Project | undefined;
  readonly envelopes: readonly Envelope[];
  readonly specPatch: readonly SpecOperation[];
  /** For the sender alone; may be lost. */
  readonly reply: string | null;
  /** The sender may not do this: all that moved is the record of it. */
  readonly denied: boolean;
}

/** How long a command's id is remembered: longer than any platform redelivers. */
const rememberMs = 24 * 3_600_000;
/** Most ids kept; older ones are forgotten first. */
const rememberMost = 200;

/**
 * The only way a project changes. Pure: the same project and command always give the same next project, outbox and words.
 * Repeated, late and reordered commands leave the project as it is.
 */
export const advance = (project: Project | undefined, command: Command): Advance => {
  if (project === undefined) {
    return command.type === "start"
      ? finish(undefined, start(command), command)
      : still(project, `There is no project ${command.project}.`);
  }
  if (project.id !== command.project)
    throw new Error(`${command.type} for ${command.project} was given ${project.id}`);
  if (command.type === "start" || project.seen.some((seen) => seen.id === command.id))
    return still(project, null);
  const outcome = handle(openDraft(project, command), command);
  return "refused" in outcome ? still(project, outcome.reply) : finish(project, outcome, command);
};

const handle = (draft: Draft, command: Exclude<Command, { type: "start" }>): Outcome => {
  switch (command.type) {
    case "stepDone":
      return isCurrent(draft.project, command) ? stepDone(draft, command) : ignore;
    case "stepFailed":
      return isCurrent(draft.project, command) ? stepFailed(draft, command) : ignore;
    case "sending":
      return markSending(draft, command);
    case "performed":
      return performed(draft, command);
    case "notPerformed":
      return notPerformed(draft, command);
    case "timeUp":
      return isDue(draft.project, command.at) ? remindDue(draft) : ignore;
    case "decide":
      return decide(draft, command);
    case "say":
    case "pause":
    case "resume":
    case "cancel":
    case "retry":
    case "rollback":
    case "setBudget":
    case "reassign":
    case "settings":
    case "addDocuments":
      return control(draft, command);
  }
};

/** Is this the attempt that runs? A result of an abandoned attempt comes too late and is ignored. */
const isCurrent = (project: Project, report: StepName & { readonly attempt: number }): boolean => {
  if (!project.stages.some((stage) => stage.id === report.stage)) return false;
  const step = stepOf(project, report);
  return step.state === "running" && step.attempt === report.attempt;
};

const isDue = (project: Project, at: number): boolean =>
  project.escalations.some((one) => one.state === "open" && reminderAt(one) <= at);

const still = (project: Project | undefined, reply: string | null): Advance => ({
  moved: false,
  project,
  envelopes: [],
  specPatch: [],
  reply,
  denied: false,
});

const finish = (before: Project | undefined, draft: Told, command: Command): Advance => {
  const drawn = redrawCard(before, draft);
  const remembered = { ...drawn.project, seen: remember(drawn.project.seen, command) };
  return {
    moved: true,
    project: { ...remembered, wakeAt: wakeAt(remembered) },
    envelopes: drawn.envelopes,
    specPatch: drawn.specPatch,
    reply: draft.reply ?? null,
    denied: draft.denied ?? false,
  };
};

/** Orders a redraw of the status card when what it shows has changed. A card that is not posted yet will be posted as it then stands. */
const redrawCard = (before: Project | undefined, draft: Draft): Draft => {
  const { project } = draft;
  if (before === undefined || cardKey(before) === cardKey(project)) return draft;
  const unposted = project.outbox.some((effect) => effect.type === "openThread" && effect.state === "ready");
  return unposted ? draft : orderEdit(draft, "status");
};

/** Kept are commands that would act again when repeated: those of people, and reports of steps, since an attempt may run twice. */
const remember = (seen: Project["seen"], command: Command): Project["seen"] => {
  if (!("by" in command || "attempt" in command)) return seen;
  const recent = seen.filter((one) => one.at > command.at - rememberMs);
  return [...recent, { id: command.id, at: command.at }].slice(-rememberMost);
};
