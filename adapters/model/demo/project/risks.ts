import type { Facts } from "../brief/facts.ts";
import type { Gap } from "./gaps.ts";
import { leavesRoom, type Demands } from "./requirement.ts";
import { bare, clipped, lowerFirst } from "./wording.ts";

/** Something that may go wrong, with what is done about it. */
export interface Risk {
  readonly what: string;
  readonly from: string;
  readonly weight: "high" | "medium" | "low";
  readonly answer: string;
}

/** Risks that follow from this brief: its soft wordings, outside services, numbers, exclusions and silences. */
export const risksOf = (facts: Facts, demands: Demands, gaps: readonly Gap[]): readonly Risk[] => [
  ...softRisks(demands),
  ...serviceRisks(facts),
  ...limitRisks(facts, demands),
  ...scopeRisks(demands),
  ...gaps.slice(0, 2).map((gap): Risk => ({
    what: `Nobody said: ${lowerFirst(gap.question)}`,
    from: `the brief is silent on ${gap.topic.toLowerCase()}`,
    weight: "low",
    answer: gap.until,
  })),
];

const softRisks = (demands: Demands): readonly Risk[] =>
  [...demands.functional, ...demands.quality]
    .filter(leavesRoom)
    .slice(0, 3)
    .map((requirement) => ({
      what: `“${requirement.soft ?? ""}” is read differently by different people`,
      from: `${requirement.id}: ${clipped(requirement.text, 110)}`,
      weight: "medium",
      answer: `Settle ${requirement.id} by the open question before its work begins.`,
    }));

const serviceRisks = (facts: Facts): readonly Risk[] =>
  facts.technologies
    .filter(
      (technology) =>
        !technology.ruledOut &&
        (technology.kind === "channel" || technology.kind === "storage" || technology.kind === "interface"),
    )
    .slice(0, 3)
    .map((technology) => ({
      what: troubles[technology.name] ?? `${technology.name} does not answer or answers late`,
      from: clipped(technology.statement.text, 120),
      weight: "high",
      answer:
        answers[technology.name] ??
        `Every use of ${technology.name} has a time limit, one retry and a message people understand.`,
    }));

const troubles: Readonly<Record<string, string>> = {
  localStorage: "localStorage is full, switched off or cleared by the browser",
  SQLite: "The SQLite file is locked, damaged or on a full disk",
  email: "A mail server delays or drops a message, or it is sent twice",
};

const answers: Readonly<Record<string, string>> = {
  localStorage: "Catch the failing write, keep working in memory and say so in one line.",
  SQLite: "Write-ahead log, one writer, a nightly copy that is restored once a month as a test.",
  email:
    "Record each message before it is sent, under a key of person, subject and day; look there before repeating.",
};

const limitRisks = (facts: Facts, demands: Demands): readonly Risk[] =>
  facts.signals.limits
    .filter((limit) =>
      [...demands.functional, ...demands.quality].some(
        (requirement) => requirement.text === limit.statement.text,
      ),
    )
    .slice(0, 2)
    .map((limit) => ({
      what: `“${limit.name}” is taken one too far or one too short`,
      from: clipped(limit.statement.text, 120),
      weight: "medium",
      answer: "The number stands in one place of the code; the tests try it, one below and one above.",
    }));

const scopeRisks = (demands: Demands): readonly Risk[] =>
  demands.exclusions.slice(0, 1).map((exclusion) => ({
    what: "Something that was ruled out comes back as a small wish",
    from: clipped(bare(exclusion.text), 120),
    weight: "low",
    answer: "Point to the list “Out of scope”; a change of it is a decision of people.",
  }));
