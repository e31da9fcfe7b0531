import { deliveryOf } from "./delivery.ts";
import { edgesOf } from "./edges.ts";
import { evidenceOf } from "./evidence.ts";
import type { Study } from "./study.ts";
import { nameOfKind } from "./voices.ts";
import { clipped, counted, listed, upperFirst, withArticle } from "./wording.ts";
import { workOf } from "./work.ts";

/** What was done, for the thread: a few sentences that name things of this brief. */
export const summaryOf = (study: Study, because: string): string => {
  const told = study.turn.step === "plan" ? planned(study) : written(study);
  const changed = study.changes
    .slice(-2)
    .map(
      (change) =>
        `${upperFirst(nameOfKind(change.voice.kind))} “${clipped(change.voice.words, 90)}”: ${clipped(change.effect, 170)}`,
    );
  return [told, ...changed, because].filter((part) => part !== "").join("\n\n");
};

/** An agent's main document is told by what it counts, any other one by its name and headings. */
const written = (study: Study): string => {
  const { agent, sections } = study.turn;
  const main = produced[agent];
  const isMain = sections.length === 0 || sections.some((heading) => mainHeadings[agent]?.test(heading));
  return main === undefined || !isMain ? otherwise(study) : main(study);
};

/** A heading that only the main document of an agent has. */
const mainHeadings: Readonly<Record<string, RegExp>> = {
  analyst: /functional requirements/i,
  architect: /components/i,
  developer: /work items/i,
  tester: /test cases/i,
  deployer: /pipeline/i,
};

const parts = (study: Study): string =>
  listed(
    study.features.map((feature) => feature.name),
    7,
  );

const planned = (study: Study): string => {
  const evidence = evidenceOf(study);
  const asked = study.questions[0];
  return `Plan for ${study.product}: ${counted(evidence.length, "look-up")}, beginning with “${evidence[0]?.argument.split("#").at(-1) ?? ""}”. It covers ${parts(study) || "the whole brief"}.${asked === undefined ? "" : ` To be watched: ${clipped(asked.text, 140)}`}`;
};

const produced: Readonly<Record<string, (study: Study) => string>> = {
  analyst: (study) => {
    const soft = study.requirements.filter(
      (requirement) => requirement.soft !== null && !study.settled.has(requirement.id),
    );
    return `${upperFirst(study.product)} in ${counted(study.demands.functional.length, "functional requirement")} (${parts(study)}) and ${counted(study.demands.quality.length, "quality requirement")}, each with its sentence of the brief. ${study.demands.exclusions.length > 0 ? `Out of scope: ${clipped(study.demands.exclusions[0]?.text ?? "", 90)} ` : ""}${soft[0] === undefined ? "" : `${upperFirst(counted(soft.length, "wording"))} ${soft.length === 1 ? "leaves" : "leave"} room, such as “${soft[0].soft ?? ""}” in ${soft[0].id}. `}${upperFirst(counted(study.questions.length, "open question"))} with what is assumed meanwhile.`;
  },
  architect: (study) =>
    `${upperFirst(study.product)} in ${counted(study.components.length, "component")}: ${listed(
      study.components.map((component) => component.name),
      7,
    )}. ${
      study.facts.entities[0] === undefined
        ? ""
        : `${upperFirst(withArticle(study.facts.entities[0].name))} has ${listed(
            study.facts.entities[0].fields.map((field) => field.name),
            6,
          )}. `
    }${upperFirst(counted(study.decisions.length, "decision"))}, first of them: ${study.decisions[0]?.title ?? "none"}. Greatest risk: ${sentence((study.risks.find((risk) => risk.weight === "high") ?? study.risks[0])?.what ?? "none was found")}`,
  developer: (study) => {
    const work = workOf(study);
    return `${upperFirst(counted(work.length, "work item"))} for ${study.product}. It begins with “${clipped(work[0]?.title ?? "", 100)}”; then ${parts(study)}. ${
      study.facts.layout.length > 0
        ? `The files follow the tree of the brief (${study.facts.layout
            .slice(0, 3)
            .map((entry) => entry.path)
            .join(", ")} …).`
        : "The brief draws no files, so there is one for each component."
    }`;
  },
  tester: (study) => {
    const edges = edgesOf(study);
    return `${upperFirst(counted(study.requirements.length, "case"))} for ${study.product}, one for each requirement, and ${counted(edges.length, "edge case")}, such as “${edges[0]?.what ?? "nothing at all"}” (${edges[0]?.requirement ?? "the whole"}). Nothing has been run. Parts: ${parts(study)}.`;
  },
  deployer: (study) =>
    `${upperFirst(study.product)} goes out as ${withArticle(deliveryOf(study.facts))} over three environments, by six steps, with a person’s decision before it is live. The way back loses no ${study.thing}. Watched: ${listed(
      study.components.map((component) => component.name),
      6,
    )}.`,
};

const otherwise = (study: Study): string => {
  const { file, sections } = study.turn;
  const name =
    file
      .split("/")
      .at(-1)
      ?.replace(/\.\w+$/, "")
      .replace(/[-_]+/g, " ") ?? "document";
  const headings =
    sections.length === 0
      ? ""
      : `, with ${listed(
          sections.map((one) => `“${one}”`),
          7,
        )}`;
  return `${upperFirst(name)} of ${study.product}${headings}, from ${counted(study.facts.brief.statements.length, "statement")} of the brief about ${parts(study) || "one thing"}.`;
};

/** With one full stop, unless it already ends as a sentence does. */
const sentence = (text: string): string => (/[.?!…]$/.test(text) ? text : `${text}.`);
