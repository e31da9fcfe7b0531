import {
  isSameProposal,
  proposalIn,
  standingOf,
  type Discussion,
  type Said,
  type Standing,
} from "./discussion.ts";
import {
  changeStage,
  changeStep,
  emptyStep,
  nameOf,
  order,
  planOf,
  replaceStage,
  say,
  speakerOf,
  stageOf,
  type Draft,
  type StepName,
} from "./draft.ts";
import type { Message } from "./message.ts";
import { percent } from "./numbers.ts";
import type { Project } from "./project.ts";
import type { StepResult } from "./result.ts";
import { abandonRun } from "./runs.ts";

/** Opens the discussion that the workflow asks for, when its first turn is due. One that is open goes on. */
export const openTalk = (draft: Draft, id: string): Draft => {
  const rule = planOf(draft.project, id).discuss;
  const { discussion, talk } = stageOf(draft.project, id);
  if (rule === undefined || (discussion !== undefined && talk?.state !== "done")) return draft;
  const { topic, members, speakers, agreement, max } = rule;
  return discuss(draft, id, { conflict: null, topic, members, speakers, agreement, max, turns: [] });
};

/** Begins a discussion in a stage: its first turn is the stage's next step. */
export const discuss = (draft: Draft, id: string, discussion: Discussion): Draft =>
  changeStage(draft, id, {
    state: "active",
    discussion,
    talk: { ...(stageOf(draft.project, id).talk ?? emptyStep), state: "waiting" },
  });

/** A talk is over and worked in: what was said is in the log, and the row need not carry it. Of a talk about a conflict nothing is left. */
export const forgetTalk = (draft: Draft, id: string): Draft => {
  const { discussion, ...stage } = stageOf(draft.project, id);
  if (discussion === undefined) return draft;
  return replaceStage(
    draft,
    discussion.conflict === null ? { ...stage, discussion: { ...discussion, turns: [] } } : stage,
  );
};

/** Ends the talk about a conflict before its time: nobody is to speak any more. */
export const stopTalk = (draft: Draft, id: string): Draft => {
  if ((stageOf(draft.project, id).discussion?.conflict ?? null) === null) return draft;
  const at: StepName = { stage: id, step: "talk" };
  return forgetTalk(changeStep(abandonRun(draft, at), at, { state: "done" }), id);
};

/** Somebody had their say: it is told, and where the discussion stands now. */
export const heard = (
  draft: Draft,
  id: string,
  result: StepResult,
): { readonly draft: Draft; readonly standing: Standing } => {
  const stage = stageOf(draft.project, id);
  const { discussion } = stage;
  const before = discussion === undefined ? undefined : standingOf(discussion);
  if (discussion === undefined || before?.type !== "goes-on")
    throw new Error(`nobody was to speak in ${id} of ${draft.project.id}`);
  const turn = saidBy(before.speaker, result, proposalIn(discussion));
  const after = { ...discussion, turns: [...discussion.turns, turn] };
  const standing = standingOf(after);
  const noted = changeStage(draft, id, { discussion: after });
  const next = changeStep(
    noted,
    { stage: id, step: "talk" },
    // What was said is a turn of the discussion, and needs no second place in the row.
    { state: standing.type === "goes-on" ? "waiting" : "done", result: null },
  );
  return { draft: tell(next, id, turn), standing };
};

/** Who repeats the proposal that stands keeps it: nobody need agree to it anew. */
const saidBy = (agent: string, { summary, confidence, turn }: StepResult, standing: string): Said => {
  const proposal = turn?.proposal.trim() ?? "";
  return {
    agent,
    text: summary.slice(0, 1_200),
    proposal: isSameProposal(proposal, standing) ? "" : proposal,
    agreement: turn?.agreement ?? confidence,
    next: turn?.next ?? null,
  };
};

const tell = (draft: Draft, id: string, turn: Said): Draft => {
  const { discussion } = stageOf(draft.project, id);
  const said = say(draft, {
    from: turn.agent,
    to: null,
    type: "discussion",
    attempt: Math.max(1, discussion?.turns.length ?? 1),
    content: {
      text: turn.text,
      data: {
        stage: id,
        proposal: turn.proposal,
        agreement: turn.agreement,
        conflict: discussion?.conflict ?? null,
      },
    },
  });
  return order(said, { type: "post", message: messageOf(draft.project, id, turn) });
};

const messageOf = (project: Project, id: string, { agent, text, proposal, agreement }: Said): Message => {
  const name = nameOf(project, agent);
  const about = planOf(project, id).title;
  return {
    kind: "handoff",
    tone: "neutral",
    from: speakerOf(project, agent),
    blocks: [
      { type: "prose", text: `**${about}:** ${text}` },
      ...(proposal === "" ? [] : [{ type: "quote" as const, text: proposal, source: `${name} proposes` }]),
      { type: "context", text: `Agrees to what is proposed: ${percent(agreement)}` },
    ],
    mentions: [],
    fallback: `${name} on ${about}: ${text}`.slice(0, 4_000),
  };
};
