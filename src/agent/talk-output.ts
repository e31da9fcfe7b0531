import { z } from "zod";
import { readBy, type Reading } from "../llm/reading.ts";
import { standingOf, type Discussion } from "../project/discussion.ts";
import type { Turn } from "../project/result.ts";

/** What a model answers for its turn in a talk, in the same dialect as `StepOutput`. */
export const TalkOutput = z.strictObject({
  /** What it says to the others. */
  text: z.string().min(1),
  /** What all should agree to, in words that can be acted on; empty keeps the proposal that stands. */
  proposal: z.string(),
  /** How far it agrees to the proposal that stands after its turn, 0 to 1. */
  agreement: z.number().min(0).max(1),
  /** The id of who is to speak next, where speakers choose; empty for whoever has waited longest. */
  next: z.string(),
  /** Statements of what it says with the exact words they come from, as in `StepOutput`. */
  claims: z.array(z.strictObject({ text: z.string(), source: z.string(), quote: z.string() })),
});
export type TalkOutput = z.infer<typeof TalkOutput>;

/** A turn that can be taken: it says something, within its limits, to somebody who is there. */
export interface SpokenTurn {
  readonly text: string;
  readonly turn: Turn;
  readonly claims: TalkOutput["claims"];
}

/** Limits of a turn in the row. Source: `Said` in discussion.ts. */
const most = { text: 1_200, proposal: 800 };

/** Judges an answer. The problem is written for the model that has to mend it. */
export const acceptTurn = (json: unknown, discussion: Discussion, speaker: string): Reading<SpokenTurn> => {
  const reading = readBy(TalkOutput, json);
  if (!reading.ok) return reading;
  const { claims, agreement } = reading.value;
  const said = { text: reading.value.text.trim(), proposal: reading.value.proposal.trim() };
  const next = discussion.speakers === "chosen" ? reading.value.next.trim() : "";
  const problem =
    lengthProblem(said) ??
    proposalProblem(said.proposal, discussion) ??
    nextProblem(next, discussion, speaker);
  if (problem !== null) return { ok: false, problem };
  const turn = { proposal: said.proposal, agreement, next: next === "" ? null : next };
  return { ok: true, value: { text: said.text, turn, claims } };
};

const lengthProblem = ({
  text,
  proposal,
}: {
  readonly text: string;
  readonly proposal: string;
}): string | null => {
  if (text === "") return `"text" is empty: say something.`;
  if (text.length > most.text)
    return `"text" has ${text.length} characters; at most ${most.text} are taken. Say it shorter.`;
  return proposal.length > most.proposal
    ? `"proposal" has ${proposal.length} characters; at most ${most.proposal} are taken. Say it shorter.`
    : null;
};

const proposalProblem = (proposal: string, discussion: Discussion): string | null => {
  const standing = standingOf(discussion);
  const stands = standing.type !== "goes-on" || discussion.turns.some((turn) => turn.proposal !== "");
  return proposal === "" && !stands
    ? `"proposal" is empty, but nothing has been proposed yet: propose what all could agree to.`
    : null;
};

const nextProblem = (next: string, { members }: Discussion, speaker: string): string | null => {
  const others = members.filter((member) => member !== speaker);
  return next === "" || others.includes(next)
    ? null
    : `"next" is ${JSON.stringify(next.slice(0, 60))}; choose one of ${others.join(", ")}, or leave it empty.`;
};
