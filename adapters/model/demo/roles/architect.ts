import { criterionOf } from "../project/acceptance.ts";
import { carriersOf, tasksOf } from "../project/carrying.ts";
import { deliveryOf } from "../project/delivery.ts";
import { plannedFiles } from "../project/files.ts";
import { interfacesOf } from "../project/interfaces.ts";
import { blocks, bullets, fenced, numbered, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { clipped, counted, idRange, listed, upperFirst, withArticle } from "../project/wording.ts";
import type { SectionWriter } from "./section.ts";

const components = (study: Study): string => {
  const rows = carriersOf(study).map(({ id, component, requirements }) => [
    id,
    `\`${component.name}\``,
    component.job,
    idRange(requirements) || "all",
    component.uses.map((name) => `\`${name}\``).join(", ") || "nothing",
  ]);
  return blocks(
    `${upperFirst(study.product)} has ${counted(study.components.length, "component")}, named after the parts of the brief so that everybody finds them.`,
    table(["Id", "Component", "Its one job", "Carries", "Uses"], rows),
    fenced("mermaid", ["flowchart LR", ...edges(study)].join("\n")),
    "The work, cut along them:",
    table(
      ["Task", "What", "Builds", "After"],
      tasksOf(study).map((task) => [
        task.id,
        clipped(task.title, 110),
        task.carrier.id,
        task.needs.join(", ") || "nothing",
      ]),
    ),
  );
};

const edges = (study: Study): readonly string[] =>
  study.components.flatMap((component) =>
    component.uses.length === 0
      ? [`  ${component.name}`]
      : component.uses.map((name) => `  ${component.name} --> ${name}`),
  );

const interfaces = (study: Study): string => {
  const operations = interfacesOf(study);
  const { routes, events } = study.facts.signals;
  return blocks(
    `${upperFirst(counted(operations.length, "operation"))}, each taken from a sentence of the brief; no component is reached in another way.`,
    table(
      ["Id", "Component", "Operation", "Takes", "Gives", "Fails when", "From"],
      operations.map((operation) => [
        operation.id,
        `\`${operation.component}\``,
        `\`${operation.name}\``,
        operation.input,
        operation.output,
        operation.error,
        `${operation.requirement.id}, ${clipped(operation.requirement.text, 80)}`,
      ]),
    ),
    routes.length === 0
      ? ""
      : blocks(
          "Addresses:",
          table(
            ["Addresses", "Fixed by"],
            [...Map.groupBy(routes, (route) => route.statement.text)].map(([text, own]) => [
              own.map((route) => `\`${route.name}\``).join(", "),
              clipped(text, 160),
            ]),
          ),
        ),
    events.length === 0
      ? ""
      : `Events that must be handled: ${listed(
          events.map((event) => event.name),
          12,
        )}.`,
  );
};

const dataModel = (study: Study): string =>
  blocks(
    ...study.facts.entities.map((entity) =>
      blocks(
        `### ${upperFirst(entity.name)}`,
        entity.statement === null
          ? `The brief lists no fields of ${withArticle(entity.name)}; these three are assumed.`
          : `> ${entity.statement.text}`,
        table(
          ["Field", "Type", "Rule"],
          entity.fields.map((field) => [`\`${field.name}\``, field.type, ruleFor(field.type)]),
        ),
      ),
    ),
    `Records are changed in one place only (\`${study.components.find((component) => component.role === "state")?.name ?? "the store"}\`); views read copies.`,
    study.facts.signals.identifiers.length === 0
      ? ""
      : `Names from the brief that code must use letter for letter: ${listed(
          study.facts.signals.identifiers.map((identifier) => `\`${identifier.name}\``),
          18,
        )}.`,
  );

const ruleFor = (type: string): string => {
  const rules: Readonly<Record<string, string>> = {
    id: "given once, never reused",
    "yes/no": "starts as no",
    date: "stored in UTC, shown in local time",
    number: "not negative",
    email: "checked for an @, never shown to others",
    file: "type by content, size limited, stored beside the record",
    link: "http or https only",
  };
  return rules[type] ?? "trimmed, not empty, at most 200 characters";
};

const decisions = (study: Study): string =>
  blocks(
    `${upperFirst(counted(study.decisions.length, "decision"))}. Those fixed by the brief are not open; proposed ones can be overruled by a direction.`,
    ...study.decisions.map((decision) =>
      blocks(
        `### ${decision.id} ${decision.title}`,
        bullets([
          `**Decided:** ${decision.choice}`,
          `**Because:** ${decision.because}`,
          `**Standing:** ${decision.standing}`,
          ...decision.alternatives.map(([name, why]) => `**Not taken:** ${name}: ${why}.`),
        ]),
      ),
    ),
  );

