import { z } from "zod";
import { Secret } from "./secret.ts";

/** How a provider is spoken to. `chat` is OpenAI's older endpoint, which everybody else offers. */
export type Dialect = "anthropic" | "responses" | "chat";

/** A provider that is set up here. */
export interface Provider {
  readonly name: string;
  readonly dialect: Dialect;
  /** Null only for servers of one's own. */
  readonly key: Secret | null;
  readonly baseUrl: string | null;
  /** Model of agents that name none; null when one must be named. */
  readonly defaultModel: string | null;
  /** Cheaper model for projects that are told to save; null when there is none. */
  readonly cheapModel: string | null;
  /** Declared as costing nothing: a server of one's own. */
  readonly free: boolean;
  readonly limits: Limits;
  /** False for servers that cannot send an answer piece by piece. */
  readonly streaming: boolean;
}

/** What a provider lets us do: one account's limits for one model. */
export const Limits = z.strictObject({
  requestsPerMinute: z.number().int().positive(),
  tokensPerMinute: z.number().int().positive(),
  /** Calls at the same time. */
  concurrent: z.number().int().positive(),
});
export type Limits = z.infer<typeof Limits>;

/** What a person may say about a provider: those limits that are known, others stay careful. */
export const LimitsChange = z.strictObject({
  requestsPerMinute: Limits.shape.requestsPerMinute.exactOptional(),
  tokensPerMinute: Limits.shape.tokensPerMinute.exactOptional(),
  concurrent: Limits.shape.concurrent.exactOptional(),
});
export type LimitsChange = z.infer<typeof LimitsChange>;

interface Known {
  readonly dialect: Dialect;
  readonly keyName: string;
  readonly urlName: string;
  readonly url: string | null;
  readonly model: string | null;
  readonly cheap: string | null;
  /** Whether a base URL is enough. */
  readonly own: boolean;
}

/** Careful defaults, below the lowest paid tier of each vendor; `models.limits` in botarmy.yml raises them. */
const carefulLimits: Limits = { requestsPerMinute: 50, tokensPerMinute: 400_000, concurrent: 8 };

/**
 * Every provider that can be named. Base URLs: the vendors' own documentation of their OpenAI-compatible endpoints, 2026-10;
 * null leaves it to the vendor's SDK.
 */
const knownProviders: Readonly<Record<string, Known>> = {
  anthropic: vendor("anthropic", "ANTHROPIC", { model: "claude-sonnet-5-5", cheap: "claude-haiku-5-5" }),
  openai: vendor("responses", "OPENAI", { model: "gpt-6.1-terra", cheap: "gpt-6-luna" }),
  gemini: vendor("chat", "GEMINI", {
    model: "gemini-3.8-flash",
    cheap: "gemini-3.1-flash-lite",
    url: "https://generativelanguage.googleapis.com/v1beta/openai/",
  }),
  openrouter: vendor("chat", "OPENROUTER", { url: "https://openrouter.ai/api/v1" }),
  ollama: { ...vendor("chat", "OLLAMA", { url: "http://localhost:11434/v1" }), own: true },
  vllm: { ...vendor("chat", "VLLM", { url: "http://localhost:8000/v1" }), own: true },
};

function vendor(
  dialect: Dialect,
  prefix: string,
  facts: { readonly model?: string; readonly cheap?: string; readonly url?: string },
): Known {
  return {
    dialect,
    keyName: `${prefix}_API_KEY`,
    urlName: `${prefix}_BASE_URL`,
    url: facts.url ?? null,
    model: facts.model ?? null,
    cheap: facts.cheap ?? null,
    own: false,
  };
}

/** A provider's name in a setting. */
export const ProviderName = z.string().refine((name) => Object.hasOwn(knownProviders, name), {
  error: `no provider has this name (possible are ${Object.keys(knownProviders).join(", ")})`,
});

/** The environment, or any part of it. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What people set about providers, by name. */
export interface ProviderSettings {
  readonly limits?: Readonly<Record<string, LimitsChange>>;
  readonly streaming?: Readonly<Record<string, boolean>>;
}

/** The providers that the environment sets up: by a key, or by a base URL for a server of one's own. In the order in which they are preferred. */
export const configuredProviders = (env: Env, settings: ProviderSettings = {}): readonly Provider[] =>
  Object.entries(knownProviders).flatMap(([name, known]) => {
    const key = env[known.keyName] ?? "";
    const url = env[known.urlName] ?? "";
    if (key === "" && !(known.own && url !== "")) return [];
    return [
      {
        name,
        dialect: known.dialect,
        key: key === "" ? null : new Secret(key),
        baseUrl: url === "" ? known.url : url,
        defaultModel: known.model,
        cheapModel: known.cheap,
        free: known.own,
        limits: { ...carefulLimits, ...settings.limits?.[name] },
        streaming: settings.streaming?.[name] ?? true,
      },
    ];
  });

/** How each provider is set up, for messages. */
export const howToSetUp = (): string =>
  Object.entries(knownProviders)
    .map(([name, { keyName, urlName, own }]) => `${name} (${own ? urlName : keyName})`)
    .join(", ");
