import { createAnthropicModel } from "#adapters/model/anthropic.ts";
import { createOpenAiModel } from "#adapters/model/openai.ts";
import type { AgentModels, RouteName } from "../config/agent-models.ts";
import type { Provider } from "../config/providers.ts";
import { createBreaker } from "../llm/breaker.ts";
import { healthOf, type ModelHealth } from "../llm/health.ts";
import type { Worst } from "../llm/in-flight.ts";
import { createPace } from "../llm/pace.ts";
import type { OwnPrice } from "../llm/prices.data.ts";
import { createPrices, splitName } from "../llm/prices.ts";
import { quoteRun } from "../llm/quote.ts";
import { nameOf, type Attempt, type Route } from "../llm/route.ts";
import { createRouter } from "../llm/router.ts";
import { mostTokens } from "../llm/tokens.ts";
import type { Clock, Model, ModelRequest } from "../ports.ts";
import type { Quote, Workflow } from "../project/workflow.ts";

/** What the configured models are made from. */
export interface ModelsOptions {
  readonly providers: readonly Provider[];
  /** By agent; every agent has at least one route. */
  readonly agents: Readonly<Record<string, AgentModels>>;
  /** What an agent uses whose file was put there, or taken away, since they were chosen; at least one route. */
  readonly usual?: AgentModels;
  /** Prices that people declare; they win over all others. */
  readonly prices: readonly OwnPrice[];
  readonly clock: Clock;
  /** 0 to 1, for pauses between attempts. */
  readonly random: () => number;
  /** Told every attempt, before its result is used. */
  readonly onAttempt: (attempt: Attempt) => Promise<void>;
}

/** All configured models as one. */
export interface Models {
  readonly model: Model;
  /** The most that a call may cost, on the dearest model that may answer it. */
  readonly worstOf: (request: ModelRequest) => Worst;
  /** What a run of a workflow on a brief may cost. */
  readonly quote: (workflow: Pick<Workflow, "stages">, brief: string) => Quote;
  /** How every model is that an agent with a call could have asked so far. */
  readonly health: () => readonly ModelHealth[];
}

/** Most time for one call, all its attempts together; a step's own limit is usually shorter. */
const deadlineMs = 10 * 60_000;
/** Longest wait for the first byte of a stream: a server of one's own may have to load the model first. */
const firstMs = 120_000;
/** Longest silence of a stream after that: models think before they write. */
const idleMs = 90_000;

/** Joins provider adapters, pacing, breakers and prices into one model that fails over. */
export const openModels = (options: ModelsOptions): Models => {
  const { providers, agents, clock } = options;
  const modelsOf = (agent: string): AgentModels | undefined => agents[agent] ?? options.usual;
  const prices = createPrices({
    free: providers.filter(({ free }) => free).map(({ name }) => name),
    own: options.prices,
  });
  const { routeOf, health } = createRoutes(options);
  const namesFor = ({ agent, saving, model }: Asking): readonly RouteName[] => {
    const usual = modelsOf(agent)?.routes ?? [];
    const named = model === undefined ? usual : withFirst(splitName(model), usual, providers);
    return saving === true ? named.map((route) => cheaper(route, providers)) : named;
  };
  // Anthropic's models take none; an agent's own routes were checked for that when they were configured.
  const temperatureFor = ({ agent }: Asking, { provider }: RouteName): number | null =>
    provider === "anthropic" ? null : (modelsOf(agent)?.temperature ?? null);
  const routesFor = (asking: Asking): readonly Route[] =>
    namesFor(asking).map((name) => routeOf(name, temperatureFor(asking, name)));
  const router = createRouter({
    routesFor,
    prices,
    clock,
    random: options.random,
    deadlineMs,
    onAttempt: options.onAttempt,
  });
  return {
    model: { ...router, tryAgain: (about) => routesFor(about).forEach(tryAgain) },
    health,
    worstOf: (request) => {
      const tokens = mostTokens(request);
      return namesFor(request.about)
        .map((name): Worst => ({
          ...name,
          tokensIn: tokens.inputTokens,
          tokensOut: tokens.outputTokens,
          usd: prices.worstCase(nameOf(name), tokens, clock.now()),
        }))
        .reduce((dearest, one) => (one.usd > dearest.usd ? one : dearest));
    },
    quote: (workflow, brief) =>
      quoteRun(
        { workflow, brief, at: clock.now() },
        { prices, namesOf: (about) => namesFor(about).map(nameOf) },
      ),
  };
};

/** What decides who is asked. */
type Asking = Pick<ModelRequest["about"], "agent" | "saving" | "model">;

/** The model that a stage names goes before the agent's usual ones, where its provider is set up. */
const withFirst = (
  named: RouteName,
  usual: readonly RouteName[],
  providers: readonly Provider[],
): readonly RouteName[] =>
  providers.some(({ name }) => name === named.provider)
    ? [named, ...usual.filter((route) => nameOf(route) !== nameOf(named))]
    : usual;

const tryAgain = ({ breaker, pace }: Route): void => {
  breaker.tryAgain();
  pace.forgive();
};

/** The provider's cheaper model, where it has one. */
const cheaper = (route: RouteName, providers: readonly Provider[]): RouteName => {
  const cheap = providers.find(({ name }) => name === route.provider)?.cheapModel ?? null;
  return cheap === null ? route : { provider: route.provider, model: cheap };
};

/** What keeps one model from being asked too much. */
interface Guards extends Pick<Route, "pace" | "breaker"> {
  readonly limits: Provider["limits"];
}

/** One route for each model and temperature, made when it is first needed. All routes to a model share its pace and its breaker. */
const createRoutes = ({ providers, clock }: ModelsOptions) => {
  const routes = new Map<string, Route>();
  const guards = new Map<string, Guards>();
  const guardsOf = (name: string, { limits }: Provider): Guards => {
    const made = guards.get(name) ?? {
      pace: createPace({ limits, clock }),
      breaker: createBreaker({ clock }),
      limits,
    };
    guards.set(name, made);
    return made;
  };
  const routeOf = (name: RouteName, temperature: number | null): Route => {
    const key = `${nameOf(name)} ${temperature ?? ""}`;
    const provider = providers.find((one) => one.name === name.provider);
    if (provider === undefined) throw new Error(`no provider ${name.provider}`);
    const made = routes.get(key);
    if (made !== undefined) return made;
    const { complete } = modelOf(provider, name.model, { temperature, clock });
    const { pace, breaker } = guardsOf(nameOf(name), provider);
    const route = { ...name, complete, pace, breaker };
    routes.set(key, route);
    return route;
  };
  return { routeOf, health: () => [...guards].map(([name, guard]) => healthOf(name, guard)) };
};

const modelOf = (
  provider: Provider,
  model: string,
  rest: { readonly temperature: number | null; readonly clock: Clock },
): Model => {
  const { name, dialect, baseUrl, streaming } = provider;
  // The key leaves its wrapping here and goes to the provider's client only.
  const options = {
    provider: name,
    model,
    apiKey: provider.key?.reveal() ?? null,
    baseUrl,
    deadlineMs,
    firstMs,
    idleMs,
    streaming,
    ...rest,
  };
  return dialect === "anthropic" ? createAnthropicModel(options) : createOpenAiModel({ ...options, dialect });
};
