import type { RouteName } from "#src/config/agent-models.ts";
import type { Provider } from "#src/config/providers.ts";
import { Secret } from "#src/config/secret.ts";
import { guardedModel } from "#src/llm/guarded.ts";
import { withInFlight } from "#src/llm/in-flight.ts";
import { withRareDrafts } from "#src/llm/rare-drafts.ts";
import { nameOf, type Attempt } from "#src/llm/route.ts";
import { openModels, type Models } from "#src/main/models.ts";
import type { Clock, Model } from "#src/ports.ts";
import type { Ledger } from "#src/ports/ledger.ts";
import type { Defaults } from "#src/runtime/parts.ts";
import { createScrubber } from "#src/secrets.ts";
import type { ProviderServer } from "../support/provider-servers/agents.ts";
import type { WireName } from "../support/provider-servers/wires.ts";

/** Must never be seen anywhere. */
export const key = "never-to-be-seen-0123456789";

/** The most that one call may take, all its attempts together. */
export const callMs = 10 * 60_000;
/** The longest wait for the headers of a stream. */
export const firstMs = 120_000;
/** The longest silence in the middle of a stream. */
export const idleMs = 90_000;

/** A provider of each API, as the product knows it. */
const known = {
  anthropic: { name: "anthropic", path: "anthropic", model: "claude-sonnet-5-5" },
  responses: { name: "openai", path: "openai", model: "gpt-6.1-terra" },
  chat: { name: "gemini", path: "gemini", model: "gemini-3.8-flash" },
} as const;

export const providerOf = (wire: WireName): string => known[wire].name;

/** Whom to ask when the provider of this API fails. */
export const fallbackOf: Readonly<Record<WireName, WireName>> = {
  anthropic: "responses",
  responses: "chat",
  chat: "anthropic",
};

/** A provider to ask, best first, and where it is. */
export interface Place {
  readonly wire: WireName;
  readonly server: ProviderServer;
}

interface Options {
  readonly places: readonly Place[];
  readonly streaming: boolean;
  readonly clock: Clock;
}

const agents = ["analyst", "architect", "developer", "tester", "deployer"] as const;

/** All that the product makes of its configuration, on servers of our own. */
export const modelsAt = (
  options: Options,
): { readonly model: (ledger: Ledger) => Model; readonly quote: NonNullable<Defaults["quote"]> } => {
  const scrub = createScrubber([key]);
  const { now } = options.clock;
  return {
    model: (ledger) => {
      const { model, worstOf } = open(options, (attempt) => ledger.add({ ...attempt, at: now() }));
      return withInFlight(guardedModel(withRareDrafts(model, now), scrub), { ledger, now, worstOf });
    },
    quote: open(options, () => Promise.resolve()).quote,
  };
};

const open = (
  { places, streaming, clock }: Options,
  onAttempt: (attempt: Attempt) => Promise<void>,
): Models =>
  openModels({
    providers: places.map((place) => providerAt(place, streaming)),
    agents: Object.fromEntries(
      agents.map((agent) => [agent, { routes: places.map(routeName), temperature: null }]),
    ),
    prices: [],
    clock,
    random,
    onAttempt,
  });

const random = (): number => 0.5;

const providerAt = ({ wire, server }: Place, streaming: boolean): Provider => ({
  name: known[wire].name,
  dialect: wire,
  key: new Secret(key),
  baseUrl: server.baseUrls[known[wire].path],
  defaultModel: known[wire].model,
  cheapModel: null,
  free: false,
  streaming,
  limits: { requestsPerMinute: 50, tokensPerMinute: 400_000, concurrent: 8 },
});

const routeName = ({ wire }: Place): RouteName => ({ provider: known[wire].name, model: known[wire].model });

/** `{provider}/{model}`, as messages have it. */
export const routeNameOf = (wire: WireName): string =>
  nameOf({ provider: known[wire].name, model: known[wire].model });
