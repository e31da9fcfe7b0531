/** US dollars for a million tokens. */
export interface Rates {
  readonly input: number;
  /** Input read from the provider's cache. */
  readonly cached: number;
  /** Input written to the provider's cache, at its shortest time to live. */
  readonly written: number;
  readonly output: number;
}

/** What one model costs from a day on. */
export interface OwnPrice {
  readonly provider: string;
  /** Dated names of it (`-20261007`, `-2026-10-07`) cost the same. */
  readonly model: string;
  /** First day (UTC) of this price, `YYYY-MM-DD`; null: since the model exists. */
  readonly from: string | null;
  readonly rates: Rates;
  /** Rates of the whole request when its prompt has more tokens than this; null when length does not matter. */
  readonly above: { readonly tokens: number; readonly rates: Rates } | null;
  /** Who says so, and when it was read. */
  readonly source: string;
}

/**
 * Prices that @pydantic/genai-prices 0.1.8 (2026-09-23) does not have, or no longer has right. A model whose price nobody
 * publishes (claude-fable-5-2) is left out: it then counts as the most expensive one.
 */
export const ownPrices: readonly OwnPrice[] = [
  {
    provider: "anthropic",
    model: "claude-sonnet-5-5",
    from: null,
    rates: { input: 2, cached: 0.2, written: 2.5, output: 10 },
    above: null,
    source: "platform.claude.com pricing, 2026-10",
  },
  {
    provider: "anthropic",
    model: "claude-sonnet-5-5",
    from: "2026-10-07",
    rates: { input: 2, cached: 0.1, written: 2.5, output: 10 },
    above: null,
    source: "platform.claude.com pricing, 2026-10; kurofune/claudit v1.9.2 (2026-10-24)",
  },
  {
    provider: "anthropic",
    model: "claude-haiku-5-5",
    from: null,
    rates: { input: 0.1, cached: 0.01, written: 0.125, output: 0.5 },
    above: { tokens: 100_000, rates: { input: 0.5, cached: 0.05, written: 0.625, output: 2.5 } },
    source: "platform.claude.com pricing, 2026-10; writing at its usual 1.25 times the input",
  },
  {
    provider: "openai",
    model: "gpt-6.1-sol",
    from: null,
    rates: { input: 2, cached: 0.1, written: 2.5, output: 10 },
    // No higher rates for long prompts are published; those of its elder gpt-6-sol are taken rather than too low ones.
    above: { tokens: 272_000, rates: { input: 4, cached: 0.2, written: 5, output: 15 } },
    source: "agent-telemetry v1.6.6 (2026-09-30), LiteLLM blog; long prompts assumed as gpt-6-sol",
  },
  {
    provider: "openai",
    model: "gpt-6.1-terra",
    from: null,
    rates: { input: 1, cached: 0.05, written: 1.25, output: 5 },
    above: { tokens: 272_000, rates: { input: 2, cached: 0.1, written: 2.5, output: 7.5 } },
    source: "LiteLLM blog, apidog (2026-10); cache rates of long prompts doubled like the input",
  },
  ...["gemini-3.8-flash", "gemini-3.7-flash", "gemini-3.6-flash"].flatMap((model): OwnPrice[] => [
    {
      provider: "gemini",
      model,
      from: null,
      rates: { input: 0.75, cached: 0.075, written: 0.75, output: 3.75 },
      above: null,
      source: "ai.google.dev pricing (2026-10-07): introductory until the end of 2026",
    },
    {
      provider: "gemini",
      model,
      from: "2027-01-01",
      rates: { input: 1.5, cached: 0.15, written: 1.5, output: 7.5 },
      above: null,
      source: "ai.google.dev pricing (2026-10-07), BerriAI/litellm#39357",
    },
  ]),
];
