import { missingConcerns } from "./concerns.ts";
import { shareOf, type Part } from "./part.ts";
import type { Requirements } from "./requirements.ts";

/** A measure has a number, or something that holds or does not. */
const measurable =
  /\d|%|\b(?:every|each|all|no|none|nobody|never|without|zero|half|twice|once|always|one|two|three|four|five|ten|jede\w*|alle\w*|kein\w*|ohne|nie)\b/i;

/** How complete the requirements are. */
export const requirementsParts = (
  structure: Requirements,
  given: { readonly brief: string; readonly isQuoted: (words: string) => boolean },
): readonly Part[] => {
  const { goals, personas, requirements } = structure;
  const musts = requirements.filter(({ priority, kind }) => priority === "must" && kind === "functional");
  return [
    shareOf({
      name: "measurable goals",
      weight: 2,
      of: goals,
      good: ({ measure }) => measurable.test(measure),
      called: ({ id }) => id,
      wanting: "no measure that holds or does not",
      none: [0, "there is no goal"],
    }),
    shareOf({
      name: "personas",
      weight: 1,
      of: personas,
      good: ({ needs }) => needs.trim() !== "",
      called: ({ name }) => name,
      wanting: "what they need is not said",
      none: [0, "nobody is named for whom it is"],
    }),
    shareOf({
      name: "acceptance criteria",
      weight: 2,
      of: musts,
      good: ({ acceptance }) =>
        (Number(acceptance.length > 0) + Number(acceptance.some(({ failing }) => failing))) / 2,
      called: ({ id, acceptance }) => (acceptance.length === 0 ? `${id} (none)` : `${id} (no failing case)`),
      wanting: "musts without a criterion or without its failing case",
      none: [requirements.length > 0 ? 1 : 0, "there is no functional must"],
    }),
    shareOf({
      name: "requirements grounded",
      weight: 2,
      of: requirements.filter(({ quote }) => quote.trim() !== ""),
      good: ({ quote }) => given.isQuoted(quote),
      called: ({ id }) => id,
      wanting: "the quoted words are not in the documents",
      none: [requirements.length === 0 ? 0 : 0.5, "every requirement is an assumption"],
    }),
    concerns(given.brief, structure),
  ];
};

const concerns = (brief: string, structure: Requirements): Part => {
  const { raised, missing } = missingConcerns(brief, structure);
  return {
    name: "nothing forgotten",
    weight: 2,
    score: raised.length === 0 ? 1 : 1 - missing.length / raised.length,
    detail:
      missing.length === 0
        ? `${raised.length} concerns of the brief are dealt with`
        : `the brief touches it, and no requirement or open question does: ${missing.join(", ")}`,
  };
};
