import { criterionOf, failureOf } from "./acceptance.ts";
import { checkFor } from "./category.ts";
import { edgesOf } from "./edges.ts";
import { wayOfWorking, type Requirement } from "./requirement.ts";
import type { Study } from "./study.ts";
import { clipped, lowerFirst } from "./wording.ts";

/** One case of the test plan. */
export interface Case {
  readonly id: string;
  readonly kind: "normal" | "edge" | "failure";
  readonly title: string;
  /** The id of a requirement, or why there is none. */
  readonly requirement: string;
  readonly given: string;
  readonly action: string;
  readonly expected: string;
  readonly level: string;
  /** Why it is tried, for cases off the usual path. */
  readonly because: string;
}

/** Failing cases that are tried besides the borders. */
const mostFailures = 6;

/** The cases of the test plan: what people asked to be tried, each requirement, then the borders and the failures. */
export const casesOf = (study: Study): readonly Case[] => {
  const drafts = [
    ...directed(study),
    ...usual(study),
    ...qualities(study),
    ...borders(study),
    ...failures(study),
  ];
  return drafts.map((draft, at) => ({ ...draft, id: `T-${at + 1}` }));
};

type Draft = Omit<Case, "id">;

const directed = (study: Study): readonly Draft[] =>
  study.turn.agent !== "tester"
    ? []
    : study.turn.voices
        .filter((voice) => voice.kind === "direction")
        .map((voice) => ({
          kind: "normal",
          title: clipped(voice.words, 90),
          requirement: "a direction",
          given: `${study.product} is open`,
          action: lowerFirst(clipped(voice.words, 110)),
          expected: "it holds, shown to the person who asked",
          level: "by hand",
          because: "",
        }));

const usual = (study: Study): readonly Draft[] =>
  study.demands.functional.map((requirement) => {
    const criterion = criterionOf(requirement, study.facts);
    return {
      kind: "normal",
      title: requirement.title,
      requirement: requirement.id,
      given: criterion.given,
      action: criterion.when,
      expected: criterion.then,
      level: levelOf(requirement, study),
      because: "",
    };
  });

// How people work together is nothing that could be tested.
const qualities = (study: Study): readonly Draft[] =>
  study.demands.quality
    .filter(({ group }) => group !== wayOfWorking)
    .map((requirement) => ({
      kind: "normal",
      title: requirement.title,
      requirement: requirement.id,
      given: `${study.product} is finished`,
      action: lowerFirst(checkFor(requirement.group).replace(/[.]$/, "")),
      expected: clipped(requirement.text, 140),
      level: "by hand",
      because: "",
    }));

const borders = (study: Study): readonly Draft[] =>
  edgesOf(study).map(({ requirement, what, expected, because }) => ({
    kind: "edge",
    title: what,
    requirement,
    given: `${study.product} is open`,
    action: what,
    expected,
    level: "by hand",
    because,
  }));

const failures = (study: Study): readonly Draft[] =>
  study.demands.functional
    .filter(({ strength }) => strength === "must" || strength === "not")
    .slice(0, mostFailures)
    .map((requirement) => {
      const { when, then } = failureOf(requirement, study.facts);
      return {
        kind: "failure",
        title: `${clipped(requirement.title, 60)}, when ${clipped(when, 60)}`,
        requirement: requirement.id,
        given: `${study.product} is open`,
        action: when,
        expected: then,
        level: levelOf(requirement, study),
        because: clipped(requirement.text, 90),
      };
    });

/** The level on which a requirement is tested. */
export const levelOf = (requirement: Requirement, study: Study): string => {
  const role = study.components.find((component) => component.feature === requirement.group)?.role;
  if (role === "state" || role === "storage") return "unit";
  return role === "messages" || role === "access" || role === "navigation" ? "integration" : "end to end";
};
