import { criterionOf } from "../project/acceptance.ts";
import { checkFor } from "../project/category.ts";
import { deliveryOf } from "../project/delivery.ts";
import { edgesOf } from "../project/edges.ts";
import { blocks, boxes, bullets, table } from "../project/markdown.ts";
import { featuresOf, leavesRoom, wayOfWorking, type Requirement } from "../project/requirement.ts";
import type { Study } from "../project/study.ts";
import { bare, clipped, counted, idRange, lowerFirst, upperFirst } from "../project/wording.ts";
import type { SectionWriter } from "./section.ts";

const scope = (study: Study): string => {
  const unclear = study.requirements.filter(leavesRoom);
  return blocks(
    `${upperFirst(counted(study.demands.functional.length, "functional requirement"))} and ${counted(study.demands.quality.length, "quality requirement")} of ${study.product} are tested; nothing has been run yet, this is the plan.`,
    table(["Level", "What", "Requirements"], levels(study)),
    "Not tested, and why:",
    bullets([
      ...study.demands.exclusions
        .slice(0, 4)
        .map(
          (exclusion) =>
            `“${clipped(bare(exclusion.text), 110)}” is ruled out, so only its absence is looked at`,
        ),
      ...(unclear.length === 0
        ? []
        : [
            `The soft words of ${idRange(unclear.map((requirement) => requirement.id))}: the case is written, but “${unclear[0]?.soft ?? ""}” decides whether a failure counts`,
          ]),
      "Speed on machines that the brief does not name",
    ]),
  );
};

const levels = (study: Study): readonly (readonly string[])[] =>
  [...Map.groupBy(study.demands.functional, (requirement) => levelOf(requirement, study))]
    .map(([level, own]) => [
      level,
      `${counted(own.length, "sentence")} such as “${clipped(own[0]?.title ?? "", 60)}”`,
      idRange(own.map((requirement) => requirement.id)),
    ])
    .concat(
      featuresOf(study.demands.quality)
        .filter((group) => group.name !== wayOfWorking)
        .map((group) => [
          "by hand",
          `${group.name}: ${clipped(lowerFirst(checkFor(group.name)), 80)}`,
          idRange(group.requirements.map((requirement) => requirement.id)),
        ]),
    );

const levelOf = (requirement: Requirement, study: Study): string => {
  const role = study.components.find((component) => component.feature === requirement.group)?.role;
  if (role === "state" || role === "storage") return "unit";
  return role === "messages" || role === "access" || role === "navigation" ? "integration" : "end to end";
};

interface Case {
  readonly id: string;
  readonly requirement: string;
  readonly given: string;
  readonly action: string;
  readonly expected: string;
  readonly level: string;
}

const casesOf = (study: Study): readonly Case[] => {
  const asked =
    study.turn.agent !== "tester" ? [] : study.turn.voices.filter((voice) => voice.kind === "direction");
  const first = asked.map((voice) => ({
    requirement: "a direction",
    given: `${study.product} is open`,
    action: lowerFirst(clipped(voice.words, 110)),
    expected: "it holds, shown to the person who asked",
    level: "by hand",
  }));
  const own = study.demands.functional.map((requirement) => {
    const criterion = criterionOf(requirement, study.facts);
    return {
      requirement: requirement.id,
      given: criterion.given,
      action: criterion.when,
      expected: criterion.then,
      level: levelOf(requirement, study),
    };
  });
  return [...first, ...own].map((draft, at) => ({ ...draft, id: `T-${at + 1}` }));
};

const cases = (study: Study): string => {
  const all = casesOf(study);
  const rows = all.map((one) => [one.id, one.requirement, one.given, one.action, one.expected, one.level]);
  return blocks(
    study.say(
      "cases",
      `${upperFirst(counted(all.length, "case"))}, one for each requirement. A case fails when the last column but one is not seen.`,
      `One case for each requirement of ${study.product}, ${all.length} in all.`,
    ),
    table(["Id", "Proves", "Before", "Do", "Expect", "Level"], rows),
  );
};

