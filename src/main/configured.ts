import { systemClock } from "#adapters/clock/system.ts";
import type { Config } from "../config.ts";
import { chooseModels } from "../config/agent-models.ts";
import type { ModelPrice } from "../config/model-prices.ts";
import { configuredProviders, howToSetUp, type Env } from "../config/providers.ts";
import { BotArmyError } from "../errors.ts";
import { guardedModel } from "../llm/guarded.ts";
import { withInFlight } from "../llm/in-flight.ts";
import type { OwnPrice } from "../llm/prices.data.ts";
import { splitName } from "../llm/prices.ts";
import { withRareDrafts } from "../llm/rare-drafts.ts";
import type { Log, Model } from "../ports.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Library } from "../ports/library.ts";
import type { Defaults } from "../runtime/parts.ts";
import { createScrubber, type Scrub } from "../secrets.ts";
import { parseRole } from "../team/role.ts";
import { openHealthFile } from "./health.ts";
import { openModels } from "./models.ts";

/** What the models need of the machine they work in. */
export interface Surroundings {
  readonly ledger: Ledger;
  readonly log: Log;
  /** Has something done before the data folder is freed. */
  beforeClose(act: () => Promise<void>): void;
}

/** The models that the configuration sets up. */
export interface Configured {
  /** Tells how they are in `{data}/health.json`. */
  readonly model: (surroundings: Surroundings) => Model;
  readonly quote: NonNullable<Defaults["quote"]>;
  /** Takes the configured keys out of any text. */
  readonly scrub: Scrub;
  /** One line per agent: what answers for it. */
  readonly lines: readonly string[];
}

/**
 * Chooses every agent's models from its role file, botarmy.yml and the environment. Null when no provider is set up.
 * Throws BotArmyError `models-invalid` with every problem and what is possible.
 */
export const configuredModels = async (
  config: Config,
  env: Env,
  library: Library,
): Promise<Configured | null> => {
  const providers = configuredProviders(env, config.models);
  if (providers.length === 0) return null;
  const roles = (await library.agents()).map(parseRole);
  const wishes = roles.map(({ id, model }) => ({ id, provider: model.provider, model: model.name }));
  const choices = { providers, file: config.models.agents, env };
  const { models, problems } = chooseModels(wishes, choices);
  if (problems.length > 0) throw new BotArmyError("models-invalid", problems.join("; "));
  // Files are read afresh for every project, and a running one keeps its own.
  const { default: usual } = chooseModels([{ id: "default", provider: null, model: null }], choices).models;
  const scrub = createScrubber(providers.flatMap(({ key }) => (key === null ? [] : [key.reveal()])));
  const open = (add: Ledger["add"]) =>
    openModels({
      providers,
      agents: models,
      ...(usual === undefined ? {} : { usual }),
      prices: Object.entries(config.models.prices).map(ownPrice),
      clock: systemClock,
      random: Math.random,
      onAttempt: (attempt) => add({ ...attempt, at: systemClock.now() }),
    });
  return {
    model: ({ ledger, log, beforeClose }) => {
      const { model, worstOf, health } = open(ledger.add);
      const file = openHealthFile({ folder: config.data, health, clock: systemClock, log });
      beforeClose(file.close);
      const safe = file.follow(
        guardedModel(
          withRareDrafts(model, () => systemClock.now()),
          scrub,
        ),
      );
      return withInFlight(safe, { ledger, now: () => systemClock.now(), worstOf });
    },
    quote: open(() => Promise.resolve()).quote,
    scrub,
    lines: Object.entries(models).map(
      ([agent, { routes }]) =>
        `${agent}: ${routes.map(({ provider, model }) => `${provider}/${model}`).join(", then ")}`,
    ),
  };
};

/** Unsaid rates are taken too high rather than too low: vendors take 1.25 times the input for writing to a cache. */
const ownPrice = ([name, { input, output, cached, cacheWrite }]: readonly [
  string,
  ModelPrice,
]): OwnPrice => ({
  ...splitName(name),
  from: null,
  rates: { input, output, cached: cached ?? input, written: cacheWrite ?? input * 1.25 },
  above: null,
  source: "models.prices in botarmy.yml",
});

/** What to say when nothing is set up. */
export const noModel = (): BotArmyError =>
  new BotArmyError(
    "no-model",
    `no model is configured; set the key of one of ${howToSetUp()}, or use \`botarmy demo\`, which needs none`,
  );
