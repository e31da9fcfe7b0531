import type { Precedent } from "./conflict.ts";
import { openConflict } from "./conflicts.ts";
import {
  changeStage,
  nameOf,
  order,
  planOf,
  say,
  speakerOf,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import { raise } from "./escalations.ts";
import type { Message } from "./message.ts";
import { percent } from "./numbers.ts";
import type { Project } from "./project.ts";
import { redo } from "./redo.ts";
import type { StepResult, Verdict } from "./result.ts";
import type { Priority } from "./words.ts";

/** A verdict, and what was decided before about what it disputes. */
type Judged = Pick<StepResult, "verdict"> & { readonly precedents: readonly Precedent[] };

/**
 * The receiving agent's plan carries its verdict on what it was handed. A disagreement sends the work back to its author with the
 * objection; after the last handover people decide. A result that people have settled is not negotiated again.
 */
export const judgeHandoff = (draft: Draft, at: StepName, { verdict, precedents }: Judged): Draft => {
  if (verdict === null) return draft;
  const author = authorOf(draft.project, at.stage, verdict);
  const agrees = verdict.accept && verdict.confidence >= draft.project.settings.agreeFrom;
  const told = tellVerdict(draft, at, { verdict, agrees });
  if (agrees || (author !== undefined && stageOf(told.project, author).settled)) return told;
  if (author === undefined) return isAnswered(told.project, at) ? told : objectToBrief(told, at, verdict);
  const noted = changeStage(told, author, {
    objections: [...stageOf(told.project, author).objections, reasonOf(verdict)].slice(-10),
  });
  const spent = stageOf(noted.project, author).handovers >= noted.project.settings.maxHandovers;
  return spent
    ? disagree(noted, at, { author, verdict, precedents })
    : sendBack(noted, at, { author, verdict });
};

/** People have said about the brief what they can, or that they will not: it is what there is. */
const isAnswered = ({ escalations, settings }: Project, { stage }: StepName): boolean => {
  const decided = escalations.filter(
    (one) => one.stage === stage && one.step === "plan" && one.kind === "question",
  );
  const choices = decided.flatMap(({ decision }) => (decision === null ? [] : [decision.choice]));
  return choices.includes("skip") || choices.length >= settings.maxHandovers;
};

/** The stage whose result a verdict is about: the one whose file it names, else the last one that handed something over. */
const authorOf = (project: Project, id: string, { about }: Verdict): string | undefined => {
  const handed = planOf(project, id).needs.filter((need) => stageOf(project, need).state === "done");
  const named = project.artifacts.find(({ path }) => path === about)?.stage;
  return named !== undefined && handed.includes(named) ? named : handed.at(-1);
};

/** How pressing a disagreement is after so many handovers. */
const pressure = (handovers: number): Priority =>
  handovers <= 1 ? "normal" : handovers === 2 ? "high" : "urgent";

const reasonOf = (verdict: Verdict): string =>
  verdict.reason === "" ? `Not sure enough to build on it (${percent(verdict.confidence)}).` : verdict.reason;

const tellVerdict = (draft: Draft, at: StepName, outcome: { verdict: Verdict; agrees: boolean }): Draft => {
  const receiver = stageOf(draft.project, at.stage);
  const author = authorOf(draft.project, at.stage, outcome.verdict);
  const handovers = author === undefined ? 1 : stageOf(draft.project, author).handovers;
  const { confidence } = outcome.verdict;
  return say(draft, {
    from: receiver.agent,
    to: author === undefined ? `person:${draft.project.startedBy.id}` : stageOf(draft.project, author).agent,
    type: outcome.agrees ? "agreement" : "conflict",
    attempt: Math.max(1, handovers),
    content: { text: outcome.verdict.reason, data: { confidence, priority: pressure(handovers) } },
  });
};

interface Dispute {
  readonly author: string;
  readonly verdict: Verdict;
}

const sendBack = (draft: Draft, at: StepName, { author, verdict }: Dispute): Draft => {
  const reopened = redo(draft, author, at);
  return order(reopened, { type: "post", message: objection(reopened, at, { author, verdict }) });
};

const objection = (draft: Draft, at: StepName, { author, verdict }: Dispute): Message => {
  const { project } = draft;
  const receiver = stageOf(project, at.stage).agent;
  const { agent, handovers } = stageOf(project, author);
  const heading = `${nameOf(project, receiver)} objects to ${planOf(project, author).title}`;
  const context = `Handover ${handovers} of ${project.settings.maxHandovers}, confidence ${percent(verdict.confidence)}. ${nameOf(project, agent)} works it in.`;
  return {
    kind: "handoff",
    tone: "warning",
    from: speakerOf(project, receiver),
    blocks: [
      { type: "heading", text: heading },
      { type: "prose", text: reasonOf(verdict) },
      { type: "context", text: context },
    ],
    mentions: [],
    fallback: `${heading}: ${reasonOf(verdict)}`,
  };
};

const disagree = (
  draft: Draft,
  at: StepName,
  { author, verdict, precedents }: Dispute & Pick<Judged, "precedents">,
): Draft => {
  const { project } = draft;
  const receiver = stageOf(project, at.stage).agent;
  const { agent, produce } = stageOf(project, author);
  return openConflict(draft, {
    kind: "handover",
    stage: at.stage,
    step: "plan",
    author,
    about: planOf(project, author).produce.file,
    title: `${nameOf(project, receiver)} and ${nameOf(project, agent)} disagree about ${planOf(project, author).title}`,
    positions: [
      { agent: receiver, text: reasonOf(verdict), evidence: [...(verdict.evidence ?? [])] },
      { agent, text: (produce.result?.summary ?? "").slice(0, 2_000), evidence: [] },
    ],
    patch: [],
    confidence: verdict.confidence,
    precedents,
  });
};

const objectToBrief = (draft: Draft, at: StepName, verdict: Verdict): Draft =>
  raise(draft, {
    kind: "question",
    at,
    title: `${nameOf(draft.project, stageOf(draft.project, at.stage).agent)} cannot work from the brief as it is`,
    context: reasonOf(verdict),
    questions: [{ id: "q1", text: "What should be changed or added?", options: [] }],
  });
