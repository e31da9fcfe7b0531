import { plural } from "../brief/terms.ts";
import { commandsOf, deliveryOf, inBrowser, shapes } from "./delivery.ts";
import { wayOfWorking } from "./requirement.ts";
import type { Study } from "./study.ts";
import { bare, clipped, idRange, listed } from "./wording.ts";

/** Where it runs on its way to its people. */
export interface Environment {
  readonly name: string;
  readonly purpose: string;
  readonly place: string;
  readonly data: string;
  readonly changedBy: string;
}

/** From the developer's machine to the people. */
export const environmentsOf = (study: Study): readonly Environment[] => {
  const { place } = shapes[deliveryOf(study.facts)];
  const host = study.demands.quality.find(
    (requirement) =>
      /Operation|Reliability|Performance/.test(requirement.group) &&
      /\b(?:runs?|hosted) (?:as|on|in|at)\b/i.test(requirement.text) &&
      requirement.strength !== "not",
  );
  return [
    {
      name: "workbench",
      purpose: "building and the tests of each work item",
      place: "the developer's machine",
      data: `twenty invented ${plural(study.thing)}`,
      changedBy: "the developer",
    },
    {
      name: "rehearsal",
      purpose: "the cases of the test plan, and every rollback",
      place,
      data: "a copy with names replaced, if there is any",
      changedBy: "the pipeline",
    },
    {
      name: "live",
      purpose: `the people who use ${study.product}`,
      place: host === undefined ? place : clipped(bare(host.text), 110),
      data: inBrowser(study.facts)
        ? `every ${study.thing} stays in its owner's browser`
        : "real; copied before each change",
      changedBy: "a person, after a decision",
    },
  ];
};

/** Settings that stand outside the files, by what they are for. */
export const settingsOf = (study: Study): readonly string[] =>
  study.facts.technologies
    .filter(
      (technology) =>
        !technology.ruledOut &&
        (technology.kind === "channel" ||
          technology.kind === "interface" ||
          (technology.kind === "storage" && !inBrowser(study.facts))),
    )
    .map((technology) => `how to reach ${technology.name}`);

/** A step from the source to the people. */
export interface PipelineStep {
  readonly name: string;
  readonly command: string;
  readonly stopsWhen: string;
}

/** All steps, in order. */
export const pipelineOf = (study: Study): readonly PipelineStep[] => {
  const { install, check, build } = commandsOf(study.facts);
  const cases = idRange(study.demands.functional.map((requirement) => requirement.id)) || "the test plan";
  const who = study.facts.signals.actors[0];
  return [
    {
      name: "Fetch",
      command: `\`${install}\``,
      stopsWhen: `something ${study.product} needs differs from its pinned version`,
    },
    { name: "Check", command: `\`${check}\``, stopsWhen: `a case of ${cases} fails` },
    {
      name: "Build",
      command: `\`${build}\``,
      stopsWhen: `the same source of ${study.product} gives other bytes than the time before`,
    },
    {
      name: "Rehearse",
      command: `install it on rehearsal and walk through ${listed(study.features.slice(0, 3).map((feature) => feature.name))}`,
      stopsWhen: qualityStop(study),
    },
    {
      name: "Ask",
      command: `show it to ${who === undefined ? "a person" : `the ${who.name}`}`,
      stopsWhen: `nobody says yes to ${study.product}`,
    },
    {
      name: "Release",
      command: "the same build, copied to live",
      stopsWhen: inBrowser(study.facts)
        ? "the files that are live now were not kept"
        : `there is no fresh copy of every ${study.thing}`,
    },
  ];
};

const qualityStop = (study: Study): string => {
  const measurable =
    study.demands.quality.find((requirement) =>
      /Performance|Compatibility|Reliability/.test(requirement.group),
    ) ?? study.demands.quality.find((requirement) => requirement.group !== wayOfWorking);
  return measurable === undefined
    ? "something differs from the requirements"
    : `${measurable.id} does not hold: ${clipped(measurable.title, 70)}`;
};

/** A question to a running system, and the answer that means it is well. */
export interface HealthCheck {
  readonly id: string;
  readonly environment: string;
  readonly check: string;
  readonly expected: string;
}

/** One for each environment, and what is kept for the live one. */
export const healthChecksOf = (study: Study): readonly HealthCheck[] => {
  const { check } = commandsOf(study.facts);
  const first = study.demands.functional[0];
  const live = inBrowser(study.facts)
    ? {
        check: "fetch the start page",
        expected: `it comes within 2 seconds, with the version that was released`,
      }
    : {
        check: `count every ${study.thing}`,
        expected: "as many as an hour ago, give or take what people did",
      };
  return [
    { environment: "workbench", check: `run \`${check}\``, expected: "every test passes" },
    {
      environment: "rehearsal",
      check: `walk through ${first?.id ?? "the first requirement"}`,
      expected: clipped(bare(first?.title ?? "what the brief says"), 90),
    },
    {
      environment: "live",
      check: `open ${study.product}`,
      expected: "the first view is there, without an error",
    },
    { environment: "live", ...live },
  ].map((one, at) => ({ id: `H-${at + 1}`, ...one }));
};
