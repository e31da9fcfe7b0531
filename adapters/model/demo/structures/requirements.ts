import { criterionOf, failureOf } from "../project/acceptance.ts";
import { checkFor } from "../project/category.ts";
import { wayOfWorking, type Requirement } from "../project/requirement.ts";
import type { Study } from "../project/study.ts";
import { bare, clipped, idRange, upperFirst } from "../project/wording.ts";

/** The requirements as data. How people work together is no requirement on the product and stays in the document. */
export const requirementsOf = (study: Study) => ({
  goals: goals(study),
  personas: personas(study),
  requirements: [...study.demands.functional, ...study.demands.quality]
    .filter(({ group }) => group !== wayOfWorking)
    .map((requirement) => entry(requirement, study)),
  assumptions: study.gaps.map((gap) => clipped(`${gap.topic}: ${gap.until}`, 300)),
  questions: study.questions.map(({ id, text, until }) => ({
    text: clipped(`${id} ${text}`, 400),
    assumption: clipped(until, 300),
  })),
  outOfScope: study.demands.exclusions.map(({ text }) => clipped(text, 300)),
});

const goals = (study: Study) =>
  study.features.slice(0, 12).map((feature, at) => ({
    id: `G-${at + 1}`,
    text: clipped(`${feature.name}: ${bare(feature.requirements[0]?.text ?? "")}`, 200),
    measure: `every criterion of ${idRange(feature.requirements.map(({ id }) => id))} is seen`,
  }));

const personas = ({ facts, product }: Study) => {
  const named = facts.signals.actors.map(({ name, statement }) => ({
    name: clipped(upperFirst(name), 100),
    needs: clipped(statement.text, 200),
  }));
  const [first] = facts.brief.statements;
  return named.length > 0
    ? named.slice(0, 12)
    : [{ name: `Whoever opens ${clipped(product, 80)}`, needs: clipped(first?.text ?? product, 200) }];
};

const entry = (requirement: Requirement, study: Study) => ({
  id: requirement.id,
  title: clipped(requirement.title, 150),
  text: clipped(requirement.text, 400),
  kind: requirement.id.startsWith("N") ? "quality" : "functional",
  priority: requirement.strength === "not" ? "must" : requirement.strength,
  quote: quoteOf(requirement, study),
  acceptance: requirement.id.startsWith("N")
    ? [{ text: clipped(checkFor(requirement.group), 300), failing: false }]
    : criteria(requirement, study),
});

/** Words that a person added stand in no document. */
const quoteOf = ({ source, origin }: Requirement, { turn }: Study): string =>
  origin === "brief" && source?.document === turn.brief.name ? clippedQuote(source.quote) : "";

/** A quote is cut without an ellipsis, so that it is still found. */
const clippedQuote = (quote: string): string => quote.slice(0, 300).trim();

const criteria = (requirement: Requirement, { facts }: Study) => {
  const { given, when, then } = criterionOf(requirement, facts);
  const failure = failureOf(requirement, facts);
  return [
    { text: clipped(`${given}; ${when}: ${then}`, 300), failing: false },
    { text: clipped(`${failure.when}: ${failure.then}`, 300), failing: true },
  ];
};
