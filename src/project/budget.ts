import type { Project } from "./project.ts";
import type { Usage } from "./words.ts";

/** No use at all. */
export const noUsage: Usage = { calls: 0, tokensIn: 0, tokensOut: 0, usd: null };

/** The sum of two; dollars stay null only while no priced call was made. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  calls: a.calls + b.calls,
  tokensIn: a.tokensIn + b.tokensIn,
  tokensOut: a.tokensOut + b.tokensOut,
  usd: a.usd === null && b.usd === null ? null : (a.usd ?? 0) + (b.usd ?? 0),
});

/** Tokens in and out. */
export const tokensOf = (usage: Usage): number => usage.tokensIn + usage.tokensOut;

/** Why a step that may use `tokens` must not start, or null when the money is there. Counts what running steps have reserved. */
export const overBudget = (project: Project, tokens: number): string | null => {
  const { budgetTokens, budgetUsd } = project.settings;
  const used = tokensOf(project.usage);
  if (budgetTokens !== null && used + project.reservedTokens + tokens > budgetTokens) {
    return `${used} of ${budgetTokens} tokens are used and the next step may need ${tokens}`;
  }
  if (budgetUsd !== null && (project.usage.usd ?? 0) >= budgetUsd) {
    return `$${(project.usage.usd ?? 0).toFixed(2)} of $${budgetUsd.toFixed(2)} is spent`;
  }
  return null;
};

/** The budget after people grant one more slice: half of it on top, and at least enough for one step of `tokens`. */
export const raisedBudget = (
  project: Project,
  tokens: number,
): Pick<Project["settings"], "budgetTokens" | "budgetUsd"> => {
  const { budgetTokens, budgetUsd } = project.settings;
  const needed = tokensOf(project.usage) + project.reservedTokens + tokens;
  return {
    budgetTokens: budgetTokens === null ? null : Math.max(Math.ceil(budgetTokens * 1.5), needed),
    budgetUsd: budgetUsd === null ? null : Math.max(budgetUsd * 1.5, (project.usage.usd ?? 0) * 1.25),
  };
};
