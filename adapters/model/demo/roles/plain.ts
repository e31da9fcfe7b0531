import { blocks, numbered, quoted, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { bare, clipped, counted, idRange, upperFirst } from "../project/wording.ts";
import type { SectionWriter } from "./section.ts";

/** What is held to be true until somebody says otherwise. */
const assumed = (study: Study): string =>
  study.gaps.length === 0
    ? `Nothing has to be assumed: the brief of ${study.product} speaks of everything that is usually forgotten.`
    : blocks(
        `What the brief of ${study.product} does not say, and what holds until somebody says otherwise.`,
        table(
          ["About", "Assumed"],
          study.gaps.map((gap) => [gap.topic, gap.until]),
        ),
      );

/** The numbers of the brief: what can be measured. */
const numbers = (study: Study): string =>
  study.limits.length === 0
    ? `The brief of ${study.product} names no number, so nothing can be measured by its own words: a person has to name a first one.`
    : blocks(
        `${upperFirst(counted(study.limits.length, "number"))} in the words of the brief; each can be looked at again later.`,
        table(
          ["Number", "In the brief's words", "From"],
          study.limits
            .slice(0, 12)
            .map(({ name, statement }) => [
              name,
              statement.text,
              statement.section.title === "" ? "the brief" : statement.section.title,
            ]),
        ),
      );

/** What the brief says, part by part. */
const said = (study: Study): string =>
  blocks(
    `What the brief of ${study.product} says, part by part, each with its first sentence.`,
    table(
      ["Part", "In the brief's words", "More"],
      study.features
        .slice(0, 12)
        .map((feature) => [
          feature.name,
          clipped(feature.requirements[0]?.text ?? "", 160),
          idRange(feature.requirements.map((requirement) => requirement.id)),
        ]),
    ),
  );

/** What comes before everything else, by the brief's own words. */
const first = (study: Study): string => {
  const binding = study.requirements.filter(({ strength }) => strength === "must");
  const lead = binding[0] ?? study.requirements[0];
  return lead === undefined
    ? `The brief of ${study.product} demands nothing that could come first; a person has to say what is wanted most.`
    : `Begin with ${lead.id}, ${quoted(clipped(lead.text, 160))} It is the first of ${counted(binding.length, "demand")} that bind, out of ${study.requirements.length}; more than this order the words of the brief do not give.`;
};

/** One part after the other. */
const order = (study: Study): string =>
  blocks(
    `One part of ${study.product} after the other, in the order of the brief; each is shown to somebody before the next begins.`,
    numbered(
      study.features
        .slice(0, 12)
        .map((feature) => `**${feature.name}:** ${clipped(bare(feature.requirements[0]?.text ?? ""), 130)}`),
    ),
  );

/** Writers for headings of work that is not software: they arrange what the brief says, and add nothing to it. */
export const plainSections: readonly SectionWriter[] = [
  { heading: /assum/i, write: assumed },
  { heading: /measure|target|criteri/i, write: numbers },
  { heading: /known|findings|what they want|promise|features/i, write: said },
  { heading: /first steps|calendar|order|milestone/i, write: order },
  { heading: /recommend|headline|^answer$/i, write: first },
];
