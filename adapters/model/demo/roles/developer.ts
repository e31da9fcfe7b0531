import { criterionOf } from "../project/acceptance.ts";
import { commandsOf } from "../project/delivery.ts";
import { plannedFiles, testOf } from "../project/files.ts";
import { blocks, boxes, bullets, fenced, numbered, table } from "../project/markdown.ts";
import { wayOfWorking } from "../project/requirement.ts";
import type { Study } from "../project/study.ts";
import { clipped, counted, idRange, upperFirst } from "../project/wording.ts";
import { workOf, type WorkItem } from "../project/work.ts";
import type { SectionWriter } from "./section.ts";

const items = (study: Study): string => {
  const work = workOf(study);
  return blocks(
    study.say(
      "items",
      `${upperFirst(counted(work.length, "work item"))}, none larger than a day; each ends with something that can be shown.`,
      `${upperFirst(study.product)} in ${counted(work.length, "piece")} of work. Each can be reviewed alone.`,
    ),
    table(
      ["Id", "Work", "Completes", "After", "Days"],
      work.map((item) => [
        item.id,
        item.title,
        idRange(item.requirements) || "nothing alone",
        idRange(item.needs) || "nothing",
        item.days,
      ]),
    ),
    ...work
      .filter((item) => item.requirements.length > 0 && item.files.length > 0)
      .slice(0, 12)
      .map((item) => detail(item, study)),
  );
};

const detail = (item: WorkItem, study: Study): string => {
  const own = study.requirements.filter((requirement) => item.requirements.includes(requirement.id));
  const proofs = own.slice(0, 3).map((requirement) => {
    const criterion = criterionOf(requirement, study.facts);
    return requirement.id.startsWith("N")
      ? `${requirement.id}: ${clipped(requirement.text, 130)}`
      : `${requirement.id}: when ${criterion.when}, then ${clipped(criterion.then, 120)}`;
  });
  return blocks(
    `### ${item.id} ${clipped(item.title.split(":")[0] ?? item.title, 60)}`,
    `${bullets([`**Touches:** ${item.files.map((file) => `\`${file}\``).join(", ")}`, `**Proved by** tests that fail before and pass after:`])}\n${bullets(proofs).replace(/^/gm, "  ")}`,
  );
};

const files = (study: Study): string => {
  const planned = plannedFiles(study);
  const tests = study.components.map((component) => ({
    path: testOf(component, study),
    why: `tests \`${component.name}\``,
    fromBrief: false,
  }));
  return blocks(
    study.facts.layout.length > 0
      ? `The tree of the brief, completed; bold files are drawn or named there.`
      : `The brief draws no tree; this one has a file for every component of ${study.product}.`,
    table(
      ["File", "What is in it"],
      [...planned, ...tests].map((file) => [
        file.fromBrief ? `**\`${file.path}\`**` : `\`${file.path}\``,
        file.why,
      ]),
    ),
  );
};

const order = (study: Study): string => {
  const waves = wavesOf(workOf(study));
  const rows = waves.map((wave, at) => [
    String(at + 1),
    wave.map((item) => item.id).join(", "),
    wave.length > 1 ? "side by side" : "alone",
    clipped(wave[0]?.title ?? "", 90),
  ]);
  return blocks(
    `${upperFirst(counted(waves.length, "round"))}; what stands in one round does not wait for its neighbours.`,
    table(["Round", "Items", "How", "Begins with"], rows),
    risky(study),
  );
};

const risky = (study: Study): string => {
  const risk = study.risks.find((candidate) => candidate.weight === "high") ?? study.risks[0];
  return risk === undefined
    ? ""
    : `Tried first, because it may change the plan: ${risk.what}. ${risk.answer}`;
};

/** Rounds of work: each item stands in the first round in which everything it needs is done. */
const wavesOf = (work: readonly WorkItem[]): readonly (readonly WorkItem[])[] => {
  const waves: WorkItem[][] = [];
  const done = new Set<string>();
  let left = work;
  while (left.length > 0) {
    const ready = left.filter((item) => item.needs.every((need) => done.has(need) || need === item.id));
    const wave = ready.length > 0 ? ready : left;
    waves.push([...wave]);
    for (const item of wave) done.add(item.id);
    left = left.filter((item) => !done.has(item.id));
  }
  return waves;
};

const done = (study: Study): string => {
  const commands = commandsOf(study.facts);
  return blocks(
    `${upperFirst(study.product)} is done when somebody who did not build it can tick all of this.`,
    boxes([
      ...study.features
        .slice(0, 12)
        .map(
          (feature) =>
            `**${feature.name}**: ${idRange(feature.requirements.map((requirement) => requirement.id))} shown, each with its test`,
        ),
      ...study.demands.quality
        .filter((requirement) => requirement.strength !== "could" && requirement.group !== wayOfWorking)
        .slice(0, 6)
        .map((requirement) => `${requirement.id}: ${requirement.title}`),
      ...study.demands.exclusions
        .slice(0, 3)
        .map((exclusion) => `Not there, on purpose: ${clipped(exclusion.text, 100)}`),
    ]),
    "On a machine that has never seen it:",
    fenced("sh", [commands.install, commands.check, commands.build].join("\n")),
  );
};

const testing = (study: Study): string =>
  blocks(
    `Every component has its test file beside it in \`test/\`; the sentence of the brief is the name of the test.`,
    table(
      ["Component", "Test file", "Sentences"],
      study.components.map((component) => [
        `\`${component.name}\``,
        `\`${testOf(component, study)}\``,
        String(component.requirements.length),
      ]),
    ),
  );

const dependencies = (study: Study): string => {
  const rows = study.facts.technologies.map((technology) => [
    technology.name,
    technology.ruledOut ? "not used" : "used",
    clipped(technology.statement.text, 110),
  ]);
  return rows.length === 0
    ? `The brief asks for no library. ${upperFirst(study.product)} starts without dependencies; each one that is added later needs a sentence in its review that says what it saves.`
    : blocks(
        "What is brought in from outside, and the sentence that allows or forbids it.",
        table(["Name", "Standing", "In the brief's words"], rows),
      );
};

const conventions = (study: Study): string => {
  const own = study.demands.quality.filter((requirement) =>
    /Code|Documentation|Dependencies/.test(requirement.group),
  );
  return own.length === 0
    ? numbered([
        `Names come from the glossary of ${study.product}, such as “${study.thing}”.`,
        "One idea per file, tests named by sentences.",
        "A change that no requirement asks for waits for one.",
      ])
    : blocks(
        "Rules of the brief for code; a review refers to them by id.",
        bullets(own.map((requirement) => `**${requirement.id}** ${requirement.text}`)),
      );
};

/** What a developer writes, by heading. */
export const developerSections: readonly SectionWriter[] = [
  { heading: /work items?|tasks?|breakdown|milestones?|backlog/i, write: items },
  { heading: /files?|structure|layout|tree/i, write: files },
  { heading: /order|sequence|schedule|phases|timeline|roadmap|estimate/i, write: order },
  { heading: /done|accept|complete/i, write: done },
  { heading: /test/i, write: testing },
  { heading: /dependenc|librar|technolog|stack/i, write: dependencies },
  { heading: /convention|coding|style|standards?/i, write: conventions },
];
