import { criterionOf, failureOf } from "../project/acceptance.ts";
import { checkFor } from "../project/category.ts";
import { isJourney } from "../project/components.ts";
import { blocks, bullets, quoted, table } from "../project/markdown.ts";
import {
  featuresOf,
  leavesRoom,
  priorityOf,
  type Feature,
  type Requirement,
} from "../project/requirement.ts";
import type { Study } from "../project/study.ts";
import {
  bare,
  clipped,
  counted,
  idRange,
  listed,
  lowerFirst,
  upperFirst,
  withArticle,
} from "../project/wording.ts";
import { leftOut } from "./common.ts";
import type { SectionWriter } from "./section.ts";

const functional = (study: Study): string =>
  blocks(
    `${upperFirst(counted(study.demands.functional.length, "requirement"))} in ${counted(study.features.length, "part")}. The words are the brief's own; \`assumed\` marks what the brief does not say.`,
    leftOut(study),
    ...study.features.map((feature) => partOf(feature, study)),
  );

const partOf = (feature: Feature, study: Study): string =>
  blocks(
    `### ${feature.name}`,
    table(["Id", "In the brief's words", "Priority"], feature.requirements.map(rowOf)),
    notes(feature, study),
  );

const rowOf = (requirement: Requirement): readonly string[] => [
  requirement.id,
  requirement.text,
  priorityOf(requirement),
];

const notes = (feature: Feature, study: Study): string =>
  bullets(
    feature.requirements.flatMap((requirement) => [
      ...(requirement.example === null
        ? []
        : [
            `${requirement.id}, for example: ${requirement.example.replace(/^(?:e\.?g\.?|examples?)[:,]?\s*/i, "")}`,
          ]),
      ...settled(requirement, study),
      ...(!leavesRoom(requirement) || isTouched(requirement, study)
        ? []
        : [
            `${requirement.id} leaves room: “${requirement.soft}” does not say when it may be left out (${questionAbout(requirement, study)}).`,
          ]),
    ]),
  );

const isTouched = (requirement: Requirement, study: Study): boolean =>
  study.changes.some((change) => change.requirement?.id === requirement.id);

// What an answer, a decision or, before there is one, an objection made of a requirement stands right below it.
const settled = (requirement: Requirement, study: Study): readonly string[] => {
  const own = study.changes.filter((change) => change.requirement?.id === requirement.id);
  const people = own.filter(({ voice }) => voice.kind === "decision" || voice.kind === "answer");
  const shown = people.length > 0 ? people : own.filter(({ voice }) => voice.kind === "objection");
  return shown.map(({ voice, effect }) => {
    const told =
      voice.kind === "objection"
        ? effect.replace(/^N?FR-\d+ \(.*?\) (?=now|stays)/, "it ")
        : `read in the sense of the ${voice.kind} ${quoted(clipped(voice.words, 200))}`;
    return `${requirement.id}, **settled${study.turn.attempt === 1 ? "" : ` in attempt ${study.turn.attempt}`}:** ${told}`;
  });
};

const questionAbout = (requirement: Requirement, study: Study): string =>
  study.questions.find((question) => question.about === requirement.id)?.id ?? "see the open questions";

const quality = (study: Study): string => {
  const groups = featuresOf(study.demands.quality);
  if (groups.length === 0)
    return blocks(
      `The brief demands no qualities in so many words. These are assumed for ${study.product} until somebody objects.`,
      table(
        ["Topic", "Assumed"],
        study.gaps.map((gap) => [gap.topic, gap.until]),
      ),
    );
  const rows = groups.flatMap((group) => group.requirements).map(rowOf);
  const checks = groups.map(
    (group) =>
      `**${group.name}** (${idRange(group.requirements.map((requirement) => requirement.id))}): ${lowerFirst(checkFor(group.name))}`,
  );
  return blocks(
    `How ${study.product} has to be, beyond what it does.`,
    table(["Id", "In the brief's words", "Priority"], rows),
    groups
      .map((group) => notes(group, study))
      .filter((note) => note !== "")
      .join("\n"),
    "How each kind is checked:",
    bullets(checks),
  );
};

