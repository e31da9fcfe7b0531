import type { Conflict } from "./conflict.ts";
import { askPeople, closeConflict, conflictsOf } from "./conflicts.ts";
import { direct } from "./directions.ts";
import type { Standing } from "./discussion.ts";
import {
  changeSpec,
  changeStage,
  changeStep,
  nameOf,
  order,
  planOf,
  say,
  stageOf,
  type Draft,
} from "./draft.ts";
import type { Decision } from "./escalation.ts";
import { notice } from "./notices.ts";
import { percent } from "./numbers.ts";
import { keptFor, recordDecision } from "./record-decision.ts";
import { redo } from "./redo.ts";
import { reopen } from "./resetting.ts";
import { applySpec } from "./spec.ts";
import { forgetTalk } from "./talking.ts";

/** How a conflict ends: one side stands, or words that neither of them had. */
export interface Outcome {
  readonly side: "receiver" | "author" | "words";
  readonly text: string;
  readonly decision: Decision;
}

/** The talk about a conflict is over: what both agree to binds them, else people decide. */
export const mediated = (
  draft: Draft,
  id: string,
  standing: Exclude<Standing, { type: "goes-on" }>,
): Draft => {
  const conflict = conflictsOf(draft.project).find((one) => one.id === id && one.state === "mediated");
  if (conflict === undefined) return draft;
  if (standing.type === "open") return askPeople(forgetTalk(draft, conflict.stage), conflict);
  const names = conflict.positions.map(({ agent }) => nameOf(draft.project, agent)).join(" and ");
  const said = say(draft, {
    from: conflict.positions[0]?.agent ?? "system",
    to: conflict.positions[1]?.agent ?? null,
    type: "agreement",
    attempt: 1,
    content: { text: standing.proposal, data: { conflict: conflict.id, agreement: standing.agreement } },
  });
  const text = `${names} settled it among themselves (${percent(standing.agreement)}): ${standing.proposal}`;
  const told = order(forgetTalk(said, conflict.stage), {
    type: "post",
    message: notice(text.slice(0, 4_000), { tone: "good" }),
  });
  const by = { id: "agents", name: names, roles: [] };
  const decision = { choice: "settled", note: standing.proposal, answers: {}, by, at: draft.at };
  return settle(told, conflict, {
    side: "words",
    text: `Agreed with each other: ${standing.proposal}`,
    decision,
  });
};

/** The outcome is written into the spec and binds both: the one whose result must change makes it again. */
export const settle = (draft: Draft, conflict: Conflict, outcome: Outcome): Draft => {
  const { side, text, decision } = outcome;
  const outcomeOf = { by: decision.by.name, text: text.slice(0, 500), at: draft.at };
  const patch = recordDecision(draft.project, conflict, decision);
  const recorded = changeSpec(draft, patch, keptFor(decision, conflict.stage));
  const ended = closeConflict(recorded, conflict.id, outcomeOf);
  // One point of a result is settled by the other kinds; the rest of it may still be objected to.
  const closed =
    conflict.kind === "handover" ? changeStage(ended, conflict.author, { settled: true }) : ended;
  const noticing = stageOf(closed.project, conflict.stage);
  const author = stageOf(closed.project, conflict.author);
  const tell = (next: Draft, agent: string): Draft => direct(next, { to: agent, text, by: decision.by.id });
  if (side === "author") return reopen(tell(closed, noticing.agent), conflict);
  const applied = side === "receiver" ? applyWaiting(closed, conflict) : closed;
  const told =
    conflict.kind === "handover"
      ? tell(applied, author.agent)
      : tell(tell(applied, author.agent), noticing.agent);
  return redo(changeStep(told, conflict, { state: "waiting" }), conflict.author, conflict);
};

/** What the spec had to wait for; nothing of it when it does not fit any more, and then people are told. */
const applyWaiting = (draft: Draft, { patch, stage }: Conflict): Draft => {
  if (applySpec(draft.project.spec.document, patch).ok) return changeSpec(draft, patch, [stage]);
  const { title } = planOf(draft.project, stage);
  const text = `What ${title} wanted to write into the spec does not fit it any more: the spec stays as it is until ${title} writes it anew.`;
  return order(draft, { type: "post", message: notice(text, { tone: "warning" }) });
};
