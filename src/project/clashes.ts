import { isSettled, type Noticed } from "./conflicts.ts";
import { nameOf, planOf, stageOf, dependentsOf, type StepName } from "./draft.ts";
import type { Project } from "./project.ts";
import type { SpecOperation, StepResult } from "./result.ts";
import { writersOf } from "./spec-authors.ts";
import { applySpec, sameJson, valueAt, type SpecDocument } from "./spec.ts";

/** What of a patch may be applied, and what somebody else said otherwise meanwhile; null when all that was settled before, which binds. */
export interface Clash {
  readonly fits: readonly SpecOperation[];
  readonly noticed: Omit<Noticed, "precedents"> | null;
  /** What is neither applied nor waits for the outcome of a conflict, each with the reason, for people and for the agent. */
  readonly untaken: readonly string[];
}

/** An operation that another stage's word stands against. */
interface Clashing {
  readonly operation: SpecOperation;
  /** The path that is disputed. */
  readonly path: string;
  readonly author: string;
}

/** Another stage changed beside this one what its patch changes, or what its patch relies on is not so. Null when nothing of the kind stands in the way. */
export const clashOf = (
  project: Project,
  at: StepName,
  { specPatch, confidence, questions }: StepResult,
): Clash | null => {
  const clashing = at.step === "talk" ? [] : clashingIn(project, at.stage, specPatch);
  const failed = clashing.some(({ operation }) => operation.op === "test");
  const open = clashing.find(
    (one) => !isSettled(project, { kind: "spec", stage: at.stage, ...aboutOf(one) }),
  );
  // Nobody disputes what a settled patch relies on: it does not apply, and its agent is told.
  if (clashing.length === 0 || (failed && open === undefined)) return null;
  const rest = specPatch.filter((operation) => !clashing.some((one) => one.operation === operation));
  // A patch whose test fails is not meant in parts.
  const fits = !failed && applySpec(project.spec.document, rest).ok ? rest : [];
  const left = specPatch.filter((one) => one.op !== "test" && !fits.includes(one));
  // A result that asks is made again with the answers: there is nothing to dispute yet.
  const disputed = questions.length > 0 ? undefined : open;
  const others = clashing
    .filter(({ author }) => author !== disputed?.author)
    .map(({ operation }) => operation);
  const patch = disputed === undefined ? [] : left.filter((one) => !others.includes(one));
  const untaken = left.filter((one) => !patch.includes(one)).map((one) => untakenBy(project, one, clashing));
  const noticed = disputed === undefined ? null : { ...noticedBy(project, at, disputed), patch, confidence };
  return { fits, noticed, untaken };
};

const untakenBy = (project: Project, operation: SpecOperation, clashing: readonly Clashing[]): string => {
  const against = clashing.find((one) => one.operation === operation);
  if (against === undefined) return `${wishOf(operation)}, which does not fit without the rest`;
  const { path, author } = against;
  const { title } = planOf(project, author);
  return `${wishOf(operation)}, but ${path} is ${shown(valueAt(project.spec.document, path))}, as ${title} says`;
};

const aboutOf = ({ path, author }: Clashing) => ({ about: path.slice(0, 200), author });

const noticedBy = (
  project: Project,
  { stage, step }: StepName,
  clashing: Clashing,
): Omit<Noticed, "precedents" | "patch" | "confidence"> => {
  const { operation, path, author } = clashing;
  const [mine, theirs] = [stageOf(project, stage).agent, stageOf(project, author).agent];
  return {
    kind: "spec",
    stage,
    step: step === "plan" ? "plan" : "produce",
    ...aboutOf(clashing),
    title: `${nameOf(project, mine)} and ${nameOf(project, theirs)} disagree about ${path} in the spec`,
    positions: [
      { agent: mine, text: wishOf(operation), evidence: [] },
      { agent: theirs, text: `${path} is ${shown(valueAt(project.spec.document, path))}`, evidence: [] },
    ],
  };
};

/** The first statement of a result that another one contradicts, as a conflict; null when there is none, or all were settled before. */
export const contradictionIn = (
  project: Project,
  at: StepName,
  { contradictions = [], confidence }: StepResult,
): Omit<Noticed, "precedents"> | null => {
  const { stage, step } = at;
  const first = contradictions.find(
    ({ stage: author, about }) =>
      author !== stage &&
      hasResult(project, author) &&
      !isSettled(project, { kind: "statement", stage, author, about }),
  );
  if (first === undefined || step === "talk") return null;
  const agents = [stage, first.stage].map((id) => stageOf(project, id).agent);
  return {
    kind: "statement",
    stage,
    step,
    author: first.stage,
    about: first.about,
    title: `${planOf(project, stage).title} and ${planOf(project, first.stage).title} contradict each other about ${first.about}`,
    positions: [first.mine, first.theirs].map(({ text, evidence }, side) => ({
      agent: agents[side] ?? "",
      text,
      evidence: evidence === null ? [] : [evidence],
    })),
    patch: [],
    confidence,
  };
};

const hasResult = ({ stages }: Project, id: string): boolean =>
  stages.some((stage) => stage.id === id && stage.produce.result !== null);

const clashingIn = (
  project: Project,
  stage: string,
  patch: readonly SpecOperation[],
): readonly Clashing[] => {
  // What a test asks for may be made by the operations before it.
  const isWhole = applySpec(project.spec.document, patch).ok;
  return patch
    .filter(({ op }) => op !== "test" || !isWhole)
    .flatMap((operation) =>
      pathsOf(operation).flatMap((path) => {
        const author = otherSide(project, stage, { operation, path });
        return author === undefined ? [] : [{ operation, path, author }];
      }),
    );
};

/** What it changes: where something is moved from, too. */
const pathsOf = (operation: SpecOperation): readonly string[] =>
  operation.op === "move" ? [operation.path, operation.from] : [operation.path];

/** Whose word an operation would overrule: a stage that works beside this one, neither before nor after it. */
const otherSide = (
  project: Project,
  stage: string,
  { operation, path }: Pick<Clashing, "operation" | "path">,
): string | undefined => {
  const now = valueAt(project.spec.document, path);
  const isTest = operation.op === "test";
  if (path.endsWith("/-") || (now === undefined && !isTest)) return undefined;
  if ("value" in operation && sameJson(now, operation.value)) return undefined;
  const others = writersOf(project.spec, path).filter(
    (writer) => writer !== stage && stands(project, writer),
  );
  return others.find((writer) => isTest || areBeside(project, stage, writer));
};

/** What a stage wrote that begins anew is not its word any more. */
const stands = ({ stages }: Project, id: string): boolean =>
  stages.some(
    (stage) =>
      stage.id === id && (stage.state === "done" || stage.state === "active" || stage.state === "blocked"),
  );

const areBeside = (project: Project, one: string, other: string): boolean =>
  !dependentsOf(project, one).includes(other) && !dependentsOf(project, other).includes(one);

const wishOf = (operation: SpecOperation): string => {
  const { op, path } = operation;
  if (op === "test") return `relies on ${path} being ${shown(operation.value)}`;
  return "value" in operation ? `wants ${path} to be ${shown(operation.value)}` : `wants to ${op} ${path}`;
};

const shown = (value: SpecDocument[string] | undefined): string =>
  (JSON.stringify(value) ?? "nothing").slice(0, 500);
