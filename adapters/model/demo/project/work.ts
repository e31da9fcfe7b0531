import type { Component } from "./components.ts";
import { fileOf, plannedFiles, testOf } from "./files.ts";
import { wayOfWorking } from "./requirement.ts";
import type { Study } from "./study.ts";
import { clipped, counted, withArticle } from "./wording.ts";

/** A piece of work that can be finished and shown. */
export interface WorkItem {
  readonly id: string;
  readonly title: string;
  readonly files: readonly string[];
  /** Requirements it completes. */
  readonly requirements: readonly string[];
  /** Ids of the items it waits for. */
  readonly needs: readonly string[];
  readonly days: string;
  /** The component it builds; null for work on the whole. */
  readonly component: string | null;
}

type Draft = Omit<WorkItem, "id" | "needs"> & { readonly key: string; readonly after: readonly string[] };

const preparing = /^(?:Code and structure|Dependencies|Documentation)$/;

/** The work on a project in an order in which nothing waits for something later: what people asked for, the frame, the parts, the qualities. */
export const workOf = (study: Study): readonly WorkItem[] => {
  const drafts = [...directed(study), frame(study), ...parts(study), ...qualities(study), last(study)];
  const ids = new Map(drafts.map((draft, at) => [draft.key, `W-${at + 1}`]));
  return drafts.map(({ key, after, ...draft }) => ({
    ...draft,
    id: ids.get(key) ?? "",
    needs: after
      .flatMap((before) => ids.get(before) ?? [])
      .toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2))),
  }));
};

const directed = (study: Study): readonly Draft[] =>
  study.turn.agent !== "developer"
    ? []
    : study.turn.voices
        .filter((voice) => voice.kind === "direction")
        .map((voice, at) => ({
          key: `direction ${at}`,
          title: clipped(voice.words, 90),
          files: [],
          requirements: [],
          component: null,
          days: "½",
          after: [],
        }));

const frame = (study: Study): Draft => {
  const files = plannedFiles(study).filter(
    (file) => file.fromBrief || /^(?:README|index|src\/main|content)/.test(file.path),
  );
  const own = study.demands.quality
    .filter((requirement) => preparing.test(requirement.group))
    .map((requirement) => requirement.id);
  return {
    key: "frame",
    title: `Lay out ${study.product}: an empty tree that starts and has one passing test`,
    files: files.slice(0, 8).map((file) => file.path),
    requirements: own,
    component: null,
    days: "½",
    after: [],
  };
};

const order = { storage: 0, state: 1, access: 2, view: 3, navigation: 4, messages: 5 } as const;

const parts = (study: Study): readonly Draft[] =>
  study.components
    .toSorted((a, b) => order[a.role] - order[b.role])
    .map((component) => ({
      key: component.name,
      title: titleFor(component, study),
      files: [fileOf(component, study), testOf(component, study)],
      requirements:
        component.feature === "" ? [] : component.requirements.map((requirement) => requirement.id),
      component: component.name,
      days: component.requirements.length > 4 ? "1" : "½",
      after: component.uses.length === 0 ? ["frame"] : component.uses,
    }));

const titleFor = (component: Component, study: Study): string =>
  component.feature === ""
    ? `\`${component.name}\`: ${counted(study.facts.entities[0]?.fields.length ?? 0, "field")} of ${withArticle(study.facts.entities[0]?.name ?? study.thing)}, with every change in one place`
    : `\`${component.name}\`: ${clipped(component.requirements[0]?.title ?? component.job, 80)}${component.requirements.length > 1 ? `, and ${counted(component.requirements.length - 1, "more requirement")}` : ""}`;

const qualities = (study: Study): readonly Draft[] => {
  const rest = study.demands.quality.filter(
    (requirement) => !preparing.test(requirement.group) && requirement.group !== wayOfWorking,
  );
  return [...Map.groupBy(rest, (requirement) => requirement.group)].map(([group, own]) => ({
    key: `quality ${group}`,
    title: `${group}: ${clipped(own[0]?.title ?? "", 80)}`,
    files: [],
    requirements: own.map((requirement) => requirement.id),
    component: null,
    days: "½",
    after: study.components.slice(-1).map((component) => component.name),
  }));
};

const last = (study: Study): Draft => ({
  key: "last",
  title: `Walk through ${study.product} from beginning to end with the brief in hand`,
  files: ["README.md"],
  requirements: study.features
    .filter((feature) => !study.components.some((component) => component.feature === feature.name))
    .flatMap((feature) => feature.requirements.map((requirement) => requirement.id)),
  component: null,
  days: "½",
  after: study.components.map((component) => component.name),
});
