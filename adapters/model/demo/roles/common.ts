import { readLimit } from "../brief/blocks.ts";
import { blocks, bullets, numbered, quoted, table } from "../project/markdown.ts";
import type { Study } from "../project/study.ts";
import { bare, clipped, counted, idRange, listed, upperFirst } from "../project/wording.ts";
import { plainSections } from "./plain.ts";
import type { SectionWriter } from "./section.ts";

/** Risks as a table. */
export const risks = (study: Study): string => {
  const intro = study.say(
    "risks",
    `What can go wrong with ${study.product}, with the words it follows from.`,
    `${upperFirst(counted(study.risks.length, "risk"))} of ${study.product}, each with its source.`,
  );
  return blocks(
    intro,
    table(
      ["Id", "Risk", "Weight", "Follows from", "Answer"],
      study.risks.map((risk, at) => [`R-${at + 1}`, risk.what, risk.weight, risk.from, risk.answer]),
    ),
  );
};

/** Open questions with what is done until they are answered. */
const openQuestions = (study: Study): string => {
  const rows = study.questions.map((question) => [
    question.id,
    question.text,
    question.about,
    question.until,
  ]);
  return blocks(
    `Nobody has to wait for these: until a person answers, the last column holds for ${study.product}.`,
    table(["Id", "Question", "About", "Until answered"], rows),
  );
};

/** What is not made. */
const outOfScope = (study: Study): string => {
  const { exclusions, functional } = study.demands;
  const banned = functional.filter((requirement) => requirement.strength === "not");
  return blocks(
    exclusions.length + banned.length === 0
      ? `The brief rules nothing out. Whatever it does not mention is not part of ${study.product} until a person asks for it.`
      : `Ruled out by the brief of ${study.product}. A wish for one of these is a decision of people, not of an agent.`,
    bullets([
      ...exclusions.map((exclusion) => quoted(exclusion.text)),
      ...banned.map((requirement) => `${quoted(requirement.text)} (tested as ${requirement.id})`),
    ]),
    unmentioned(study),
  );
};

const extras: readonly (readonly [RegExp, string])[] = [
  [/\b(?:accounts?|log ?in|sign ?in|anmeld\w*)\b/i, "accounts and signing in"],
  [/\b(?:pay\w*|price|money|billing|bezahl\w*)\b/i, "payments"],
  [/\b(?:languages|translat\w*|locali[sz]\w*|sprachen)\b/i, "more than one language"],
  [/\b(?:import|export)\w*\b/i, "import and export"],
  [/\b(?:e-?mails?|notif\w*|remind\w*|push|mahnung\w*)\b/i, "messages to people"],
  [/\b(?:shar(?:e|ed|ing)|team|members?|neighbou?rs?|mitglied\w*)\b/i, "sharing between people"],
  [/\b(?:statistics|reports?|analytics|charts?)\b/i, "statistics"],
];

const unmentioned = (study: Study): string => {
  const missing = extras
    .filter(([said]) => !said.test(study.facts.brief.source.slice(0, readLimit)))
    .map(([, name]) => name);
  return missing.length === 0
    ? ""
    : `Never mentioned, and therefore not part of ${study.product} either: ${listed(missing, 7)}.`;
};

/** What of a long brief is not in the documents; empty when everything is. */
export const leftOut = (study: Study): string => {
  const { left } = study.demands;
  const cut = study.facts.brief.cut
    ? `Only the first ${readLimit.toLocaleString("en")} characters of the brief were read.`
    : "";
  const beyond =
    left === 0
      ? ""
      : `${upperFirst(counted(left, "further statement"))} found no room here; ${left === 1 ? "it stays" : "they stay"} in the brief.`;
  return `${cut} ${beyond}`.trim();
};

