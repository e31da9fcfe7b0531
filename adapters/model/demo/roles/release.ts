import { plural } from "../brief/terms.ts";
import { deliveryOf, inBrowser, shapes } from "../project/delivery.ts";
import { blocks, boxes, numbered, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { bare, clipped, listed, upperFirst, withArticle } from "../project/wording.ts";

/** How the result reaches its people, in steps that limit the damage. */
export const rollout = (study: Study): string =>
  blocks(
    `Nothing of ${study.product} goes live without a decision of a person.`,
    numbered([
      ...directionsOf(study).map((voice) => `**As directed:** ${voice.words}`),
      ...rolloutSteps(study),
    ]),
    "Before the first step:",
    boxes([
      `Every “must” of ${study.product} has a passed case`,
      `The way back was tried with ${listed(study.components.slice(0, 3).map((component) => `\`${component.name}\``))}`,
      ...study.demands.exclusions
        .slice(0, 2)
        .map((exclusion) => `Still true: ${clipped(exclusion.text, 90)}`),
    ]),
  );

/** What people want to be done first. */
export const directionsOf = (study: Study) =>
  study.turn.agent === "deployer" ? study.turn.voices.filter((voice) => voice.kind === "direction") : [];

/** The steps of a rollout, without those that people asked for. */
export const rolloutSteps = (study: Study): readonly string[] => {
  const who = study.facts.signals.actors[0]?.name ?? "person";
  const [first, second] = study.features;
  const limit = study.limits[0];
  return [
    inBrowser(study.facts)
      ? `Keep the files that are live now under their version. The ${plural(study.thing)} themselves stay in each browser.`
      : `Copy every ${study.thing} that is live and read the copy back.`,
    `Release to one ${who} who knows about it and watch “${first?.name ?? study.product}” for a day: ${clipped(bare(first?.requirements[0]?.text ?? study.product), 120)}.`,
    `Release to a tenth, for three days; look at “${(second ?? first)?.name ?? study.product}”${limit === undefined ? "" : ` and at “${limit.name}”`}. Go on only when no signal below is red.`,
    `Release to every ${who}, with two sentences about ${study.product} and a name to write to.`,
    `After a week look again at ${listed(study.questions.slice(0, 3).map((question) => `${question.id} (${question.about})`)) || "what people said"}.`,
  ];
};

/** How a bad release is taken back. */
export const rollback = (study: Study): string => {
  const { unit } = shapes[deliveryOf(study.facts)];
  const demand = study.requirements.find((requirement) =>
    /\b(?:version before|going back|rollback|undo)\b/i.test(requirement.text),
  );
  return blocks(
    demand === undefined
      ? `Going back means putting the former ${unit} of ${study.product} in place again.`
      : `The brief asks for it: “${bare(demand.text)}” (${demand.id}).`,
    signs(study),
    numbered(rollbackSteps(study)),
    `Lost by going back: only what the new version alone could do, never ${withArticle(study.thing)} that somebody made.`,
  );
};

/** The steps back. */
export const rollbackSteps = (study: Study): readonly string[] => [
  `Stop the release of ${study.product} for everybody else.`,
  `Put the former ${shapes[deliveryOf(study.facts)].unit} back, as kept under the version before.`,
  inBrowser(study.facts)
    ? `Open it in a browser that has been on the newer version: every ${study.thing} is still readable.`
    : `Compare with the copy: every ${study.thing} made since then is carried over by the written script.`,
  `Walk through ${listed(study.demands.functional.slice(0, 3).map((requirement) => `${requirement.id} (${clipped(requirement.title, 50)})`)) || study.product}.`,
];

const signs = (study: Study): string => {
  const must = study.demands.functional.find((requirement) => requirement.strength === "must");
  const should = study.requirements.find(
    (requirement) => requirement.strength === "should" || requirement.strength === "could",
  );
  return table(
    ["Sign", "Who decides", "What is done", "Within"],
    [
      [
        `${withArticle(study.thing)} is lost or shown to a stranger`,
        "whoever sees it first",
        "back at once, then ask",
        "5 minutes",
      ],
      [
        `${upperFirst(must?.title ?? "what was asked for")} (${must?.id ?? "the brief"}) fails for more than one person`,
        "the person on duty",
        "back to the version before",
        "15 minutes",
      ],
      [
        `only ${should?.id ?? "a detail"} suffers: ${clipped(should?.title ?? "it is slower or uglier", 70)}`,
        "the person who asked for the release",
        "mend forward",
        "the next release",
      ],
    ],
  );
};
