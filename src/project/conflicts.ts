import type { Conflict, Precedent } from "./conflict.ts";
import { change, changeStep, dependentsOf, nameOf, order, say, stageOf, type Draft } from "./draft.ts";
import { raise, withdraw } from "./escalations.ts";
import { notice } from "./notices.ts";
import { counted } from "./numbers.ts";
import type { Project } from "./project.ts";
import { reopen } from "./resetting.ts";
import { discuss, stopTalk } from "./talking.ts";

/** All conflicts of a project so far. */
export const conflictsOf = (project: Project): readonly Conflict[] => project.conflicts ?? [];

/** A conflict as it is noticed, before it has an id and a state. */
export type Noticed = Pick<
  Conflict,
  "kind" | "stage" | "step" | "author" | "about" | "title" | "positions" | "patch"
> & {
  /** How sure the one who noticed it is. */
  readonly confidence: number;
  readonly precedents: readonly Precedent[];
};

/** Was this settled before? Then it binds, and is not raised again. */
export const isSettled = (
  project: Project,
  { kind, stage, author, about }: Pick<Noticed, "kind" | "stage" | "author" | "about">,
): boolean =>
  conflictsOf(project).some(
    (one) =>
      one.state === "settled" &&
      one.kind === kind &&
      one.about === about &&
      [one.stage, one.author].includes(stage) &&
      [one.stage, one.author].includes(author),
  );

/** Two results contradict each other: their agents try to settle it among themselves, when they may; else people decide. The step that noticed it waits. */
export const openConflict = (draft: Draft, noticed: Noticed): Draft => {
  const { confidence: _confidence, ...known } = noticed;
  const conflict: Conflict = {
    ...known,
    precedents: [...noticed.precedents].slice(0, 3),
    title: noticed.title.slice(0, 200),
    positions: noticed.positions.map((one) => ({ ...one, text: one.text.slice(0, 2_000) })),
    id: `c${Number(conflictsOf(draft.project).at(-1)?.id.slice(1) ?? 0) + 1}`,
    severity: severityOf(draft.project, noticed),
    raisedAt: draft.at,
    state: "asked",
    outcome: null,
  };
  const listed = change(draft, { conflicts: [...kept(conflictsOf(draft.project)), conflict] });
  return mayMediate(draft.project, conflict) ? mediate(listed, conflict) : askPeople(listed, conflict);
};

/** Most conflicts that are kept when they are over, so that a project's row stays small; the log has all. */
const mostOver = 30;

const kept = (conflicts: readonly Conflict[]): readonly Conflict[] => {
  const over = conflicts.filter((one) => !isOpen(one)).slice(-mostOver);
  return conflicts.filter((one) => isOpen(one) || over.includes(one));
};

/** Does it wait for its outcome? */
export const isOpen = ({ state }: Conflict): boolean => state === "mediated" || state === "asked";

/**
 * Takes back every open conflict that these stages have: what they disputed is made again. A stage that is none of them and only waited
 * for the outcome does its step again, since nobody has judged its result.
 */
export const withdrawConflicts = (draft: Draft, stages: readonly string[]): Draft =>
  conflictsOf(draft.project)
    .filter((one) => isOpen(one) && isOf(one, stages))
    .reduce((next, one) => {
      const closed = changeConflict(next, one.id, { ...emptied(one), state: "withdrawn" });
      return stages.includes(one.stage) ? closed : release(closed, one);
    }, draft);

const isOf = ({ stage, author }: Conflict, stages: readonly string[]): boolean =>
  stages.includes(stage) || stages.includes(author);

const release = (draft: Draft, conflict: Conflict): Draft => {
  const silent = withdraw(draft, ({ stage }) => stage === conflict.stage);
  return reopen(stopTalk(silent, conflict.stage), conflict);
};

/** What these stages settled with each other does not bind them any more: it was about work that is undone. Its outcome is kept. */
export const forgetSettled = (draft: Draft, stages: readonly string[]): Draft =>
  conflictsOf(draft.project)
    .filter((one) => one.state === "settled" && one.kind !== "handover" && isOf(one, stages))
    .reduce((next, { id }) => changeConflict(next, id, { state: "withdrawn" }), draft);

