import type { ModelRequest } from "../ports.ts";
import type { Quote, StagePlan, Workflow } from "../project/workflow.ts";
import { estimateRun } from "./estimate.ts";
import { plannedCalls } from "./planned-calls.ts";
import type { Prices } from "./prices.ts";
import { shareTalkTokens, shareTokens } from "./share.ts";
import { estimateTokens } from "./tokens.ts";

/** `{provider}/{model}` of everything a question may be answered by, first choice first. */
export type NamesOf = (about: Pick<ModelRequest["about"], "agent" | "saving" | "model">) => readonly string[];

/**
 * What a run may cost: for every stage the most that one step may cost on the dearest model that may answer it, and ranges for
 * every stage and the whole run on the first ones. A model without a known price counts as the dearest one there is.
 */
export const quoteRun = (
  run: { readonly workflow: Pick<Workflow, "stages">; readonly brief: string; readonly at: number },
  models: { readonly prices: Prices; readonly namesOf: NamesOf },
): Quote => {
  const { stages } = run.workflow;
  const { prices, namesOf } = models;
  const dearest = (about: Parameters<NamesOf>[0], { input, output }: Share): number => {
    const tokens = { inputTokens: input, outputTokens: output };
    return Math.max(0, ...namesOf(about).map((name) => prices.worstCase(name, tokens, run.at)));
  };
  const mostOf = (stage: StagePlan, saving: boolean): number =>
    Math.max(
      dearest(askingFor(stage, stage.agent, saving), shareTokens(stage.maxTokens)),
      ...(stage.discuss?.members ?? []).map((agent) =>
        dearest(askingFor(stage, agent, saving), shareTalkTokens(stage.maxTokens)),
      ),
    );
  const estimate = estimateRun({
    stages: plannedCalls(stages),
    briefTokens: estimateTokens(run.brief),
    priceFor: ({ stage, agent }) => {
      const plan = stages.find(({ id }) => id === stage);
      const [name = ""] = plan === undefined ? [] : namesOf(askingFor(plan, agent, false));
      return (tokens) => prices.costOf(tokens, name, run.at);
    },
  });
  return {
    steps: Object.fromEntries(
      stages.map((stage) => [stage.id, { usual: mostOf(stage, false), saving: mostOf(stage, true) }]),
    ),
    stages: Object.fromEntries(
      estimate.stages.map(({ id, low, high }) => [id, { low: low.usd, high: high.usd }]),
    ),
    low: estimate.low.usd,
    high: estimate.high.usd,
  };
};

type Share = ReturnType<typeof shareTokens>;

/** A stage's own model is its agent's; the others in its talk have theirs. */
const askingFor = (
  { agent: own, model }: StagePlan,
  agent: string,
  saving: boolean,
): Parameters<NamesOf>[0] => ({ agent, saving, ...(model === undefined || agent !== own ? {} : { model }) });
