import { casesOf } from "./cases.ts";
import { decisionsOf } from "./decisions.ts";
import { deliveryOf } from "./delivery.ts";
import { edgesOf } from "./edges.ts";
import { priorityOf } from "./requirement.ts";
import type { Study } from "./study.ts";
import { workOf } from "./work.ts";

/** An RFC 6902 operation as the answer's schema wants it. */
export interface PatchOperation {
  readonly op: "add" | "replace";
  readonly path: string;
  readonly from: null;
  readonly value: string;
}

/** Changes of the spec by a produce step: one top-level entry for each kind of fact, replaced when it is known to be there. */
export const patchOf = (study: Study): readonly PatchOperation[] => {
  if (study.turn.step === "plan") return [];
  const entries = Object.entries(entriesOf[study.turn.agent]?.(study) ?? {});
  return entries.map(([key, value]) => ({
    op: Object.hasOwn(study.turn.spec, key) ? "replace" : "add",
    path: `/${key}`,
    from: null,
    value: JSON.stringify(value),
  }));
};

const entriesOf: Readonly<Record<string, (study: Study) => Readonly<Record<string, unknown>>>> = {
  analyst: (study) => ({
    project: {
      name: study.facts.product.name,
      thing: study.facts.product.thing,
      actors: study.facts.signals.actors.map((actor) => actor.name),
    },
    requirements: Object.fromEntries(
      study.requirements.map((requirement) => [
        requirement.id,
        { title: requirement.title, priority: priorityOf(requirement) },
      ]),
    ),
    entities: Object.fromEntries(
      study.facts.entities.map((entity) => [
        entity.name,
        Object.fromEntries(entity.fields.map((field) => [field.name, field.type])),
      ]),
    ),
    exclusions: study.demands.exclusions.map((exclusion) => exclusion.text),
  }),
  architect: (study) => ({
    components: Object.fromEntries(
      study.components.map((component, at) => [
        `C-${at + 1}`,
        {
          name: component.name,
          role: component.role,
          uses: component.uses,
          requirements: component.requirements.map((requirement) => requirement.id),
        },
      ]),
    ),
    technology: study.facts.technologies.map((technology) => ({
      name: technology.name,
      kind: technology.kind,
      used: !technology.ruledOut,
    })),
    choices: Object.fromEntries(
      decisionsOf(study.facts, study.requirements, []).map((decision) => [decision.id, decision.title]),
    ),
  }),
  developer: (study) => ({
    work: Object.fromEntries(
      workOf(study).map((item) => [
        item.id,
        { title: item.title, needs: item.needs, requirements: item.requirements },
      ]),
    ),
  }),
  tester: (study) => ({
    tests: Object.fromEntries(
      casesOf(study)
        .filter(({ kind }) => kind === "normal")
        .map(({ id, title, requirement }) => [
          id,
          { title, requirements: /^N?FR-/.test(requirement) ? [requirement] : [] },
        ]),
    ),
    edges: edgesOf(study).map((edge) => ({ what: edge.what, requirement: edge.requirement })),
  }),
  deployer: (study) => ({
    environments: ["workbench", "rehearsal", "live"],
    release: { kind: deliveryOf(study.facts), needsDecision: true },
  }),
};
