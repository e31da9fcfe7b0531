import { edgesOf } from "../project/edges.ts";
import { blocks, quoted, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { nameOfKind } from "../project/voices.ts";
import { clipped, upperFirst } from "../project/wording.ts";
import { analystSections } from "./analyst.ts";
import { architectSections } from "./architect.ts";
import { commonSections } from "./common.ts";
import { deployerSections } from "./deployer.ts";
import { developerSections } from "./developer.ts";
import { planSections } from "./plan.ts";
import { writeSections, type SectionWriter } from "./section.ts";
import { testerSections } from "./tester.ts";

interface Role {
  readonly writers: readonly SectionWriter[];
  /** Sections written when the workflow asks for none. */
  readonly usual: readonly string[];
}

const roles: Readonly<Record<string, Role>> = {
  analyst: {
    writers: analystSections,
    usual: [
      "Goals",
      "Users",
      "Functional requirements",
      "Non-functional requirements",
      "Acceptance criteria",
      "Out of scope",
      "Open questions",
    ],
  },
  architect: {
    writers: architectSections,
    usual: ["Overview", "Components", "Interfaces", "Data model", "Decisions", "Risks"],
  },
  developer: {
    writers: developerSections,
    usual: ["Work items", "Files", "Order of work", "Definition of done"],
  },
  tester: {
    writers: testerSections,
    usual: ["Scope", "Test cases", "Edge cases", "Quality metrics", "Exit criteria"],
  },
  deployer: {
    writers: deployerSections,
    usual: ["Environments", "Pipeline", "Rollout", "Rollback", "Monitoring"],
  },
};

const usualPlan = ["Goal", "Approach", "Evidence", "Risks", "Done when"];
const usualElse = ["Overview", "Goals", "Findings", "Risks", "Open questions"];

/** The document of a step, complete: title, what changed since the last attempt, and every section asked for. */
export const documentFor = (study: Study, note: string): string => {
  const { turn } = study;
  const role = roles[turn.agent];
  const writers =
    turn.step === "plan"
      ? [...planSections, ...commonSections]
      : [...(role?.writers ?? []), ...commonSections];
  const usual = turn.step === "plan" ? usualPlan : (role?.usual ?? usualElse);
  const sections = writeSections(study, turn.sections.length > 0 ? turn.sections : usual, writers);
  return `${blocks(`# ${titleOf(study)}`, note === "" ? "" : `> ${note}`, changes(study), ...sections, asAsked(study))}\n`;
};

const titleOf = (study: Study): string => {
  const name =
    study.turn.file
      .split("/")
      .at(-1)
      ?.replace(/\.\w+$/, "") ?? "document";
  return `${upperFirst(name.replace(/[-_]+/g, " "))}: ${study.facts.product.name}`;
};

const changes = (study: Study): string => {
  const { turn } = study;
  if (study.changes.length === 0) return turn.attempt === 1 ? "" : again(study);
  const rows = study.changes.map((change) => [
    upperFirst(nameOfKind(change.voice.kind)),
    quoted(change.voice.words),
    change.effect,
  ]);
  return blocks(
    turn.attempt === 1 ? "## Heeded from the start" : `## Changes in attempt ${turn.attempt}`,
    `What was said since the brief, and what this version does about it.`,
    table(["Said as", "Words", "What changed"], rows),
  );
};

// A remark about the document cannot be added as one item, so every part is gone through for it.
const asAsked = (study: Study): string => {
  const remarks = study.changes.filter((change) => change.voice.kind === "remark");
  if (remarks.length === 0) return "";
  const edges = edgesOf(study);
  const rows = study.features.map((feature) => {
    const edge = edges.find((candidate) =>
      feature.requirements.some((own) => own.id === candidate.requirement),
    );
    const first = feature.requirements[0];
    return [
      feature.name,
      clipped(first?.text ?? "", 110),
      edge?.what ?? `“${clipped(first?.title ?? feature.name, 60)}” is forgotten`,
      edge?.expected ?? `${first?.id ?? "it"} has a case of its own in the test plan`,
    ];
  });
  return blocks(
    "## As asked",
    ...remarks.map(({ voice }) => `> ${quoted(voice.words)}`),
    table(["Part", "What it rests on", "What may go wrong", "What is done about it"], rows),
  );
};

const again = (study: Study): string =>
  blocks(
    `## Changes in attempt ${study.turn.attempt}`,
    `Written again from the beginning. ${study.risks[0] === undefined ? "" : `Looked at with special care: ${study.risks[0].what} (${study.risks[0].from}).`}`,
  );