/** A conflict is over, and what was decided is kept with it. */
export const closeConflict = (draft: Draft, id: string, outcome: NonNullable<Conflict["outcome"]>): Draft =>
  conflictsOf(draft.project)
    .filter((one) => one.id === id)
    .reduce((next, one) => changeConflict(next, id, { ...emptied(one), state: "settled", outcome }), draft);

/** Its texts are in the log, and the row need not carry them. */
const emptied = ({ positions }: Conflict) => ({
  positions: positions.map(({ agent }) => ({ agent, text: "", evidence: [] })),
  patch: [],
  precedents: [],
});

/** Changes fields of one conflict. */
const changeConflict = (draft: Draft, id: string, fields: Partial<Conflict>): Draft =>
  change(draft, {
    conflicts: conflictsOf(draft.project).map((one) => (one.id === id ? { ...one, ...fields } : one)),
  });

/** Asks people to decide, with both positions side by side. */
export const askPeople = (draft: Draft, conflict: Conflict): Draft => {
  const { project } = draft;
  const [noticing, author] = [conflict.stage, conflict.author].map((id) =>
    nameOf(project, stageOf(project, id).agent),
  );
  const tried =
    conflict.state === "mediated"
      ? ` They talked it over in ${counted(project.settings.mediationRounds, "round")} and did not agree.`
      : "";
  return raise(changeConflict(draft, conflict.id, { state: "asked" }), {
    kind: "conflict",
    at: { stage: conflict.stage, step: conflict.step },
    priority: conflict.severity === "low" ? "high" : "urgent",
    title: conflict.title,
    context: `${noticing} and ${author} contradict each other.${tried} What you decide is written into the spec and binds both.`,
    positions: conflict.positions.map(({ agent, text }) => ({ agent, text })),
    conflict: conflict.id,
  });
};

/** Two agents that are one cannot disagree, and in a stage that begins with a talk of its own people decide at once. */
const mayMediate = ({ settings, workflow }: Project, { positions, stage, step }: Conflict): boolean => {
  const [one, other] = positions;
  const hasTalk = workflow.stages.some(({ id, discuss: rule }) => id === stage && rule !== undefined);
  return settings.mediationRounds > 0 && one?.agent !== other?.agent && !(hasTalk && step === "produce");
};

const mediate = (draft: Draft, conflict: Conflict): Draft => {
  const { settings } = draft.project;
  const waiting = changeStep(changeConflict(draft, conflict.id, { state: "mediated" }), conflict, {
    state: "waiting",
  });
  const members = conflict.positions.map(({ agent }) => agent);
  const names = members.map((agent) => nameOf(draft.project, agent)).join(" and ");
  const text = `${conflict.title}. ${names} talk it over, in at most ${counted(settings.mediationRounds, "round")}; if they do not agree, you decide.`;
  const said = say(waiting, {
    from: members[0] ?? "system",
    to: members[1] ?? null,
    type: "conflict",
    attempt: 1,
    content: {
      text: conflict.title,
      data: { conflict: conflict.id, kind: conflict.kind, severity: conflict.severity },
    },
  });
  const told = order(said, { type: "post", message: notice(text, { tone: "warning" }) });
  return discuss(told, conflict.stage, {
    conflict: conflict.id,
    topic: topicOf(conflict),
    members,
    speakers: "turns",
    agreement: settings.settleFrom,
    max: Math.min(24, settings.mediationRounds * 2),
    turns: [],
  });
};

const topicOf = ({ title, positions }: Conflict): string =>
  [title, ...positions.map(({ agent, text }) => `${agent}: ${text}`)].join("\n").slice(0, 4_000);

/** How much of the project hangs on it, and how sure the one is who noticed it. */
const severityOf = (project: Project, { author, confidence }: Noticed): Conflict["severity"] => {
  const hanging = (dependentsOf(project, author).length + 1) / project.stages.length;
  const score = (hanging + confidence) / 2;
  if (score >= 0.9) return "critical";
  if (score >= 0.7) return "high";
  return score >= 0.4 ? "medium" : "low";
};

/** The stages that run again, wholly or in part, when people choose: with the author's side only the one that objects, else the author's and all that was built on it. */
export const redoneBy = (
  project: Project,
  { stage, author }: Conflict,
  choice: string,
): readonly string[] => {
  if (choice === "author") return [stage];
  const begun = dependentsOf(project, author).filter((id) => stageOf(project, id).produce.attempt > 0);
  return [...new Set([author, ...begun, stage])];
};
