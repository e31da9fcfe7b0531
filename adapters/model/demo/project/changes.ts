import { nounsIn } from "../brief/terms.ts";
import type { Demands, Requirement } from "./requirement.ts";
import { titleFrom } from "./title.ts";
import type { Turn } from "./turn.ts";
import type { Voice } from "./voices.ts";
import { clipped, upperFirst } from "./wording.ts";

/** What became of one thing that a person or another agent said. */
export interface Change {
  readonly voice: Voice;
  /** The requirement it touches; null when it touches the whole. */
  readonly requirement: Requirement | null;
  /** What is different now, in one sentence. */
  readonly effect: string;
}

/** Requirements that people's directions add to an analyst's document; numbered after the others. */
export const fromDirections = (turn: Turn, demands: Demands): readonly Requirement[] =>
  turn.agent !== "analyst"
    ? []
    : turn.voices
        .filter((voice) => voice.kind === "direction")
        .map((voice, at) => ({
          id: `FR-${demands.functional.length + at + 1}`,
          title: titleFrom(voice.words),
          text: voice.words,
          source: null,
          strength: "must",
          soft: null,
          group: "Asked for by people",
          example: null,
          origin: "person",
        }));

/** Finds for each voice the requirement it is about and says what was done with it. */
export const changesOf = (turn: Turn, demands: Demands): readonly Change[] => {
  const all = [...demands.functional, ...demands.quality];
  const objections = turn.voices.filter((voice) => voice.kind === "objection");
  const directions = turn.voices.filter((voice) => voice.kind === "direction");
  const decided = turn.voices.filter((voice) => voice.kind === "decision").map(({ words }) => words);
  return turn.voices.map((voice) => {
    const requirement = touched(voice, all);
    const effect =
      voice.kind === "objection"
        ? answered(requirement, objections.indexOf(voice), decided)
        : effectOf(voice, requirement, { agent: turn.agent, at: directions.indexOf(voice) });
    return { voice, requirement, effect };
  });
};

const touched = (voice: Voice, all: readonly Requirement[]): Requirement | null => {
  const named = /\bN?FR-\d+\b/.exec(voice.words)?.[0];
  const exact =
    all.find((requirement) => requirement.id === named) ??
    all.find((requirement) => requirement.text === voice.words);
  if (exact !== undefined) return exact;
  const words = new Set(nounsIn(voice.words).map((noun) => noun.word));
  const scored = all.map((requirement) => ({
    requirement,
    score: nounsIn(requirement.text).filter((noun) => words.has(noun.word)).length,
  }));
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  return best === undefined || best.score === 0 ? null : best.requirement;
};

const itemOf = (requirement: Requirement | null): string =>
  requirement === null ? "the whole document" : `${requirement.id} (${clipped(requirement.title, 60)})`;

// Each further objection gets a further answer; what the brief leaves open is closed by people, not by an agent.
const answered = (
  requirement: Requirement | null,
  round: number,
  decided: readonly string[] = [],
): string => {
  const item = upperFirst(itemOf(requirement));
  if (requirement !== null && decided.some((words) => words.includes(requirement.id)))
    return `${item} follows what was decided about it since.`;
  const answers = [
    `${item} now carries a rule: it is done in the first version, and each exception is written down with its reason.`,
    `${item} now also says who allows an exception: the person who started the project, before the work on it begins.`,
  ];
  return (
    answers[round] ??
    `${item} stays as it was reworded: the brief leaves this open, so people have to close it.`
  );
};

/** Whose document it is, and which of its directions, from 0. */
interface Directed {
  readonly agent: string;
  readonly at: number;
}

const effectOf = (voice: Voice, requirement: Requirement | null, to: Directed): string => {
  const item = itemOf(requirement);
  switch (voice.kind) {
    case "direction":
      return directed(to, voice.words, item);
    case "remark":
      return `Worked in: the section “As asked” goes through every part for it.`;
    case "objection":
      return answered(requirement, 0);
    case "decision":
      return `Treated as final. ${upperFirst(item)} follows it, and nothing in this document contradicts it.`;
    case "answer":
      return `The question is closed; ${item} is read in this sense from here on.`;
  }
};

const directed = ({ agent, at }: Directed, words: string, item: string): string => {
  const what = clipped(words, 80);
  const number = at + 1;
  const kinds: Readonly<Record<string, string>> = {
    analyst: `Added as a requirement of its own, ${item}, with priority must.`,
    architect: `Entered as decision D-${number} “${what}”; it concerns ${item}.`,
    developer: `Entered as work item W-${number} “${what}”; it comes before ${item}.`,
    tester: `Entered as test case T-${number} “${what}”; it is tried together with ${item}.`,
    deployer: `Entered among the first steps of the rollout: “${what}”; it concerns ${item}.`,
  };
  return kinds[agent] ?? `Followed throughout; it concerns ${item} first.`;
};
