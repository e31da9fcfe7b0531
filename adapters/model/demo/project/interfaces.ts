import { failureOf } from "./acceptance.ts";
import { operationsOf, type Operation } from "./operations.ts";
import type { Study } from "./study.ts";
import { listed } from "./wording.ts";

/** An operation with what goes in and out of it. */
export interface Interface extends Operation {
  readonly id: string;
  readonly input: string;
  readonly output: string;
  readonly error: string;
}

/** The operations of all components, described. */
export const interfacesOf = (study: Study): readonly Interface[] =>
  operationsOf(study.components, study.thing).map((operation, at) => ({
    ...operation,
    id: `I-${at + 1}`,
    input: inputOf(operation.name, study),
    output: outputOf(operation.name, study),
    error: failureOf(operation.requirement, study.facts).when,
  }));

const inputOf = (name: string, { thing, facts }: Study): string => {
  const fields = facts.entities[0]?.fields.map((field) => field.name) ?? [];
  if (/^(?:add|create|append|write|book|order|join)/.test(name)) return listed(fields, 5) || `a new ${thing}`;
  if (/^(?:show|list|open|filter|search|count|keep)/.test(name)) return "what is wanted of it, if not all";
  return `which ${thing}`;
};

const outputOf = (name: string, { thing }: Study): string => {
  if (/^(?:remove|delete|destroy|hide|clear|discard)/.test(name)) return "that it is gone";
  if (/^(?:send|remind|notify|mail)/.test(name)) return "that it was handed over";
  return /^(?:list|filter|search)/.test(name) ? `the list of them` : `the ${thing} as it is now`;
};
