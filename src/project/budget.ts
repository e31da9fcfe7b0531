import type { Project } from "./project.ts";
import type { Usage } from "./words.ts";

/** No use at all. */
export const noUsage: Usage = { calls: 0, tokensIn: 0, tokensOut: 0, usd: null };

/** The sum of two. Dollars stay null only while nothing has a price: one part without a price takes nothing from the sum, since what is not known is filled in before. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  calls: a.calls + b.calls,
  tokensIn: a.tokensIn + b.tokensIn,
  tokensOut: a.tokensOut + b.tokensOut,
  usd: a.usd === null && b.usd === null ? null : (a.usd ?? 0) + (b.usd ?? 0),
});

/** The sum of any number of them, by the same rule. */
export const sumUsage = (parts: readonly Usage[]): Usage => parts.reduce(addUsage, noUsage);

/** Tokens in and out. */
export const tokensOf = (usage: Usage): number => usage.tokensIn + usage.tokensOut;

/** What one step may use: tokens, and dollars with the models that the settings choose. */
export interface Need {
  readonly tokens: number;
  readonly usd: number;
}

/** The most that one step of a stage may use. */
export const needOf = (project: Project, stage: string): Need => {
  const tokens = project.workflow.stages.find((plan) => plan.id === stage)?.maxTokens ?? 0;
  const price = project.quote?.steps[stage];
  return { tokens, usd: (project.settings.saving ? price?.saving : price?.usual) ?? 0 };
};

/** Why a step must not start, or null when the money is there. Counts what running steps have reserved. */
export const overBudget = (project: Project, need: Need): string | null => {
  const { budgetTokens, budgetUsd } = project.settings;
  const used = tokensOf(project.usage);
  if (budgetTokens !== null && used + project.reservedTokens + need.tokens > budgetTokens) {
    return `${used} of ${budgetTokens} tokens are used and the next step may need ${need.tokens}`;
  }
  const spent = project.usage.usd ?? 0;
  if (budgetUsd === null || (spent < budgetUsd && spent + project.reservedUsd + need.usd <= budgetUsd))
    return null;
  const next = need.usd === 0 ? "" : ` and the next step may cost up to ${dollars(need.usd)}`;
  return `${dollars(spent)} of ${dollars(budgetUsd)} is spent${next}`;
};

/** The budget after people grant one more slice: half of it on top, and at least enough for one more step. A limit that covers the step stays as it was set. */
export const raisedBudget = (
  project: Project,
  need: Need,
): Pick<Project["settings"], "budgetTokens" | "budgetUsd"> => {
  const { budgetTokens, budgetUsd } = project.settings;
  const tokens = tokensOf(project.usage) + project.reservedTokens + need.tokens;
  const usd = (project.usage.usd ?? 0) + project.reservedUsd + need.usd;
  const isShort = (limits: Partial<Project["settings"]>): boolean =>
    overBudget({ ...project, settings: { ...project.settings, ...limits } }, need) !== null;
  return {
    budgetTokens:
      budgetTokens !== null && isShort({ budgetUsd: null })
        ? Math.max(Math.ceil(budgetTokens * 1.5), tokens)
        : budgetTokens,
    budgetUsd:
      budgetUsd !== null && isShort({ budgetTokens: null })
        ? Math.max(budgetUsd * 1.5, usd * 1.1)
        : budgetUsd,
  };
};

/** The share of the budget that is used, the tighter one of both; 0 without a budget. */
export const budgetShare = (project: Project): number => {
  const { budgetTokens, budgetUsd } = project.settings;
  const tokens = budgetTokens === null ? 0 : tokensOf(project.usage) / budgetTokens;
  return Math.max(tokens, budgetUsd === null ? 0 : (project.usage.usd ?? 0) / budgetUsd);
};

/** Dollars for people: cents, and more digits where a cent is too coarse. */
export const dollars = (usd: number): string => `$${usd.toFixed(usd !== 0 && usd < 0.01 ? 4 : 2)}`;
