import type { Quote, Workflow } from "../project/workflow.ts";
import { estimateRun, type PlannedStage } from "./estimate.ts";
import type { Prices } from "./prices.ts";
import { shareTokens } from "./share.ts";
import { estimateTokens } from "./tokens.ts";

/** `{provider}/{model}` of everything an agent may be answered by, first choice first. */
export type NamesOf = (agent: string, saving: boolean) => readonly string[];

/**
 * What a run may cost: for every stage the most that one step may cost on the dearest of its agent's models, and ranges for
 * every stage and the whole run on the first ones. A model without a known price counts as the dearest one there is.
 */
export const quoteRun = (
  run: { readonly workflow: Pick<Workflow, "stages">; readonly brief: string; readonly at: number },
  models: { readonly prices: Prices; readonly namesOf: NamesOf },
): Quote => {
  const { stages } = run.workflow;
  const { prices, namesOf } = models;
  const dearest = (agent: string, tokens: number, saving: boolean): number =>
    Math.max(0, ...namesOf(agent, saving).map((name) => prices.worstCase(name, split(tokens), run.at)));
  const estimate = estimateRun({
    stages: stages.map((stage): PlannedStage => ({
      id: stage.id,
      agent: stage.agent,
      plan: shareTokens(stage.maxTokens),
      produce: shareTokens(stage.maxTokens),
    })),
    briefTokens: estimateTokens(run.brief),
    priceFor: (agent) => (tokens) => prices.costOf(tokens, namesOf(agent, false)[0] ?? "", run.at),
  });
  return {
    steps: Object.fromEntries(
      stages.map(({ id, agent, maxTokens }) => [
        id,
        { usual: dearest(agent, maxTokens, false), saving: dearest(agent, maxTokens, true) },
      ]),
    ),
    stages: Object.fromEntries(
      estimate.stages.map(({ id, low, high }) => [id, { low: low.usd, high: high.usd }]),
    ),
    low: estimate.low.usd,
    high: estimate.high.usd,
  };
};

const split = (tokens: number) => {
  const { input, output } = shareTokens(tokens);
  return { inputTokens: input, outputTokens: output };
};