/** What is being made, in a few lines. */
const overview = (study: Study): string => {
  const { brief, technologies } = study.facts;
  const opening = brief.statements
    .slice(0, 2)
    .map((statement) => statement.text)
    .join(" ");
  const names = technologies
    .filter((technology) => !technology.ruledOut)
    .map((technology) => technology.name);
  return blocks(
    opening === "" ? "" : `> ${opening}`,
    `${upperFirst(study.product)} is described in ${brief.sections.length === 0 ? "" : `${counted(brief.sections.length, "section")} and `}${counted(brief.statements.length, "statement")}. ${upperFirst(counted(study.demands.functional.length, "functional requirement"))} and ${counted(study.demands.quality.length, "quality requirement")} were read out of them.`,
    leftOut(study),
    bullets([
      `**Parts:** ${listed(
        study.features.map((feature) => feature.name),
        10,
      )}`,
      ...(names.length === 0 ? [] : [`**Named technology:** ${listed(names, 10)}`]),
      ...(study.facts.entities[0] === undefined
        ? []
        : [
            `**Kept:** ${study.facts.entities.map((entity) => `${entity.name} (${entity.fields.map((field) => field.name).join(", ")})`).join("; ")}`,
          ]),
    ]),
  );
};

/** What the result has to achieve. */
const goals = (study: Study): string =>
  blocks(
    `${upperFirst(study.product)} is right when these hold; each goal stands for the requirements behind it.`,
    numbered(
      study.features
        .slice(0, 12)
        .map(
          (feature) =>
            `**${feature.name}:** ${clipped(bare(feature.requirements[0]?.text ?? ""), 150)} (${idRange(feature.requirements.map((requirement) => requirement.id))})`,
        ),
    ),
  );

/** The people the brief names. */
const people = (study: Study): string => {
  const { actors } = study.facts.signals;
  const rows = actors.map((actor) => [upperFirst(actor.name), actor.statement.text]);
  return actors.length === 0
    ? blocks(
        `The brief names nobody, so there is one kind of person for now: whoever opens ${study.product}.${study.facts.signals.events.length === 0 ? "" : " What that person does, as far as the brief tells:"}`,
        bullets(
          study.facts.signals.events
            .slice(0, 6)
            .map((event) => `**${event.name}**: ${clipped(event.statement.text, 130)}`),
        ),
        study.questions
          .filter((question) => question.about === "People")
          .map((question) => `To be answered: ${question.text} (${question.id})`)
          .join(""),
      )
    : blocks(
        `People the brief speaks of, with the first thing it says about them.`,
        table(["Who", "In the brief's words"], rows),
      );
};

/** The words of the subject, so that all documents use the same ones. */
const glossary = (study: Study): string => {
  const rows = study.facts.terms
    .slice(0, 12)
    .map((term) => [term.word, String(term.count), listed(term.sections, 4)]);
  return blocks(
    `The words ${study.product} is described with; documents and code use exactly these.`,
    table(["Word", "Times", "Where"], rows),
  );
};

/** Ids with where each came from. */
const traceability = (study: Study): string => {
  const rows = study.features.map((feature) => [
    feature.name,
    idRange(feature.requirements.map((requirement) => requirement.id)),
    study.components
      .filter((component) => component.feature === feature.name)
      .map((component) => `\`${component.name}\``)
      .join(", ") || "all parts together",
  ]);
  return blocks(
    `From the brief's parts to requirements and to what carries them.`,
    table(["Part of the brief", "Requirements", "Carried by"], rows),
  );
};

/** Writers for headings that any role may be asked for. */
export const commonSections: readonly SectionWriter[] = [
  { heading: /risk|weak/i, write: risks },
  { heading: /question|clarif|unknown|\bmissing\b|\bgaps\b|stays open/i, write: openQuestions },
  {
    heading: /out of (?:scope|reach)|non-?goal|exclu|not included|not say|does not$|against|limits/i,
    write: outOfScope,
  },
  { heading: /overview|summary|introduction|background|context|purpose|scope|vision/i, write: overview },
  { heading: /goal|objective|success|outcome|metric|kpi/i, write: goals },
  { heading: /stakeholder|users?\b|audience|actors?|persona|people|customer/i, write: people },
  { heading: /glossary|terms|vocabular|domain/i, write: glossary },
  { heading: /traceab|coverage|mapping/i, write: traceability },
  ...plainSections,
];
