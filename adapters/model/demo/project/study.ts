import type { Facts } from "../brief/facts.ts";
import { theProduct } from "../brief/product.ts";
import type { Signal } from "../brief/signals.ts";
import { changesOf, fromDirections, type Change } from "./changes.ts";
import { componentsOf, type Component } from "./components.ts";
import { decisionsOf, type Decision } from "./decisions.ts";
import { demandsOf } from "./demands.ts";
import { gapsOf, type Gap } from "./gaps.ts";
import { questionsOf, type OpenQuestion } from "./questions.ts";
import { featuresOf, type Demands, type Feature, type Requirement } from "./requirement.ts";
import { risksOf, type Risk } from "./risks.ts";
import type { Turn } from "./turn.ts";
import { withUpstream } from "./upstream.ts";
import { clipped, sayWith, type Say } from "./wording.ts";

/** All that is known when a document is written. Writers only choose and arrange it. */
export interface Study {
  readonly turn: Turn;
  readonly facts: Facts;
  /** `the todo app`, `Ladder List`. */
  readonly product: string;
  /** `todo`; `entry` when the brief names nothing. */
  readonly thing: string;
  readonly demands: Demands;
  readonly requirements: readonly Requirement[];
  readonly features: readonly Feature[];
  readonly gaps: readonly Gap[];
  /** Those that nobody has answered; the ids of the others stay theirs. */
  readonly questions: readonly OpenQuestion[];
  /** Ids of requirements that people, or agents among themselves, have settled. */
  readonly settled: ReadonlySet<string>;
  readonly components: readonly Component[];
  readonly decisions: readonly Decision[];
  readonly risks: readonly Risk[];
  readonly changes: readonly Change[];
  /** Numbers that stand in a requirement; others only tell. */
  readonly limits: readonly Signal[];
  readonly say: Say;
  /** Severities of the defects that are to be found. */
  readonly defects: readonly ("critical" | "high" | "medium" | "low")[];
}

/** Works out the project from its brief, what earlier stages wrote and what people said. */
export const studyOf = (turn: Turn, facts: Facts, seed: number): Study => {
  const read = withUpstream(demandsOf(facts), turn);
  const demands: Demands = { ...read, functional: [...read.functional, ...fromDirections(turn, read)] };
  const requirements = [...demands.functional, ...demands.quality];
  const texts = new Set(requirements.map((requirement) => requirement.text));
  const every = gapsOf(facts);
  const asked = questionsOf(requirements, every);
  const closed = closedBy(turn, asked);
  const settled = settledBy(turn, closed, requirements);
  const gaps = every.filter((gap) => !closed.some((question) => question.text === gap.question));
  const open = (list: readonly Requirement[]): readonly Requirement[] =>
    list.map((requirement) => (settled.has(requirement.id) ? { ...requirement, soft: null } : requirement));
  const given = (["direction", "decision"] as const).flatMap((kind) =>
    turn.voices.filter((voice) => voice.kind === kind).map((voice) => voice.words),
  );
  return {
    turn,
    facts,
    product: theProduct(facts.product),
    thing: facts.product.thing === "" ? "entry" : facts.product.thing,
    demands,
    requirements,
    features: featuresOf(demands.functional),
    gaps,
    questions: asked.filter((question) => !closed.includes(question) && !settled.has(question.about)),
    settled,
    components: componentsOf(facts, demands.functional),
    decisions: decisionsOf(facts, open(requirements), turn.agent === "architect" ? given : []),
    risks: risksOf(
      facts,
      { ...demands, functional: open(demands.functional), quality: open(demands.quality) },
      gaps,
    ),
    changes: changesOf(turn, demands),
    limits: facts.signals.limits.filter((limit) => texts.has(limit.statement.text)),
    say: sayWith(seed),
    defects: [],
  };
};

/** An answer begins with its question. */
const closedBy = ({ voices }: Turn, asked: readonly OpenQuestion[]): readonly OpenQuestion[] => {
  const answers = voices.filter((voice) => voice.kind === "answer").map(({ words }) => words);
  return asked.filter(({ text }) => answers.some((words) => words.startsWith(clipped(text, 400))));
};

/** What an answered question is about, and what a decision names. */
const settledBy = (
  { voices }: Turn,
  closed: readonly OpenQuestion[],
  requirements: readonly Requirement[],
): ReadonlySet<string> => {
  const decided = voices
    .filter((voice) => voice.kind === "decision")
    .flatMap(({ words }) => words.match(/\bN?FR-\d+\b/g) ?? []);
  const named = new Set([...decided, ...closed.map(({ about }) => about)]);
  return new Set(requirements.map(({ id }) => id).filter((id) => named.has(id)));
};
