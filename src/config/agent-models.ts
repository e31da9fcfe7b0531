import { z } from "zod";
import { howToSetUp, type Env, type Provider } from "./providers.ts";

/** One provider's model. */
export interface RouteName {
  readonly provider: string;
  readonly model: string;
}

/** What one agent uses: the first route, then what it falls back to, in order. */
export interface AgentModels {
  readonly routes: readonly RouteName[];
  readonly temperature: number | null;
}

/** What a person may say about an agent's models, in botarmy.yml. */
export const AgentChoice = z.strictObject({
  provider: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  /** `provider/model` or `provider`, in order; an empty list for none. */
  fallback: z.array(z.string().min(1)).max(5).optional(),
  temperature: z.number().min(0).max(2).optional(),
});
export type AgentChoice = z.infer<typeof AgentChoice>;

/** An agent with what its role file asks for. */
export interface AgentWish {
  readonly id: string;
  readonly provider: string | null;
  readonly model: string | null;
}

/** What is said about agents' models, outside the role files. */
export interface Choices {
  readonly providers: readonly Provider[];
  /** From botarmy.yml, by agent; `default` holds for all. */
  readonly file: Readonly<Record<string, AgentChoice>>;
  readonly env: Env;
}

/**
 * Chooses each agent's models: role file, then botarmy.yml, then the environment (`ANALYST_AGENT_PROVIDER`, `…_MODEL`,
 * `…_FALLBACK`, `…_TEMPERATURE`), the later one wins. Without a fallback of its own, an agent falls back to the other providers'
 * usual models. Wrong combinations are told as a list of problems, with what is possible.
 */
export const chooseModels = (
  agents: readonly AgentWish[],
  choices: Choices,
): { readonly models: Readonly<Record<string, AgentModels>>; readonly problems: readonly string[] } => {
  const read = agents.map((agent) => ({ agent, ...modelsOf(agent, choices) }));
  return {
    models: Object.fromEntries(
      read.map(({ agent, routes, temperature }) => [agent.id, { routes, temperature }]),
    ),
    problems: [...strangers(agents, choices), ...read.flatMap(({ problems }) => problems)],
  };
};

const modelsOf = (agent: AgentWish, choices: Choices) => {
  const choice = {
    ...wishOf(agent),
    ...choices.file["default"],
    ...choices.file[agent.id],
    ...fromEnv(agent.id, choices.env),
  };
  const first = route(
    `${choice.provider ?? choices.providers[0]?.name ?? ""}/${choice.model ?? ""}`,
    choices.providers,
  );
  const fallback = choice.fallback ?? others(choices.providers, choice.provider);
  const rest = fallback.map((name) => route(name, choices.providers));
  const found = [first, ...rest].flatMap((one) => ("problem" in one ? [] : [one]));
  const told = [first, ...rest].flatMap((one) => ("problem" in one ? [`${agent.id}: ${one.problem}`] : []));
  const temperature = choice.temperature ?? null;
  const cold = temperature === null ? [] : found.filter(({ provider }) => provider === "anthropic");
  const strange =
    temperature === null || (temperature >= 0 && temperature <= 2)
      ? []
      : [`${agent.id}: the temperature must be a number from 0 to 2`];
  const refused = cold.map(
    ({ model }) =>
      `${agent.id}: ${model} takes no temperature; remove it, or choose a provider other than anthropic`,
  );
  return { routes: found, temperature, problems: [...told, ...strange, ...refused] };
};

const wishOf = ({ provider, model }: AgentWish): AgentChoice => ({
  ...(provider === null ? {} : { provider }),
  ...(model === null ? {} : { model }),
});

const fromEnv = (agent: string, env: Env): AgentChoice => {
  const value = (name: string): string | undefined =>
    env[`${envName(agent)}_AGENT_${name}`]?.trim() || undefined;
  const [provider, model, fallback, temperature] = [
    value("PROVIDER"),
    value("MODEL"),
    value("FALLBACK"),
    value("TEMPERATURE"),
  ];
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(fallback === undefined
      ? {}
      : { fallback: fallback === "none" ? [] : fallback.split(",").map((name) => name.trim()) }),
    ...(temperature === undefined ? {} : { temperature: Number(temperature) }),
  };
};

const envName = (agent: string): string => agent.toUpperCase().replaceAll("-", "_");

const others = (providers: readonly Provider[], chosen: string | undefined): readonly string[] =>
  providers
    .filter(({ name, defaultModel }) => name !== (chosen ?? providers[0]?.name) && defaultModel !== null)
    .map(({ name }) => name);

/** `openai`, `openai/gpt-6-sol`, `openrouter/meta/llama-5`. */
const route = (name: string, providers: readonly Provider[]): RouteName | { readonly problem: string } => {
  const [wanted = "", ...rest] = name.split("/");
  const provider = providers.find((one) => one.name === wanted);
  if (provider === undefined) {
    const set =
      providers.length === 0 ? "none is set up" : `set up: ${providers.map((one) => one.name).join(", ")}`;
    return { problem: `provider "${wanted}" is not set up (${set}); possible are ${howToSetUp()}` };
  }
  const model = rest.join("/") || (provider.defaultModel ?? "");
  return model === ""
    ? { problem: `say which model of ${wanted}, as ${wanted}/MODEL` }
    : { provider: wanted, model };
};

/** Variables and entries for agents that do not exist are mistakes, not wishes. */
const strangers = (agents: readonly AgentWish[], { env, file }: Choices): readonly string[] => {
  const ids = agents.map(({ id }) => id);
  const known = new Set(ids.map(envName));
  const named = Object.keys(env).flatMap((name) => {
    const agent = /^(.+)_AGENT_(?:PROVIDER|MODEL|FALLBACK|TEMPERATURE)$/.exec(name)?.[1];
    return agent === undefined || known.has(agent)
      ? []
      : [`${name} names no agent; the agents are ${ids.join(", ")}`];
  });
  const listed = Object.keys(file)
    .filter((id) => id !== "default" && !ids.includes(id))
    .map((id) => `models.agents.${id} in botarmy.yml names no agent; the agents are ${ids.join(", ")}`);
  return [...named, ...listed];
};