const stories = (study: Study): string => {
  const rows = study.features.map((feature, at) => {
    const first =
      feature.requirements.find((requirement) => requirement.strength !== "not") ?? feature.requirements[0];
    return [
      `US-${at + 1}`,
      actorFor(feature, study),
      wish(feature),
      clipped(bare(first?.text ?? ""), 130),
      idRange(feature.requirements.map((requirement) => requirement.id)),
    ];
  });
  return blocks(
    study.say(
      "stories",
      `One story for each part of ${study.product}; the fourth column is what the person will see.`,
      `Each part of ${study.product} as somebody would ask for it.`,
    ),
    table(["Story", "As", "I want", "so that", "Covers"], rows),
  );
};

const wish = (feature: Feature): string =>
  isJourney(feature) ? "the whole to fit my day" : `“${feature.name}” to work`;

const actorFor = (feature: Feature, study: Study): string => {
  const text = feature.requirements
    .map((requirement) => requirement.text)
    .join(" ")
    .toLowerCase();
  const actor =
    study.facts.signals.actors.find((candidate) => text.includes(candidate.name)) ??
    study.facts.signals.actors[0];
  if (actor?.name === "team" || actor?.name === "staff") return `a member of the ${actor.name}`;
  return actor === undefined ? "somebody with the product open" : withArticle(actor.name);
};

const acceptance = (study: Study): string => {
  const rows = study.demands.functional.map((requirement) => {
    const criterion = criterionOf(requirement, study.facts);
    const failure = failureOf(requirement, study.facts);
    return [
      requirement.id,
      criterion.given,
      criterion.when,
      criterion.then,
      `${failure.when}: ${failure.then}`,
    ];
  });
  return blocks(
    `Read each row as “given …, when …, then …”. ${upperFirst(study.product)} is accepted when all ${rows.length} hold.`,
    table(["Id", "Given", "When", "Then", "And if not"], rows),
  );
};

const data = (study: Study): string =>
  blocks(
    `What ${study.product} keeps.`,
    ...study.facts.entities.map((entity) =>
      blocks(
        `### ${upperFirst(entity.name)}`,
        table(
          ["Field", "Type", "From"],
          entity.fields.map((field) => [
            field.name,
            field.type,
            entity.statement === null ? "assumed" : clipped(entity.statement.text, 110),
          ]),
        ),
      ),
    ),
    study.facts.signals.routes.length === 0
      ? ""
      : `Addresses the brief fixes: ${listed(
          study.facts.signals.routes.map((route) => `\`${route.name}\``),
          8,
        )}.`,
  );

const constraints = (study: Study): string => {
  const fixed = study.requirements.filter(
    (requirement) => requirement.strength === "not" || requirement.strength === "must",
  );
  const limits = study.limits.map((limit) => `**${limit.name}**: ${clipped(limit.statement.text, 140)}`);
  return blocks(
    `What nobody may change without asking.`,
    bullets([
      ...limits,
      ...fixed.slice(0, 8).map((requirement) => `${requirement.id}: ${clipped(requirement.text, 140)}`),
    ]),
  );
};

const assumptions = (study: Study): string => {
  const assumed = study.demands.functional.filter((requirement) => requirement.origin === "assumption");
  return blocks(
    `Not in the brief, but needed to go on with ${study.product}. Any of them can be overruled with one sentence.`,
    table(
      ["About", "Assumed"],
      [
        ...study.gaps.map((gap) => [gap.topic, gap.until]),
        ...assumed.map((requirement) => [requirement.id, requirement.text]),
      ],
    ),
  );
};

/** What an analyst writes, by heading. */
export const analystSections: readonly SectionWriter[] = [
  { heading: /non-?functional|quality|qualities/i, write: quality },
  { heading: /functional|features?|requirements/i, write: functional },
  { heading: /stor(?:y|ies)|use cases?/i, write: stories },
  { heading: /acceptance|criteria/i, write: acceptance },
  { heading: /data|entit|information/i, write: data },
  { heading: /constraint|limits|rules/i, write: constraints },
  { heading: /assumption|dependenc/i, write: assumptions },
];
