import { noUsage } from "../project/budget.ts";
import type { Usage } from "../project/words.ts";

/** What several calls cost together. One call without a price makes the sum unknown: null, never too low a number. */
export const sumUsage = (parts: readonly Usage[]): Usage => {
  const [first, ...rest] = parts;
  return first === undefined ? noUsage : rest.reduce(plus, first);
};

const plus = (a: Usage, b: Usage): Usage => ({
  calls: a.calls + b.calls,
  tokensIn: a.tokensIn + b.tokensIn,
  tokensOut: a.tokensOut + b.tokensOut,
  usd: a.usd === null || b.usd === null ? null : a.usd + b.usd,
});