const edges = (study: Study): string => {
  const from = casesOf(study).length;
  const found = edgesOf(study);
  const rows = found.map((edge, at) => [
    `T-${from + at + 1}`,
    edge.requirement,
    edge.what,
    edge.expected,
    edge.because,
  ]);
  return blocks(
    `Where ${study.product} is most likely to break: borders that its own sentences bring up.`,
    table(["Id", "At", "Try", "Expect", "Because the brief says"], rows),
  );
};

const metrics = (study: Study): string => {
  const measured = study.limits
    .slice(0, 6)
    .map((limit) => [
      limit.name,
      clipped(limit.statement.text, 110),
      /second|minute|ms\b|%/.test(limit.name)
        ? "measured ten times, the worst counts"
        : "tried just below, exactly there and just above",
    ]);
  const named = study.demands.functional.length;
  return blocks(
    `Numbers by which a person can decide about ${study.product}.`,
    table(
      ["Metric", "Target", "How it is measured"],
      [
        ["Requirements with a case", `${named} of ${named}`, "this table against the requirements"],
        ["Cases passed", "all of must, 9 of 10 of the rest", "one run on a fresh machine"],
        [
          "Open defects",
          "0 critical, 0 major, at most 3 minor",
          "the defect list on the day of the decision",
        ],
        ["Time of a full run", "under 10 minutes", "the clock of the pipeline"],
        ...measured,
      ],
    ),
  );
};

const exit = (study: Study): string => {
  const must = study.demands.functional.filter(
    (requirement) => requirement.strength === "must" || requirement.strength === "not",
  );
  return blocks(
    `Testing of ${study.product} is finished when all of this can be ticked by somebody else.`,
    boxes([
      `Every case of ${idRange(must.map((requirement) => requirement.id)) || "the requirements"} passes twice in a row`,
      "No critical or major defect is open; each minor one has a name beside it",
      ...study.demands.exclusions
        .slice(0, 2)
        .map((exclusion) => `Looked for and not found: ${clipped(exclusion.text, 100)}`),
      ...study.questions
        .slice(0, 2)
        .map(
          (question) =>
            `${question.id} is answered, or the assumption was shown to a person: ${clipped(question.until, 90)}`,
        ),
    ]),
    table(
      ["Severity", `In ${study.product} this means`],
      [
        ["critical", `a ${study.thing} is lost, or a stranger sees it`],
        [
          "major",
          `one of ${
            must
              .slice(0, 3)
              .map((requirement) => requirement.id)
              .join(", ") || "the requirements"
          } and its like does not work`,
        ],
        ["minor", "it works, in a roundabout way"],
        ["trivial", "a word or a pixel is wrong"],
      ],
    ),
  );
};

const setup = (study: Study): string =>
  blocks(
    `${upperFirst(study.product)} is tested as a ${deliveryOf(study.facts)}, on a machine that holds nothing else.`,
    table(
      ["Needed", "Why"],
      [
        [`No ${study.thing}, one ${study.thing}, twenty of them`, "each view must be right in all three"],
        ...study.facts.entities
          .slice(0, 3)
          .map((entity) => [
            `A ${entity.name} with every field filled, one with only the first`,
            entity.fields.map((field) => field.name).join(", "),
          ]),
        ...study.facts.technologies
          .filter((technology) => !technology.ruledOut)
          .slice(0, 4)
          .map((technology) => [technology.name, clipped(technology.statement.text, 100)]),
      ],
    ),
  );

/** What a tester writes, by heading. */
export const testerSections: readonly SectionWriter[] = [
  { heading: /scope|strategy|approach|overview|objective/i, write: scope },
  { heading: /edge|border|boundary|negative/i, write: edges },
  { heading: /cases?|scenarios?|tests?$/i, write: cases },
  { heading: /metric|quality|measure/i, write: metrics },
  { heading: /exit|criteria|entry|done|severity|defect/i, write: exit },
  { heading: /data|environment|setup|tools?|automation/i, write: setup },
];
