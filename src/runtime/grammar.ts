import type { SettingsChange } from "../project/workflow.ts";
import { readBudget } from "./amounts.ts";
import { readSettings } from "./settings-words.ts";

/** What a person's words ask for. `unclear` is answered with a short question, never with a guess. */
export type Intent =
  | { readonly type: "start"; readonly brief: string; readonly options: StartOptions }
  | {
      readonly type: "decide";
      readonly escalation: string | null;
      readonly choice: string;
      readonly note: string;
    }
  | { readonly type: "answer"; readonly answers: Readonly<Record<string, string>> }
  | { readonly type: "say"; readonly to: string; readonly text: string }
  | { readonly type: "pause" | "resume" }
  | { readonly type: "cancel"; readonly reason: string }
  | { readonly type: "retry"; readonly stage: string | null }
  | { readonly type: "rollback"; readonly stage: string; readonly reason: string }
  | { readonly type: "budget"; readonly tokens: number | null; readonly usd: number | null }
  /** Without a change the settings are shown. */
  | { readonly type: "settings"; readonly change: SettingsChange | null }
  | { readonly type: "reassign"; readonly stage: string; readonly agent: string }
  | { readonly type: "view"; readonly view: View; readonly argument: string }
  | { readonly type: "unclear"; readonly text: string };

/** Options of `start`, before the brief or, in one line, after it: `--workflow sdlc --budget 200000 --approve gates`. */
export interface StartOptions {
  readonly workflow: string | null;
  readonly budgetTokens: number | null;
  readonly budgetUsd: number | null;
  readonly approvals: "gates" | "marks" | "none" | null;
}

/** Lists and pages a person may ask for. */
export const views = [
  "status",
  "queue",
  "artifacts",
  "spec",
  "tasks",
  "agents",
  "costs",
  "logs",
  "projects",
  "home",
  "help",
] as const;
/** One of them. */
export type View = (typeof views)[number];

const isView = (word: string): word is View => views.some((view) => view === word);

/**
 * Reads words of a person. The same grammar serves `/botarmy …`, a mention and a reply in a project's thread. Case does not
 * matter; a colon, `because` or a dash may stand before the reason.
 */
export const readWords = (text: string, agents: readonly string[]): Intent => {
  const trimmed = text.trim();
  const [head, rest] = splitHead(trimmed);
  const word = head.toLowerCase();
  const answers = readAnswers(trimmed);
  if (answers !== null) return { type: "answer", answers };
  const direction = /^([a-z][a-z0-9-]*)\s*:\s*([\s\S]+)$/i.exec(trimmed);
  const to = direction?.[1]?.toLowerCase();
  if (to !== undefined && (agents.includes(to) || to === "all"))
    return { type: "say", to, text: direction?.[2]?.trim() ?? "" };
  return readCommand(word, rest) ?? readDecision(trimmed) ?? { type: "unclear", text: trimmed };
};

const splitHead = (text: string): [string, string] => {
  const match = /^(\S+)\s*([\s\S]*)$/.exec(text);
  return [match?.[1] ?? "", match?.[2] ?? ""];
};

const readCommand = (word: string, rest: string): Intent | null => {
  if (isView(word)) return isArgument(word, rest) ? { type: "view", view: word, argument: rest } : null;
  switch (word) {
    case "start":
      return readStart(rest);
    case "pause":
    case "resume":
      return rest === "" ? { type: word } : null;
    case "cancel":
    case "stop":
      // "stop using Postgres" is not an order to stop the project.
      return isReason(rest) ? { type: "cancel", reason: reasonOf(rest) } : null;
    case "retry":
      // "retry e2" decides, as "approve e2" does.
      return isWord(rest) && !escalationId.test(rest)
        ? { type: "retry", stage: rest === "" ? null : rest.toLowerCase() }
        : null;
    case "rollback": {
      const [stage, why] = splitHead(rest);
      if (stage === "" || !isReason(why)) return null;
      return { type: "rollback", stage: stage.toLowerCase(), reason: reasonOf(why) };
    }
    case "budget": {
      const amount = readBudget(rest);
      return amount === null ? null : { type: "budget", ...amount };
    }
    case "settings": {
      const change = readSettings(rest);
      if (rest === "") return { type: "settings", change: null };
      return change === null ? null : { type: "settings", change };
    }
    case "reassign": {
      const match = /^(\S+)\s+to\s+(\S+)$/i.exec(rest);
      return match === null
        ? null
        : { type: "reassign", stage: (match[1] ?? "").toLowerCase(), agent: (match[2] ?? "").toLowerCase() };
    }
    default:
      return null;
  }
};

