/** A budget: one of the two is set. */
export interface Amount {
  readonly tokens: number | null;
  readonly usd: number | null;
}

/** `$5`, `5 usd`, `200000`, `200k tokens`; null for anything else. */
export const readBudget = (text: string): Amount | null => {
  const usd = /^(?:\$\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*usd)$/i.exec(text.trim());
  if (usd !== null) return positive(Number(usd[1] ?? usd[2]), (amount) => ({ tokens: null, usd: amount }));
  const tokens = /^(\d+)\s*(k?)\s*(?:tokens?)?$/i.exec(text.trim());
  if (tokens === null) return null;
  return positive(Number(tokens[1]) * (tokens[2] === "" ? 1 : 1_000), (amount) => ({
    tokens: amount,
    usd: null,
  }));
};

const positive = (amount: number, made: (amount: number) => Amount): Amount | null =>
  amount > 0 && amount <= Number.MAX_SAFE_INTEGER ? made(amount) : null;

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `4h`, `2 days` in milliseconds; null for anything else, and for less than a second or more than a year. */
export const readSpan = (text: string): number | null => {
  const match = /^(\d+(?:\.\d+)?)\s*(s|m|h|d)[a-z]*$/i.exec(text.trim());
  const ms = Number(match?.[1]) * (units[match?.[2]?.toLowerCase() ?? ""] ?? Number.NaN);
  return ms >= 1_000 && ms <= 31_536_000_000 ? Math.round(ms) : null;
};
