import type { Facts } from "../brief/facts.ts";
import { featuresOf, type Feature, type Requirement } from "./requirement.ts";
import { clipped } from "./wording.ts";

/** What a component is for. */
export type ComponentRole = "view" | "state" | "storage" | "navigation" | "messages" | "access";

/** A part of the system with one job. */
export interface Component {
  readonly name: string;
  readonly role: ComponentRole;
  readonly job: string;
  readonly requirements: readonly Requirement[];
  /** The feature it comes from; empty for the parts every feature needs. */
  readonly feature: string;
  readonly uses: readonly string[];
}

const journeyNames =
  /^(?:who\b|the whole$|users?\b|people|audience|personas?|roles|(?:user )?stories|actors|context|background|overview|goals?\b|introduction|asked for by people$|added on the way$)/i;

/** Features that tell what people do across all parts, rather than one part. */
export const isJourney = (feature: Feature): boolean => journeyNames.test(feature.name);

/** One component per feature, a store for the records, and a main part when there is nothing else. */
export const componentsOf = (facts: Facts, requirements: readonly Requirement[]): readonly Component[] => {
  const features = featuresOf(requirements);
  const parts = features.filter((feature) => !isJourney(feature));
  const drafts = (parts.length > 0 ? parts : features).map((feature) => fromFeature(feature, facts));
  const thing = facts.entities[0]?.name ?? facts.product.thing;
  const state = thing === "" ? [] : [stateFor(thing, requirements)];
  const all = unique([...state, ...drafts]);
  return all.map((component) => ({ ...component, uses: usesOf(component, all) }));
};

const fromFeature = (feature: Feature, facts: Facts): Component => {
  const role = roleOf(feature);
  const name =
    feature.name === "The whole"
      ? pascal(facts.product.name)
      : pascal(feature.name.replace(/^no /i, "empty "));
  return {
    name,
    role,
    job: role === "view" ? tasks(feature) : jobs[role](feature.name),
    requirements: feature.requirements,
    feature: feature.name,
    uses: [],
  };
};

const stateFor = (thing: string, requirements: readonly Requirement[]): Component => ({
  name: `${pascal(thing)}Store`,
  role: "state",
  job: `Holds every ${thing} and is the only place that changes one`,
  requirements: requirements
    .filter((requirement) => requirement.text.toLowerCase().includes(thing.toLowerCase()))
    .slice(0, 6),
  feature: "",
  uses: [],
});

const roleNames: readonly (readonly [RegExp, ComponentRole])[] = [
  [/\b(?:persist|stor(?:age|ing)|saving|backup|archive|database|keeping|speicher)/i, "storage"],
  [/\b(?:rout|navigat|urls?\b|links)/i, "navigation"],
  [/\b(?:remind|notif|mail|messages?|alerts?|mahnung)/i, "messages"],
  [/\b(?:log ?in|sign.?in|sign.?up|getting in|accounts?|permissions?|access|roles|anmeld)/i, "access"],
];

const roleOf = (feature: Feature): ComponentRole =>
  roleNames.find(([pattern]) => pattern.test(feature.name))?.[1] ?? "view";

const tasks = (feature: Feature): string =>
  feature.requirements
    .slice(0, 2)
    .map((requirement) => clipped(requirement.title, 56))
    .join("; ");

const jobs: Readonly<Record<ComponentRole, (feature: string) => string>> = {
  view: (feature) => `Shows “${feature}”`,
  state: (feature) => `Holds “${feature}”`,
  storage: (feature) => `Keeps the records between visits (“${feature}”)`,
  navigation: (feature) => `Turns addresses into what is shown (“${feature}”)`,
  messages: (feature) => `Writes to people outside the product (“${feature}”)`,
  access: (feature) => `Decides who comes in (“${feature}”)`,
};

const unique = (components: readonly Component[]): readonly Component[] => [
  ...new Map(components.map((component) => [component.name, component])).values(),
];

const usesOf = (component: Component, all: readonly Component[]): readonly string[] => {
  const wanted: Readonly<Record<ComponentRole, readonly ComponentRole[]>> = {
    view: ["state"],
    state: ["storage"],
    storage: [],
    navigation: ["state"],
    messages: ["state"],
    access: ["storage"],
  };
  return all
    .filter((other) => other !== component && wanted[component.role].includes(other.role))
    .map((other) => other.name);
};

/** `New todo` → `NewTodo`. */
export const pascal = (text: string): string =>
  (text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? ["Part"])
    .filter((word, _at, words) => words.length < 3 || !/^(?:the|a|an|of|to|is|it)$/i.test(word))
    .slice(0, 4)
    .map((word) => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`)
    .join("");
