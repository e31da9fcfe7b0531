import { isJourney } from "../project/components.ts";
import { evidenceOf } from "../project/evidence.ts";
import { blocks, boxes, bullets, numbered, quoted, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { nameOfKind } from "../project/voices.ts";
import { bare, clipped, counted, idRange, listed, withArticle } from "../project/wording.ts";
import { risks } from "./common.ts";
import type { SectionWriter } from "./section.ts";

/** What each role's document is for, in words that fit after “so that”. */
const purposes: Readonly<Record<string, readonly [string, string]>> = {
  analyst: ["the requirements", "an architect can design without guessing"],
  architect: ["the architecture", "a developer can start without asking"],
  developer: ["the implementation plan", "every piece of work can be taken up and checked alone"],
  tester: ["the test plan", "a person can decide about a release from it"],
  deployer: ["the deployment plan", "the result reaches its people and comes back when it must"],
};

const purpose = (study: Study): readonly [string, string] =>
  purposes[study.turn.agent] ?? [`the ${study.turn.stage} document`, "the next agent can go on"];

const goal = (study: Study): string => {
  const [document, reason] = purpose(study);
  const first = study.facts.brief.statements[0];
  const parts = study.features.filter((feature) => !isJourney(feature)).map((feature) => feature.name);
  return blocks(
    `Write ${document} of ${study.product}, so that ${reason}.`,
    first === undefined ? "" : `> ${quoted(first.text)}`,
    `It has to carry ${counted(study.demands.functional.length, "functional requirement")} and ${counted(study.demands.quality.length, "quality requirement")}${parts.length === 0 ? "" : `: ${listed(parts, 9)}`}.`,
  );
};

const approaches: Readonly<Record<string, (study: Study) => readonly string[]>> = {
  analyst: (study) => [
    `Read the ${counted(study.facts.brief.sections.length, "section")} of the brief and mark every sentence that asks, allows or forbids.`,
    `Number them part by part: ${listed(
      study.features.map((feature) => feature.name),
      8,
    )}.`,
    `Separate what ${study.product} does from how it has to be (${counted(study.demands.quality.length, "sentence")} of the second kind).`,
    `Write one observation for each: given, when, then. The first is about “${clipped(study.requirements[0]?.title ?? study.product, 70)}”.`,
    `List the ${counted(study.questions.length, "thing")} only people can say, with what is assumed meanwhile.`,
  ],
  architect: (study) => [
    `Make a component for each part of the brief: ${listed(
      study.components.map((component) => `\`${component.name}\``),
      7,
    )}.`,
    `Give ${study.facts.entities[0] === undefined ? "the records" : `${withArticle(study.facts.entities[0].name)} (${study.facts.entities[0].fields.map((field) => field.name).join(", ")})`} one owner.`,
    `Write down ${counted(study.decisions.length, "decision")}, beginning with “${study.decisions[0]?.title ?? "the smallest one"}”.`,
    `Follow ${study.demands.functional
      .slice(0, 3)
      .map((requirement) => requirement.id)
      .join(", ")} through the components and see whether anything is missing.`,
  ],
  developer: (study) => [
    `Lay out the frame${study.facts.layout.length === 0 ? "" : " as the brief draws it"}, with one passing test.`,
    `Build what others use first: ${listed(study.components.filter((component) => component.role === "state" || component.role === "storage").map((component) => `\`${component.name}\``)) || "the first part"}.`,
    `Then one part after the other: ${listed(
      study.features.map((feature) => feature.name),
      8,
    )}.`,
    `Name for each piece the requirement it completes and the test that proves it.`,
  ],
  tester: (study) => [
    `One case for each of ${idRange(study.demands.functional.map((requirement) => requirement.id))}, from its own sentence.`,
    `Look for the borders: ${listed(study.limits.slice(0, 4).map((limit) => limit.name)) || `no ${study.thing}, one, a thousand`}.`,
    `Try every event that is named: ${listed(study.facts.signals.events.slice(0, 6).map((event) => event.name)) || "opening, changing, closing"}.`,
    "Choose the numbers by which a person can decide.",
  ],
  deployer: (study) => [
    `Find the smallest place where ${study.product} can run${
      study.facts.technologies.length === 0
        ? ""
        : `, given ${listed(
            study.facts.technologies
              .filter((technology) => !technology.ruledOut)
              .slice(0, 4)
              .map((technology) => technology.name),
          )}`
    }.`,
    "Order the steps from source to people, each with what stops it.",
    `Write the way back before the way out: no ${study.thing} may be lost.`,
    `Choose one signal for each of ${listed(
      study.components.map((component) => `\`${component.name}\``),
      5,
    )}.`,
  ],
};

const approach = (study: Study): string => {
  const steps = approaches[study.turn.agent]?.(study) ?? [
    `Read what the brief says about ${listed(study.facts.terms.slice(0, 5).map((term) => term.word)) || study.product}.`,
    `Answer each heading with the sentences that fit it: ${listed(
      study.features.map((feature) => feature.name),
      8,
    )}.`,
    "Say what is assumed, and ask only what changes the result.",
  ];
  const voices = study.changes.map(
    (change) =>
      `First of all, heed this ${nameOfKind(change.voice.kind)}: ${quoted(clipped(change.voice.words, 160))}`,
  );
  return numbered([...voices, ...steps]);
};

const evidence = (study: Study): string =>
  blocks(
    `Looked up before writing, without another call; the document refers to it as #E1 and so on.`,
    table(
      ["Id", "Tool", "Where", "Why"],
      evidenceOf(study).map((step) => [
        step.id,
        step.tool,
        `\`${step.argument.replaceAll("`", "'")}\``,
        step.why,
      ]),
    ),
  );

const done = (study: Study): string => {
  const [document] = purpose(study);
  const sample = study.requirements.filter((requirement) => requirement.strength !== "could").slice(0, 3);
  return blocks(
    `Writing ${document} is finished when each of these can be answered with yes.`,
    boxes([
      `Every one of ${idRange(study.demands.functional.map((requirement) => requirement.id)) || "the statements"} is dealt with by id`,
      ...sample.map(
        (requirement) => `“${clipped(bare(requirement.title), 80)}” can be found in it (${requirement.id})`,
      ),
      ...study.demands.exclusions
        .slice(0, 1)
        .map((exclusion) => `Nothing in it contradicts “${clipped(bare(exclusion.text), 80)}”`),
      `Open points name who can settle them: ${listed(study.questions.slice(0, 3).map((question) => question.id)) || "none are known"}`,
    ]),
  );
};

const inputs = (study: Study): string =>
  bullets(
    [study.turn.brief.name, ...study.turn.upstream.map((document) => document.name)].map(
      (name) =>
        `\`${name}\`, read for ${listed(study.facts.terms.slice(0, 4).map((term) => term.word)) || study.product}`,
    ),
  );

/** What any role writes in a plan, by heading. */
export const planSections: readonly SectionWriter[] = [
  { heading: /goal|objective|purpose/i, write: goal },
  { heading: /approach|steps|method|strategy|activities/i, write: approach },
  { heading: /evidence|sources|look/i, write: evidence },
  { heading: /risk/i, write: risks },
  { heading: /done|success|exit|deliverable/i, write: done },
  { heading: /inputs?|documents/i, write: inputs },
];
