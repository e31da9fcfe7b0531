import type { ModelPrice } from "@pydantic/genai-prices";
import { createPriceTable, namesOf, type Tokens } from "./price-table.ts";
import { ownPrices, type OwnPrice } from "./prices.data.ts";

/** What one model costs: US dollars for a million tokens, for prompts that are not long enough to cost more. */
export interface Price {
  /** The model's name in the table, without a date. */
  readonly model: string;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** What tokens cost. Not `known`: nobody told us this model's price, and the most expensive one was taken. */
export interface Cost {
  readonly usd: number;
  readonly known: boolean;
}

/** What calls cost. Models are named `{provider}/{model}`; `at` is milliseconds since 1970, since prices change by the day. */
export interface Prices {
  /** Null when this very model has no known price. */
  priceOf(provider: string, model: string, at: number): Price | null;
  /** Counts tokens of one call: long prompts may cost more. */
  costOf(tokens: Tokens, name: string, at: number): Cost;
  /** What a call costs when nothing comes from a cache, everything is written to it, and the answer is as long as it may be. */
  worstCase(
    name: string,
    tokens: { readonly inputTokens: number; readonly outputTokens: number },
    at: number,
  ): number;
}

/**
 * `free`: providers declared to cost nothing; none is taken for free by its name. `own`: prices that people declare; they win
 * over that and over ours, as ours do over the package's.
 */
export const createPrices = (options: {
  readonly free: readonly string[];
  readonly own?: readonly OwnPrice[];
}): Prices => {
  const declared = options.own ?? [];
  const isDeclared = (one: Pick<OwnPrice, "provider" | "model">): boolean =>
    declared.some(({ provider, model }) => provider === one.provider && model === one.model);
  const isFree = (provider: string, model: string): boolean =>
    options.free.includes(provider) && !namesOf(model).some((one) => isDeclared({ provider, model: one }));
  const table = createPriceTable([...declared, ...ownPrices.filter((one) => !isDeclared(one))]);
  const costOf = (tokens: Tokens, name: string, at: number): Cost => {
    const { provider, model } = splitName(name);
    if (isFree(provider, model)) return { usd: 0, known: true };
    const found = table.find(provider, model, { tokens, at });
    return found === undefined
      ? { usd: table.dearest({ tokens, at }), known: false }
      : { usd: found.usd, known: true };
  };
  return {
    priceOf: (provider, model, at) => {
      if (isFree(provider, model)) return { model, input: 0, cached: 0, output: 0 };
      const found = table.find(provider, model, { tokens: nothing, at });
      return found === undefined ? null : priceFrom(found.model, found.price);
    },
    costOf,
    worstCase: (name, { inputTokens, outputTokens }, at) =>
      costOf({ tokensIn: inputTokens, tokensWritten: inputTokens, tokensOut: outputTokens }, name, at).usd,
  };
};

/** `{provider}/{model}`; the model's own name may have slashes, as with OpenRouter. */
export const splitName = (name: string): { readonly provider: string; readonly model: string } => {
  const [provider = "", ...model] = name.split("/");
  return { provider, model: model.join("/") };
};

const nothing: Tokens = { tokensIn: 0, tokensOut: 0 };

/** The package charges cached input like other input when it knows no rate for it; so does this. */
const priceFrom = (model: string, price: ModelPrice): Price => {
  const input = baseOf(price["input_mtok"]);
  return {
    model,
    input,
    cached: price["cache_read_mtok"] === undefined ? input : baseOf(price["cache_read_mtok"]),
    output: baseOf(price["output_mtok"]),
  };
};

const baseOf = (rate: ModelPrice[string]): number => (typeof rate === "object" ? rate.base : (rate ?? 0));