/** "agents should use Postgres" does not ask for a list of agents. */
const isArgument = (view: View, text: string): boolean =>
  view === "artifacts" || view === "spec" || view === "logs" ? isWord(text) : text === "";

const isWord = (text: string): boolean => !/\s/.test(text);

const firstOption = /^--(workflow|budget|approve)[ =](\S+)\s*/;
const lastOption = /\s--(workflow|budget|approve)[ =](\S+)$/;
/** The next option, before the brief, or after one that is a single line. */
const optionIn = (brief: string): RegExpExecArray | null =>
  firstOption.exec(brief) ?? (brief.includes("\n") ? null : lastOption.exec(brief));

const readStart = (rest: string): Intent => {
  let brief = rest.trim();
  let read: StartOptions = { workflow: null, budgetTokens: null, budgetUsd: null, approvals: null };
  for (let match = optionIn(brief); match !== null; match = optionIn(brief)) {
    const value = match[2] ?? "";
    const money = match[1] === "budget" ? readBudget(value) : null;
    if (match[1] === "workflow") read = { ...read, workflow: value };
    else if (money !== null) read = { ...read, budgetTokens: money.tokens, budgetUsd: money.usd };
    else if (match[1] === "approve" && isApprovals(value)) read = { ...read, approvals: value };
    else return { type: "unclear", text: `start ${match[0].trim()}` };
    brief = match.index === 0 ? brief.slice(match[0].length) : brief.slice(0, match.index).trimEnd();
  }
  const unknown = /^--[a-z]\S*/i.exec(brief)?.[0];
  if (unknown !== undefined) return { type: "unclear", text: `start ${unknown}` };
  return { type: "start", brief, options: read };
};

const isApprovals = (value: string): value is "gates" | "marks" | "none" =>
  ["gates", "marks", "none"].includes(value);

const escalationId = /^e[1-9]\d*$/i;

/** `approve`, `approve e2`, `reject because …`, `modify e2: …`, `2` (a button's number is not a decision: it is unclear). "skip-links" is a word of its own. */
const readDecision = (text: string): Intent | null => {
  const match = /^([a-z]+(?:-\d+)?)(?:\s+(e[1-9]\d*))?(?!-\S)\s*([\s\S]*)$/i.exec(text);
  const choice = match?.[1]?.toLowerCase() ?? "";
  if (!decisions.includes(choice) && !/^option-\d+$/.test(choice)) return null;
  const tail = match?.[3] ?? "";
  return isReason(tail)
    ? { type: "decide", escalation: match?.[2]?.toLowerCase() ?? null, choice, note: reasonOf(tail) }
    : null;
};

/** Every choice that a card may offer, besides `option-1`. Those that are orders too are decisions where they say of what, or why. */
const decisions: readonly string[] = [
  "approve",
  "modify",
  "reject",
  "receiver",
  "author",
  "longer",
  "raise",
  "cheaper",
  "retry",
  "cancel",
  "skip",
  "answer",
];

/** What may stand before a reason. A comma alone may not: "approve, but …" is no approval. */
const reason = /^(?::|,?\s*(?:because\b:?|since\b)|-|–|—)\s*/i;

const isReason = (text: string): boolean => text === "" || reason.test(text);

const reasonOf = (text: string): string => text.replace(reason, "").trim();

/** `q1: Postgres q2: no`, on one line or several; null when the text does not begin so. What follows without a number goes on with the answer before. */
export const readAnswers = (text: string): Readonly<Record<string, string>> | null => {
  if (!/^q[1-9]\d?\s*:/i.test(text)) return null;
  const parts = text.split(/(?<!\S)(q[1-9]\d?)\s*:\s*/i).slice(1);
  const pairs = parts.flatMap((part, i) =>
    i % 2 === 0 ? [[part.toLowerCase(), (parts[i + 1] ?? "").trim()] as const] : [],
  );
  return Object.fromEntries(pairs);
};
