import { deliveryOf, inBrowser } from "../project/delivery.ts";
import { blocks, bullets, table } from "../project/markdown.ts";
import { environmentsOf, healthChecksOf, pipelineOf, settingsOf } from "../project/places.ts";
import type { Study } from "../project/study.ts";
import { watchedOf } from "../project/watched.ts";
import { bare, clipped, listed, lowerFirst, upperFirst, withArticle } from "../project/wording.ts";
import { rollback, rollout } from "./release.ts";
import type { SectionWriter } from "./section.ts";

const environments = (study: Study): string => {
  const fixed = study.demands.quality.filter((requirement) =>
    /Operation|Reliability|Performance/.test(requirement.group),
  );
  return blocks(
    `${upperFirst(study.product)} is delivered as ${withArticle(deliveryOf(study.facts))}; three places are enough.`,
    table(
      ["Environment", "For", "Runs on", "Data", "Who may change it"],
      environmentsOf(study).map((one) => [one.name, one.purpose, one.place, one.data, one.changedBy]),
    ),
    fixed.length === 0
      ? "The brief says nothing about where it runs; the smallest place that holds it is assumed."
      : bullets(fixed.map((requirement) => `**${requirement.id}** ${requirement.text}`)),
    settings(study),
  );
};

const settings = (study: Study): string => {
  const names = settingsOf(study);
  return names.length === 0
    ? ""
    : `Settings kept outside the files: ${listed(names)}. Their values stand in no document.`;
};

const pipeline = (study: Study): string => {
  const packaging = study.facts.technologies.find(
    (technology) => technology.kind === "packaging" && !technology.ruledOut,
  );
  return blocks(
    packaging === undefined
      ? `The brief names no build tool; the commands stand for the ones the developer chose.`
      : `Built with ${packaging.name}, because the brief says: “${bare(packaging.statement.text)}”.`,
    table(
      ["Step", "Command", "Stops the release when"],
      pipelineOf(study).map((step, at) => [`${at + 1} ${step.name}`, step.command, step.stopsWhen]),
    ),
  );
};

const monitoring = (study: Study): string => {
  const watched = watchedOf(study).map((one) => [
    `\`${one.part}\``,
    one.healthy,
    one.signal,
    one.requirement,
  ]);
  const limits = study.limits
    .filter((limit) => /second|minute|\bms\b|%/.test(limit.name))
    .slice(0, 3)
    .map((limit) => [limit.name, clipped(limit.statement.text, 100), "crossed once in an hour", "limit"]);
  return blocks(
    `One signal for each part of ${study.product}; each asks a person to do something, or it is removed.`,
    table(["Part", "Healthy means", "Told when", "From"], [...watched, ...limits]),
    "Asked in every place after each change, and in the live one all the time:",
    table(
      ["Health check", "Where", "What is asked", "Well is"],
      healthChecksOf(study).map((one) => [one.id, one.environment, one.check, one.expected]),
    ),
    bullets([
      `First thing to do on any alarm: open ${study.product} oneself and try ${study.demands.functional[0]?.id ?? "the first requirement"}.`,
      ...(inBrowser(study.facts)
        ? []
        : [`Once a month: restore a copy on rehearsal and count every ${study.thing}.`]),
      ...study.risks
        .filter((risk) => risk.weight === "high")
        .slice(0, 2)
        .map((risk) => `Watched because of its risk: ${lowerFirst(risk.what)}.`),
    ]),
  );
};

/** What a deployer writes, by heading. */
export const deployerSections: readonly SectionWriter[] = [
  { heading: /environment|configuration|infrastructure|hosting/i, write: environments },
  { heading: /pipeline|build|ci|continuous/i, write: pipeline },
  { heading: /rollout|roll-out|release|launch|deploy/i, write: rollout },
  { heading: /rollback|roll-back|recover|backup/i, write: rollback },
  { heading: /monitor|health|alert|observab|operation|runbook/i, write: monitoring },
];
