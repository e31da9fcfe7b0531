import { counted } from "../../project/numbers.ts";
import { architectureParts } from "./architecture-rubric.ts";
import { deploymentParts } from "./deployment-rubric.ts";
import { implementationParts } from "./implementation-rubric.ts";
import { shareOf, type Part } from "./part.ts";
import { requirementsParts } from "./requirements-rubric.ts";
import type { Structure, Structures } from "./structure.ts";
import { testPlanParts } from "./test-plan-rubric.ts";

/** What a structure is judged by. */
export interface Judged {
  readonly structure: Structure;
  readonly earlier: Structures;
  /** The text of the step's own document. */
  readonly document: string;
  readonly brief: string;
  /** Do these words stand in one of the given documents? */
  readonly isQuoted: (words: string) => boolean;
}

/** The quality of a structure in parts, by the rubric of its kind. */
export const rubric = (judged: Judged): readonly Part[] => [...partsOf(judged), agreement(judged)];

const partsOf = ({ structure, earlier, brief, isQuoted }: Judged): readonly Part[] => {
  switch (structure.kind) {
    case "requirements":
      return requirementsParts(structure.value, { brief, isQuoted });
    case "architecture":
      return architectureParts(structure.value, earlier);
    case "implementation":
      return implementationParts(structure.value, earlier);
    case "test-plan":
      return testPlanParts(structure.value, earlier);
    case "deployment":
      return deploymentParts(structure.value);
  }
};

/** The document is for people and the structure for programs: they must speak of the same things. */
const agreement = ({ structure, document }: Judged): Part =>
  shareOf({
    name: "document and structure agree",
    weight: 1,
    of: namesIn(structure),
    good: (name) => mentions(document, name),
    called: (name) => name,
    wanting: "not in the document",
    none: [0, `the structure is empty: ${counted(0, "item")}`],
  });

const namesIn = (structure: Structure): readonly string[] => {
  switch (structure.kind) {
    case "requirements":
      return structure.value.requirements.map(({ id }) => id);
    case "architecture":
      return structure.value.components.map(({ id }) => id);
    case "implementation":
      return structure.value.items.map(({ id }) => id);
    case "test-plan":
      return [...structure.value.cases, ...structure.value.defects].map(({ id }) => id);
    case "deployment":
      return structure.value.environments.map(({ name }) => name);
  }
};

const inWord = /[\p{L}\p{N}]/u;

/** `FR-1` is not mentioned by `FR-12` or `NFR-1`; `staging` is by `Staging`. */
const mentions = (written: string, given: string): boolean => {
  const [document, name] = [written.toLowerCase(), given.toLowerCase()];
  for (let at = document.indexOf(name); at >= 0; at = document.indexOf(name, at + 1))
    if (!inWord.test(document[at - 1] ?? "") && !inWord.test(document[at + name.length] ?? "")) return true;
  return false;
};
