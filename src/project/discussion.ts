import { z } from "zod";
import { Share } from "./words.ts";

/** What one member said. */
export const Said = z.strictObject({
  agent: z.string(),
  text: z.string().max(1_200),
  /** What it proposed; empty when it kept the proposal that stood. */
  proposal: z.string().max(800),
  /** How far it agrees to the proposal that stands after its turn. */
  agreement: Share,
  next: z.string().nullable(),
});
export type Said = z.infer<typeof Said>;

/** Agents talk about one point: before a stage's result is written, or to settle a conflict. */
export const Discussion = z.strictObject({
  /** The conflict that it is to settle; null for one that the workflow asks for. */
  conflict: z.string().nullable(),
  topic: z.string().max(4_000),
  members: z.array(z.string()).min(2).max(6),
  speakers: z.enum(["turns", "chosen"]),
  agreement: Share,
  max: z.number().int().min(2).max(24),
  turns: z.array(Said).max(24),
});
export type Discussion = z.infer<typeof Discussion>;

/** Where a discussion stands: who speaks next, or how it ended. */
export type Standing =
  | { readonly type: "goes-on"; readonly speaker: string }
  | { readonly type: "agreed"; readonly proposal: string; readonly agreement: number }
  | { readonly type: "open"; readonly proposal: string };

/**
 * The termination rule: it ends as agreed when every member's last word on the proposal that stands is at least as sure as the
 * rule asks, and as open after its last turn. A new proposal has to be agreed to by everybody anew.
 */
export const standingOf = (discussion: Discussion): Standing => {
  const { members, turns, agreement, max } = discussion;
  const proposal = proposalIn(discussion);
  const about = turns.slice(
    Math.max(
      0,
      turns.findLastIndex((turn) => turn.proposal !== ""),
    ),
  );
  const marks = members.map((member) => about.findLast(({ agent }) => agent === member)?.agreement ?? 0);
  const least = Math.min(...marks);
  if (proposal !== "" && least >= agreement) return { type: "agreed", proposal, agreement: least };
  if (turns.length >= max) return { type: "open", proposal };
  return { type: "goes-on", speaker: nextSpeaker(discussion) };
};

/** What is proposed now; empty before anything was. */
export const proposalIn = ({ turns }: Discussion): string =>
  turns.findLast((turn) => turn.proposal !== "")?.proposal ?? "";

/** Is it the same proposal, said once more? Case, spaces and the last full stop do not make another one of it. */
export const isSameProposal = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (proposal: string): string =>
  proposal
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[.!]+$/, "")
    .toLowerCase();

/** Whom the last speaker named, where speakers choose; else the one who has waited longest. Nobody answers themselves. */
const nextSpeaker = ({ members, turns, speakers }: Discussion): string => {
  const last = turns.at(-1);
  const named = last?.next ?? null;
  if (speakers === "chosen" && named !== null && named !== last?.agent && members.includes(named))
    return named;
  const waited = (member: string): number => turns.findLastIndex(({ agent }) => agent === member);
  const [next = ""] = members
    .filter((member) => member !== last?.agent)
    .toSorted((a, b) => waited(a) - waited(b));
  return next;
};
