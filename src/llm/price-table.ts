import {
  calcPrice,
  findProvider,
  type MatchLogic,
  type ModelInfo,
  type ModelPrice,
  type PriceCalculation,
  type Provider,
} from "@pydantic/genai-prices";
import type { OwnPrice, Rates } from "./prices.data.ts";

/** Tokens of one or more calls. `tokensIn` is all input, read from a cache or written to it included. */
export interface Tokens {
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly tokensCached?: number;
  readonly tokensWritten?: number;
}

/** What the tables know of one model on one day. `usd` is the cost of the tokens that were asked for. */
export interface Found {
  readonly usd: number;
  readonly model: string;
  readonly price: ModelPrice;
}

/** The package's table with prices of our own in front of it. */
export interface PriceTable {
  /** Undefined when this very model has no price: a price of one with a similar name is none. */
  find(
    provider: string,
    model: string,
    call: { readonly tokens: Tokens; readonly at: number },
  ): Found | undefined;
  /** What the most expensive model of all would have cost. */
  dearest(call: { readonly tokens: Tokens; readonly at: number }): number;
}

/** Names that differ between us and the package. */
const packageNames: Readonly<Record<string, string>> = { gemini: "google" };
/** Whose models set the price of an unknown one, besides those of our own prices. */
const vendors = ["anthropic", "openai", "gemini"];
/** What may stand before a model's name, as with Gemini, or after it, without making it another model. */
const prefix = /^models\//;
const date = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/** Reads the package's table once. `own` prices go first; later ones of the same model and day win over earlier ones. */
export const createPriceTable = (own: readonly OwnPrice[]): PriceTable => {
  const table = new Map<string, Provider>();
  const sellers = [...new Set([...vendors, ...own.map(({ provider }) => provider)])];
  const providerOf = (name: string): Provider => {
    const provider = table.get(name) ?? withOwn(name, own);
    table.set(name, provider);
    return provider;
  };
  return {
    find: (name, model, { tokens, at }) => {
      const found = namesOf(model)
        .map((one) => calculateFor(providerOf(name), one, { tokens, at }))
        .find((one) => one !== null);
      return found === undefined
        ? undefined
        : { usd: found.total_price, model: found.model.id, price: found.model_price };
    },
    dearest: (call) =>
      Math.max(
        ...sellers
          .map(providerOf)
          .flatMap((provider) =>
            provider.models.map(
              (model) => calculate({ ...provider, models: [model] }, model.id, call)?.total_price ?? 0,
            ),
          ),
      ),
  };
};

/** The names under which a model's price may stand: its own, and that without a date. */
export const namesOf = (model: string): readonly string[] => {
  const plain = model.replace(prefix, "");
  return [plain, plain.replace(date, "")];
};

/** The package throws for more cached than input tokens, so the parts are cut to fit the whole. */
const calculate = (
  provider: Provider,
  model: string,
  { tokens, at }: { readonly tokens: Tokens; readonly at: number },
): PriceCalculation | null => {
  const cached = Math.min(tokens.tokensCached ?? 0, tokens.tokensIn);
  const usage = {
    input_tokens: tokens.tokensIn,
    cache_read_tokens: cached,
    cache_write_tokens: Math.min(tokens.tokensWritten ?? 0, tokens.tokensIn - cached),
    output_tokens: tokens.tokensOut,
  };
  return calcPrice(usage, model, { provider, timestamp: new Date(at) });
};

/** The package also matches by prefixes: it would sell claude-sonnet-5-5 at the price of claude-sonnet-5. */
const calculateFor = (
  provider: Provider,
  model: string,
  call: { readonly tokens: Tokens; readonly at: number },
): PriceCalculation | null => {
  const found = calculate(provider, model, call);
  return found !== null && (found.model.id === model || names(found.model.match, model)) ? found : null;
};

const names = (match: MatchLogic, wanted: string): boolean => {
  if ("equals" in match) return match.equals === wanted;
  return "or" in match && match.or.some((one) => names(one, wanted));
};

const withOwn = (name: string, own: readonly OwnPrice[]): Provider => {
  const id = packageNames[name] ?? name;
  const known = findProvider({ providerId: id }) ?? { id, name, api_pattern: "", models: [] };
  const mine = Map.groupBy(
    own.filter(({ provider }) => provider === name),
    ({ model }) => model,
  );
  return {
    ...known,
    models: [...[...mine].map(([model, prices]) => ownModel(model, prices)), ...known.models],
  };
};

const ownModel = (id: string, prices: readonly OwnPrice[]): ModelInfo => ({
  id,
  match: { equals: id },
  prices: prices
    .toSorted((a, b) => (a.from ?? "").localeCompare(b.from ?? ""))
    .map((one) => ({
      ...(one.from === null ? {} : { constraint: { type: "start_date" as const, start_date: one.from } }),
      prices: ratesOf(one),
    })),
});

const ratesOf = ({ rates, above }: OwnPrice): ModelPrice => {
  const tiered = (rate: keyof Rates): ModelPrice[string] =>
    above === null
      ? rates[rate]
      : { base: rates[rate], tiers: [{ start: above.tokens, price: above.rates[rate] }] };
  return {
    input_mtok: tiered("input"),
    cache_read_mtok: tiered("cached"),
    cache_write_mtok: tiered("written"),
    output_mtok: tiered("output"),
  };
};
