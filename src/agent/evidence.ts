import type { EvidenceStep } from "../project/result.ts";
import { extract, lookUp, search, type Found, type Passage, type ToolSources } from "./tools.ts";

/** One resolved evidence step of a plan. */
export type Evidence = {
  /** `E1`. */
  readonly id: string;
  readonly tool: EvidenceStep["tool"];
  /** The argument after earlier evidence was put in. */
  readonly argument: string;
} & (
  | { readonly type: "found"; readonly passages: readonly Passage[] }
  | { readonly type: "missing"; readonly reason: string }
);

/** Evidence steps a plan may have. Source: StepResult keeps at most 12. */
const evidenceLimit = 12;

/** Words of earlier evidence that are put into an argument. */
const quotedLimit = 120;

/**
 * Runs the evidence steps of a plan without the model, each after those it needs. Steps that cannot run (a repeated id,
 * an unknown reference, a circle, too many) are dropped, and `notes` says which and why.
 */
export const resolveEvidence = (
  steps: readonly EvidenceStep[],
  sources: ToolSources,
): { readonly found: readonly Evidence[]; readonly notes: readonly string[] } => {
  const { runnable, notes } = orderSteps(steps);
  const done = new Map<string, Evidence>();
  for (const step of runnable) done.set(step.id, runStep(step, sources, done));
  return { found: [...done.values()], notes };
};

/** The ids an evidence step waits for: those it names in `needs`, and those it mentions as `#E1`. */
const needsOf = (step: EvidenceStep, known: ReadonlySet<string>): readonly string[] => {
  return [...new Set([...step.needs, ...mentionedIn(step.argument).filter((id) => known.has(id))])];
};

/** The steps in an order in which every need comes first, and what was dropped on the way. */
export const orderSteps = (
  steps: readonly EvidenceStep[],
): { readonly runnable: readonly EvidenceStep[]; readonly notes: readonly string[] } => {
  const single = steps.filter((step, index) => steps.findIndex(({ id }) => id === step.id) === index);
  const kept = single.slice(0, evidenceLimit);
  const repeated = steps.filter((step, index) => steps.findIndex(({ id }) => id === step.id) !== index);
  const { runnable, stuck } = untangle(kept);
  const notes = [
    ...repeated.map(({ id }) => `#${id} was dropped: the id is used twice`),
    ...single
      .slice(evidenceLimit)
      .map(({ id }) => `#${id} was dropped: a plan has at most ${evidenceLimit} evidence steps`),
    ...stuck.map(
      ({ id }) => `#${id} was dropped: it needs evidence that is unknown or that needs #${id} itself`,
    ),
  ];
  return { runnable, notes };
};

/** Takes steps whose needs are met, round after round; what is left at the end can never run. */
const untangle = (
  steps: readonly EvidenceStep[],
): { runnable: readonly EvidenceStep[]; stuck: readonly EvidenceStep[] } => {
  const known = new Set(steps.map(({ id }) => id));
  let runnable: readonly EvidenceStep[] = [];
  let waiting = steps;
  for (let round = 0; round < steps.length; round += 1) {
    const ready = new Set(runnable.map(({ id }) => id));
    const next = waiting.filter((step) => needsOf(step, known).every((id) => ready.has(id)));
    runnable = [...runnable, ...next];
    waiting = waiting.filter((step) => !next.includes(step));
  }
  return { runnable, stuck: waiting };
};

const runStep = (step: EvidenceStep, sources: ToolSources, done: ReadonlyMap<string, Evidence>): Evidence => {
  const lost = mentionedIn(step.argument).find((id) => done.get(id)?.type === "missing");
  const argument = withEvidence(step, done);
  const head = { id: step.id, tool: step.tool, argument };
  if (lost !== undefined)
    return { ...head, type: "missing", reason: `it is about #${lost}, which was not found` };
  const found = useTool(step.tool, sources, argument);
  return found.ok
    ? { ...head, type: "found", passages: found.passages }
    : { ...head, type: "missing", reason: found.reason };
};

const useTool = (tool: EvidenceStep["tool"], sources: ToolSources, argument: string): Found => {
  switch (tool) {
    case "extract":
      return extract(sources, argument);
    case "search":
      return search(sources, argument);
    case "spec":
      return lookUp(sources, argument);
  }
};

const mentionedIn = (argument: string): readonly string[] =>
  [...argument.matchAll(/#(E[1-9]\d?)\b/g)].flatMap((match) => match[1] ?? []);

/** `#E1` becomes the first words of that evidence. In `{document}#E1` the sign also parts document and words, so there it stays. */
const withEvidence = ({ tool, argument }: EvidenceStep, done: ReadonlyMap<string, Evidence>): string =>
  argument.replace(/#(E[1-9]\d?)\b/g, (whole, id: string) => {
    const evidence = done.get(id);
    if (evidence?.type !== "found") return whole;
    const words = (evidence.passages[0]?.text ?? "")
      .slice(0, quotedLimit)
      .replace(/[\s#]+/g, " ")
      .trim();
    return tool === "extract" ? `#${words}` : words;
  });
