import type { Field, Form } from "../../project/form.ts";
import { duration } from "../../project/numbers.ts";
import type { Project } from "../../project/project.ts";
import type { Settings, SettingsChange } from "../../project/workflow.ts";
import { readBudget, readSpan } from "../amounts.ts";
import { plainId } from "../settings-words.ts";
import { approvalOptions, longestText } from "./start-form.ts";

/** The settings of a project as they are, to be changed. */
export const settingsForm = ({ id, settings }: Project): Form => ({
  kind: "form",
  id: `settings ${id}`,
  title: "Settings",
  submit: "Save",
  intro: "For this project only. Who started it may always decide.",
  fields: [...whoAndWhen(settings), ...limits(settings)],
  fallback: `Settings of ${id}: approvals \`${settings.approvals}\`, approvers ${settings.approvers.join(", ") || "nobody else"}, time for a decision ${duration(settings.decisionMs)}. Change them in words: \`settings approvals gates\`, \`settings approvers @ann\`, \`settings remind 4h\`, \`budget $5\`.`,
});

const whoAndWhen = (settings: Settings): readonly Field[] => [
  {
    type: "choice",
    id: "approvals",
    label: "When are people asked to approve?",
    optional: false,
    options: approvalOptions,
    initial: settings.approvals,
  },
  {
    type: "people",
    id: "approvers",
    label: "Who else may decide",
    optional: true,
    initial: settings.approvers.filter(isPerson).slice(0, mostPeople),
  },
  {
    type: "text",
    id: "groups",
    label: "Groups, or anyone",
    optional: true,
    long: false,
    hint: "Ids of groups or roles with spaces between, permission:ManageGuild, or: anyone",
    initial: otherApprovers(settings).join(" "),
    most: longestText,
  },
];

/** Most that the field of people shows. */
const mostPeople = 10;

/** Groups, and the people for whom the other field has no room: what is saved as it is shown loses nobody. An `@` tells Discord's people from its roles. */
const otherApprovers = ({ approvers }: Settings): readonly string[] => [
  ...approvers.filter((one) => !isPerson(one)),
  ...approvers
    .filter(isPerson)
    .slice(mostPeople)
    .map((one) => `@${one}`),
];

const limits = (settings: Settings): readonly Field[] => [
  {
    type: "text",
    id: "budget",
    label: "Budget",
    optional: true,
    long: false,
    hint: "$5 or 200k tokens; empty leaves it as it is",
    initial: "",
    most: 40,
  },
  {
    type: "text",
    id: "remind",
    label: "Time for a decision",
    optional: false,
    long: false,
    hint: "30m, 4h, 2d: people are reminded before and at its end",
    initial: shortSpan(settings.decisionMs),
    most: 20,
  },
];

/** User ids of Slack begin with U or W, those of Discord are digits; roles of Discord are written with an `&`. */
const isPerson = (approver: string): boolean => /^(?:[UW][A-Z0-9]{5,}|\d{5,})$/.test(approver);

const shortSpan = (ms: number): string => {
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000}d`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${Math.round(ms / 1_000)}s`;
};

/** What a filled-in form changes, or what is wrong with it. */
export const settingsChange = (
  values: Readonly<Record<string, readonly string[]>>,
): SettingsChange | { readonly problem: string } => {
  const words = (field: string): string => values[field]?.[0]?.trim() ?? "";
  const decisionMs = readSpan(words("remind"));
  if (decisionMs === null)
    return { problem: `\`${words("remind")}\` is no time: say \`30m\`, \`4h\` or \`2d\`.` };
  const budget = words("budget") === "" ? { tokens: null, usd: null } : readBudget(words("budget"));
  if (budget === null)
    return { problem: `\`${words("budget")}\` is no budget: say \`$5\` or \`200k tokens\`.` };
  const approvals = words("approvals");
  const groups = words("groups")
    .split(/[\s,]+/)
    .filter((group) => group !== "");
  return {
    ...(approvals === "gates" || approvals === "marks" || approvals === "none" ? { approvals } : {}),
    approvers: [...new Set([...(values["approvers"] ?? []), ...groups.map(groupId)])],
    decisionMs,
    ...(budget.tokens === null ? {} : { budgetTokens: budget.tokens }),
    ...(budget.usd === null ? {} : { budgetUsd: budget.usd }),
  };
};

/** Digits are an id of Discord's, and people have a field of their own. */
const groupId = (word: string): string => (/^\d{15,21}$/.test(word) ? `&${word}` : plainId(word));
