import { plural } from "../brief/terms.ts";
import type { ComponentRole } from "../project/components.ts";
import { commandsOf, deliveryOf, inBrowser, shapes } from "../project/delivery.ts";
import { blocks, bullets, table } from "../project/markdown.ts";
import { wayOfWorking } from "../project/requirement.ts";
import type { Study } from "../project/study.ts";
import { bare, clipped, idRange, listed, lowerFirst, upperFirst } from "../project/wording.ts";
import { rollback, rollout } from "./release.ts";
import type { SectionWriter } from "./section.ts";

const environments = (study: Study): string => {
  const { place } = shapes[deliveryOf(study.facts)];
  const fixed = study.demands.quality.filter((requirement) =>
    /Operation|Reliability|Performance/.test(requirement.group),
  );
  const host = fixed.find(
    (requirement) =>
      /\b(?:runs?|hosted) (?:as|on|in|at)\b/i.test(requirement.text) && requirement.strength !== "not",
  );
  return blocks(
    `${upperFirst(study.product)} is delivered as a ${deliveryOf(study.facts)}; three places are enough.`,
    table(
      ["Environment", "For", "Runs on", "Data", "Who may change it"],
      [
        [
          "workbench",
          "building and the tests of each work item",
          "the developer's machine",
          `twenty invented ${plural(study.thing)}`,
          "the developer",
        ],
        [
          "rehearsal",
          "the cases of the test plan, and every rollback",
          place,
          `a copy with names replaced, if there is any`,
          "the pipeline",
        ],
        [
          "live",
          `the people who use ${study.product}`,
          host === undefined ? place : clipped(bare(host.text), 110),
          inBrowser(study.facts)
            ? `every ${study.thing} stays in its owner's browser`
            : "real; copied before each change",
          "a person, after a decision",
        ],
      ],
    ),
    fixed.length === 0
      ? "The brief says nothing about where it runs; the smallest place that holds it is assumed."
      : bullets(fixed.map((requirement) => `**${requirement.id}** ${requirement.text}`)),
    settings(study),
  );
};

const settings = (study: Study): string => {
  const names = study.facts.technologies.filter(
    (technology) =>
      !technology.ruledOut &&
      (technology.kind === "channel" ||
        technology.kind === "interface" ||
        (technology.kind === "storage" && !inBrowser(study.facts))),
  );
  return names.length === 0
    ? ""
    : `Settings kept outside the files: ${listed(names.map((technology) => `how to reach ${technology.name}`))}. Their values stand in no document.`;
};

const pipeline = (study: Study): string => {
  const commands = commandsOf(study.facts);
  const packaging = study.facts.technologies.find(
    (technology) => technology.kind === "packaging" && !technology.ruledOut,
  );
  return blocks(
    packaging === undefined
      ? `The brief names no build tool; the commands stand for the ones the developer chose.`
      : `Built with ${packaging.name}, because the brief says: “${bare(packaging.statement.text)}”.`,
    table(
      ["Step", "Command", "Stops the release when"],
      [
        [
          "1 Fetch",
          `\`${commands.install}\``,
          `something ${study.product} needs differs from its pinned version`,
        ],
        [
          "2 Check",
          `\`${commands.check}\``,
          `a case of ${idRange(study.demands.functional.map((requirement) => requirement.id)) || "the test plan"} fails`,
        ],
        [
          "3 Build",
          `\`${commands.build}\``,
          `the same source of ${study.product} gives other bytes than the time before`,
        ],
        [
          "4 Rehearse",
          `install it on rehearsal and walk through ${listed(study.features.slice(0, 3).map((feature) => feature.name))}`,
          qualityStop(study),
        ],
        [
          "5 Ask",
          `show it to ${study.facts.signals.actors[0] === undefined ? "a person" : `the ${study.facts.signals.actors[0].name}`}`,
          `nobody says yes to ${study.product}`,
        ],
        [
          "6 Release",
          "the same build, copied to live",
          inBrowser(study.facts)
            ? "the files that are live now were not kept"
            : `there is no fresh copy of every ${study.thing}`,
        ],
      ],
    ),
  );
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

const monitoring = (study: Study): string => {
  const watched = study.components
    .filter((component) => component.feature !== "")
    .slice(0, 9)
    .map((component, at) => {
      const requirement = component.requirements[0];
      return [
        `\`${component.name}\``,
        clipped(lowerFirst(bare(requirement?.text ?? component.job)), 100),
        signals[component.role][at % 3] ?? "",
        requirement?.id ?? "",
      ];
    });
  const limits = study.limits
    .filter((limit) => /second|minute|\bms\b|%/.test(limit.name))
    .slice(0, 3)
    .map((limit) => [limit.name, clipped(limit.statement.text, 100), "crossed once in an hour", "limit"]);
  return blocks(
    `One signal for each part of ${study.product}; each asks a person to do something, or it is removed.`,
    table(["Part", "Healthy means", "Told when", "From"], [...watched, ...limits]),
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

const signals: Readonly<Record<ComponentRole, readonly [string, string, string]>> = {
  view: [
    "three errors in a browser within an hour",
    "two people say that it does not",
    "the walk-through after a release stops here",
  ],
  state: [
    "a change is refused that the rules allow",
    "two readers see different records",
    "a record breaks a rule of the data model",
  ],
  storage: ["a write fails", "what was saved cannot be read again", "the last copy is older than a day"],
  navigation: [
    "an address of the brief shows the default view",
    "“back” leads somewhere else",
    "an address is asked for that nobody defined",
  ],
  messages: ["a message waits longer than an hour", "a message goes out twice", "one in ten is sent back"],
  access: ["ten refusals within a minute", "somebody is in with an old key", "nobody came in for a day"],
};

/** What a deployer writes, by heading. */
export const deployerSections: readonly SectionWriter[] = [
  { heading: /environment|configuration|infrastructure|hosting/i, write: environments },
  { heading: /pipeline|build|ci|continuous/i, write: pipeline },
  { heading: /rollout|roll-out|release|launch|deploy/i, write: rollout },
  { heading: /rollback|roll-back|recover|backup/i, write: rollback },
  { heading: /monitor|health|alert|observab|operation|runbook/i, write: monitoring },
];
