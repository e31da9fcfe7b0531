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
import { sayWith, type Say } from "./wording.ts";

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
  readonly questions: readonly OpenQuestion[];
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
  const gaps = gapsOf(facts);
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
    questions: questionsOf(requirements, gaps),
    components: componentsOf(facts, demands.functional),
    decisions: decisionsOf(facts, requirements, turn.agent === "architect" ? given : []),
    risks: risksOf(facts, demands, gaps),
    changes: changesOf(turn, demands),
    limits: facts.signals.limits.filter((limit) => texts.has(limit.statement.text)),
    say: sayWith(seed),
    defects: [],
  };
};
