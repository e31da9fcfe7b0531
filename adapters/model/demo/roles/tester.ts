import { casesOf, levelOf } from "../project/cases.ts";
import { checkFor } from "../project/category.ts";
import { defectsOf } from "../project/defects.ts";
import { deliveryOf } from "../project/delivery.ts";
import { blocks, boxes, bullets, table } from "../project/markdown.ts";
import { featuresOf, leavesRoom, wayOfWorking } from "../project/requirement.ts";
import type { Study } from "../project/study.ts";
import { bare, clipped, counted, idRange, lowerFirst, upperFirst, withArticle } from "../project/wording.ts";
import type { SectionWriter } from "./section.ts";

const scope = (study: Study): string => {
  const unclear = study.requirements.filter(
    (requirement) => leavesRoom(requirement) && !study.settled.has(requirement.id),
  );
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

const cases = (study: Study): string => {
  const all = casesOf(study).filter(({ kind }) => kind === "normal");
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
  const rows = casesOf(study)
    .filter(({ kind }) => kind !== "normal")
    .map((one) => [one.id, one.requirement, one.action, one.expected, one.because]);
  return blocks(
    `Where ${study.product} is most likely to break: borders that its own sentences bring up, and what is seen when something cannot be done.`,
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
          "0 critical, 0 high, at most 3 others",
          "the defect list on the day of the decision",
        ],
        ["Time of a full run", "under 10 minutes", "the clock of the pipeline"],
        ...measured,
      ],
    ),
  );
};

const exit = (study: Study): string => {
  const must = mustsOf(study);
  const defects = defectsOf(study);
  return blocks(
    `Testing of ${study.product} is finished when all of this can be ticked by somebody else.`,
    boxes(exitCriteria(study)),
    table(
      ["Severity", `In ${study.product} this means`],
      [
        ["critical", `${withArticle(study.thing)} is lost, or a stranger sees it`],
        [
          "high",
          `one of ${
            must
              .slice(0, 3)
              .map((requirement) => requirement.id)
              .join(", ") || "the requirements"
          } and its like does not work`,
        ],
        ["medium", "it works, in a roundabout way"],
        ["low", "a word or a pixel is wrong"],
      ],
    ),
    defects.length === 0
      ? "No defect was found in the documents so far."
      : table(
          ["Defect", "Severity", "At", "What"],
          defects.map((defect) => [defect.id, defect.severity, defect.requirement, defect.text]),
        ),
  );
};

const mustsOf = (study: Study) =>
  study.demands.functional.filter(
    (requirement) => requirement.strength === "must" || requirement.strength === "not",
  );

/** When testing is finished. */
export const exitCriteria = (study: Study): readonly string[] => [
  `Every case of ${idRange(mustsOf(study).map((requirement) => requirement.id)) || "the requirements"} passes twice in a row`,
  "No critical or high defect is open; each other one has a name beside it",
  ...study.demands.exclusions
    .slice(0, 2)
    .map((exclusion) => `Looked for and not found: ${clipped(exclusion.text, 100)}`),
  ...study.questions
    .slice(0, 2)
    .map(
      (question) =>
        `${question.id} is answered, or the assumption was shown to a person: ${clipped(question.until, 90)}`,
    ),
];

const setup = (study: Study): string =>
  blocks(
    `${upperFirst(study.product)} is tested as ${withArticle(deliveryOf(study.facts))}, on a machine that holds nothing else.`,
    table(
      ["Needed", "Why"],
      [
        [`No ${study.thing}, one ${study.thing}, twenty of them`, "each view must be right in all three"],
        ...study.facts.entities
          .slice(0, 3)
          .map((entity) => [
            `${upperFirst(withArticle(entity.name))} with every field filled, one with only the first`,
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
