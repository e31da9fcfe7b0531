import type { Requirement } from "./requirement.ts";
import type { Study } from "./study.ts";

/** A statement with the exact words it rests on. */
export interface Claim {
  readonly text: string;
  readonly source: string;
  readonly quote: string;
}

/** Most claims of a document that restates the brief, and of any other. */
const mostOfAnalyst = 52;
const mostOfOthers = 15;
/** A quote needs this many letters and digits to prove anything. */
const fewestLetters = 8;

/** The claims of a step: for the analyst each requirement with its sentence, for the others those their document leans on most. */
export const claimsOf = (study: Study): readonly Claim[] => {
  const { turn, demands } = study;
  const given = new Map([turn.brief, ...turn.upstream].map((document) => [document.name, document.text]));
  const claims = [
    ...pick(study).flatMap(fromRequirement),
    ...(turn.agent === "analyst" && turn.step === "produce"
      ? demands.exclusions.map((exclusion) => ({
          text: "Out of scope",
          source: turn.brief.name,
          quote: exclusion.quote,
        }))
      : []),
    ...opening(study),
  ];
  const good = claims.filter(
    (claim) =>
      (claim.quote.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= fewestLetters &&
      given.get(claim.source)?.includes(claim.quote) === true,
  );
  return good.slice(0, turn.agent === "analyst" ? mostOfAnalyst : mostOfOthers);
};

const pick = ({ turn, requirements, demands }: Study): readonly Requirement[] => {
  if (turn.step === "plan")
    return requirements
      .filter((requirement) => requirement.soft !== null || requirement.strength === "not")
      .slice(0, 5);
  if (turn.agent === "analyst") return requirements;
  if (turn.agent === "deployer")
    return [...demands.quality, ...demands.functional].slice(0, mostOfOthers - 1);
  const groups = [...Map.groupBy(requirements, (requirement) => requirement.group).values()];
  return groups.flatMap((group) => group.slice(0, 2)).slice(0, mostOfOthers - 1);
};

const fromRequirement = (requirement: Requirement): readonly Claim[] =>
  requirement.source === null
    ? []
    : [
        {
          text: `${requirement.id} ${requirement.group}`,
          source: requirement.source.document,
          quote: requirement.source.quote,
        },
      ];

// A short brief may have no requirement of its own words; its first statement still says what the document is about.
const opening = ({ facts, product }: Study): readonly Claim[] =>
  facts.brief.statements.slice(0, 1).map((statement) => ({
    text: `What ${product} is about`,
    source: facts.brief.document,
    quote: statement.quote,
  }));
