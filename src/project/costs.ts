import { dollars, tokensOf } from "./budget.ts";
import { planOf, stageOf } from "./draft.ts";
import type { Block } from "./message.ts";
import type { Project, Stage } from "./project.ts";
import type { Quote } from "./workflow.ts";

type Range = Pick<Quote, "low" | "high">;

/** What the run may cost, in words: `about $0.40 to $1.20`. Null when nothing costs: with the scripted model, or when every provider is free. */
export const costRange = ({ quote }: Pick<Project, "quote">): string | null =>
  quote === null || quote.high === 0 ? null : `about ${words(quote)}`;

/** What every stage was thought to cost, what it has cost with all its attempts, and by how much that is more. Empty when nothing costs. */
export const costTable = (project: Project): readonly Block[] => {
  const { quote, usage } = project;
  if (quote === null || quote.high === 0 || quote.stages === undefined) return [];
  const ranges = quote.stages;
  const rows = project.stages.map(({ id, spent }) =>
    row(planOf(project, id).title, ranges[id] ?? { low: 0, high: 0 }, spent.usd),
  );
  return [
    {
      type: "table",
      columns: ["stage", "estimated", "actual", "over"],
      rows: [...rows, row("all", quote, usage.usd)],
    },
  ];
};

/** What was spent beside what was estimated: `$0.52, estimated $0.40 to $1.20`. Null when nothing costs. */
export const costSummary = ({ quote, usage }: Project): string | null =>
  quote === null || quote.high === 0 ? null : `${dollars(usage.usd ?? 0)}, estimated ${words(quote)}`;

/** What doing these stages once more may use, after what a run of each has used so far: `about 12,000 tokens, $0.04`; empty when nothing ran yet. */
export const redoCost = (project: Project, stages: readonly string[]): string => {
  const runs = stages.map((id) => stageOf(project, id)).map(perRun);
  const tokens = runs.reduce((sum, run) => sum + run.tokens, 0);
  const usd = runs.reduce((sum, run) => sum + run.usd, 0);
  if (tokens === 0) return "";
  const price = usd === 0 ? "" : `, ${dollars(usd)}`;
  return `about ${Number(tokens.toPrecision(2)).toLocaleString("en")} tokens${price}`;
};

const perRun = ({ spent, plan, produce }: Stage): { readonly tokens: number; readonly usd: number } => {
  const runs = Math.max(1, plan.attempt + produce.attempt);
  return { tokens: tokensOf(spent) / runs, usd: (spent.usd ?? 0) / runs };
};

const row = (name: string, range: Range, usd: number | null): string[] => {
  const actual = usd ?? 0;
  return [name, words(range), dollars(actual), actual > range.high ? dollars(actual - range.high) : ""];
};

const words = ({ low, high }: Range): string => `${dollars(low)} to ${dollars(high)}`;