const technology = (study: Study): string => {
  const rows = study.facts.technologies.map((found) => [
    found.name,
    found.kind,
    found.ruledOut ? "must not be used" : "used",
    clipped(found.statement.text, 120),
  ]);
  const none = `The brief names no technology. ${upperFirst(study.product)} is planned as ${withArticle(deliveryOf(study.facts))}; the first decision below says where ${withArticle(study.thing)} is kept, everything else stays with the developer's habits.`;
  return rows.length === 0
    ? none
    : blocks(
        `Only what the brief names, with the sentence that names it.`,
        table(["Technology", "Kind", "Standing", "In the brief's words"], rows),
      );
};

const flows = (study: Study): string => {
  const chosen = study.demands.functional.filter((requirement) => requirement.strength !== "not").slice(0, 8);
  const lines = chosen.map((requirement) => {
    const criterion = criterionOf(requirement, study.facts);
    const carrier =
      study.components.find((component) => component.feature === requirement.group)?.name ??
      study.components[0]?.name ??
      "the product";
    return `**${requirement.id}** ${upperFirst(criterion.when)} → \`${carrier}\` → ${clipped(criterion.then, 120)}`;
  });
  return blocks(
    `What happens inside when somebody uses ${study.product}, for the most telling requirements.`,
    numbered(lines),
  );
};

const structure = (study: Study): string => {
  const files = plannedFiles(study);
  return blocks(
    study.facts.layout.length > 0
      ? `Drawn in the brief, completed by one file per component.`
      : `The brief draws no layout; one file per component keeps ${study.product} readable.`,
    fenced("text", files.map((file) => file.path).join("\n")),
  );
};

const qualities = (study: Study): string =>
  study.demands.quality.length === 0
    ? blocks(
        "No quality is demanded in so many words; these assumptions shape the design.",
        table(
          ["Topic", "Assumed"],
          study.gaps.map((gap) => [gap.topic, gap.until]),
        ),
      )
    : blocks(
        `How the design answers each quality requirement.`,
        table(
          ["Id", "Demand", "Answer in the design"],
          study.demands.quality.map((requirement) => [
            requirement.id,
            requirement.title,
            answerFor(requirement.group),
          ]),
        ),
      );

const answerFor = (category: string): string => {
  const answers: Readonly<Record<string, string>> = {
    Documentation: "a README is part of the tree from the first commit",
    Dependencies: "one dependency file, exact versions, nothing else is installed",
    "Code and structure": "a rule of the review, checked before merging",
    Performance: "measured in the pipeline; a slower build does not go out",
    "Security and privacy": "the smallest set of data, one place that decides who may see it",
    "Ease of use": "one style sheet with sizes and colours in one place",
    Operation: "one command and a page of notes",
    Compatibility: "no feature newer than the oldest device named",
    Reliability: "every write is repeated safely; a copy is kept elsewhere",
  };
  return answers[category] ?? "kept in the review checklist";
};

/** What an architect writes, by heading. */
export const architectSections: readonly SectionWriter[] = [
  { heading: /component|module|building block|parts/i, write: components },
  { heading: /interface|api|contract|endpoint/i, write: interfaces },
  { heading: /data|entit|schema|model/i, write: dataModel },
  { heading: /decision|trade-?off|alternativ/i, write: decisions },
  { heading: /technolog|stack|tools/i, write: technology },
  { heading: /flow|runtime|sequence|interaction|behaviou?r/i, write: flows },
  { heading: /structure|layout|director|files|organi[sz]ation/i, write: structure },
  { heading: /non-?functional|qualit|security|performance|cross-?cutting/i, write: qualities },
];
