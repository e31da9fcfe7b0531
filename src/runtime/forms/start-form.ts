import type { Field, Form } from "../../project/form.ts";
import { readBudget } from "../amounts.ts";
import type { StartOptions } from "../grammar.ts";

/** Most characters of a text field on both platforms. */
export const longestText = 3_000;

/** Asks for all that a start can say. `workflows` by name and title; the usual one is chosen already. */
export const startForm = (
  workflows: readonly { readonly name: string; readonly title: string }[],
  usual: string,
): Form => ({
  kind: "form",
  id: "start",
  title: "Start a project",
  submit: "Start",
  intro: "What is to be made? Write it, or add a text file; a long brief is better as a file.",
  fields: [
    {
      type: "text",
      id: "brief",
      label: "Brief",
      optional: true,
      long: true,
      hint: "What is to be made, for whom, and what matters",
      initial: "",
      most: longestText,
    },
    { type: "files", id: "files", label: "Brief and documents as text files", optional: true, most: 5 },
    workflowField(workflows, usual),
    {
      type: "choice",
      id: "approvals",
      label: "When are people asked to approve?",
      optional: true,
      options: approvalOptions,
      initial: null,
    },
    {
      type: "text",
      id: "budget",
      label: "Budget",
      optional: true,
      long: false,
      hint: "$5 or 200k tokens; empty for no limit",
      initial: "",
      most: 40,
    },
  ],
  fallback: "Say what is to be made: `/botarmy start <brief>`",
});

/** The three answers to when people approve, in words. */
export const approvalOptions = [
  { id: "gates", label: "After every stage" },
  { id: "marks", label: "When the marks are low" },
  { id: "none", label: "Only when something is in doubt" },
];

const workflowField = (
  workflows: readonly { readonly name: string; readonly title: string }[],
  usual: string,
): Field => ({
  type: "choice",
  id: "workflow",
  label: "Workflow",
  optional: true,
  options: workflows.slice(0, 25).map(({ name, title }) => ({ id: name, label: title.slice(0, 75) })),
  initial: usual,
});

/** What a filled-in form asks for: the options of the start, or what is wrong with them. */
export const startOptions = (
  values: Readonly<Record<string, readonly string[]>>,
): StartOptions | { readonly problem: string } => {
  const words = values["budget"]?.[0]?.trim() ?? "";
  const budget = words === "" ? { tokens: null, usd: null } : readBudget(words);
  if (budget === null) return { problem: `\`${words}\` is no budget: say \`$5\` or \`200k tokens\`.` };
  const approvals = values["approvals"]?.[0];
  return {
    workflow: values["workflow"]?.[0] ?? null,
    budgetTokens: budget.tokens,
    budgetUsd: budget.usd,
    approvals: approvals === "gates" || approvals === "marks" || approvals === "none" ? approvals : null,
  };
};
