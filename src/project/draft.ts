import type { Command } from "./command.ts";
import { standingOf } from "./discussion.ts";
import type { Effect } from "./effect.ts";
import type { Envelope } from "./envelope.ts";
import type { Project, Stage, Step } from "./project.ts";
import type { SpecOperation } from "./result.ts";
import { patchSpec } from "./spec.ts";
import type { StepKind } from "./words.ts";
import type { StagePlan, StepPlan } from "./workflow.ts";

/** A project while a command moves it: the row so far and what was said. Every function here returns a new draft. */
export interface Draft {
  readonly project: Project;
  readonly at: number;
  readonly envelopes: readonly Envelope[];
  /** The spec patches of this move, in order. */
  readonly specPatch: readonly SpecOperation[];
  /** Effects ordered by this move so far; numbers their ids. */
  readonly ordered: number;
}

/** Distributes over the union, so that each effect keeps its own fields. */
type Order<E> = E extends Effect ? Omit<E, "id" | "state" | "after" | "tries" | "notBefore"> : never;

/** An effect without what every effect has. */
export type EffectBody = Order<Effect>;

/** When an effect may be performed. */
export interface When {
  readonly after?: readonly string[];
  readonly notBefore?: number;
}

/** Opens the next version of a project. */
export const openDraft = (project: Project, command: Command): Draft => ({
  project: { ...project, version: project.version + 1 },
  at: command.at,
  envelopes: [],
  specPatch: [],
  ordered: 0,
});

/** The id that the next ordered effect will have. */
export const nextEffectId = (draft: Draft): string =>
  `${draft.project.id}:${draft.project.version}:${draft.ordered + 1}`;

/** Puts an effect into the outbox. */
export const order = (draft: Draft, body: EffectBody, when: When = {}): Draft => {
  const effect: Effect = {
    id: nextEffectId(draft),
    state: "ready",
    after: [...(when.after ?? [])],
    tries: 0,
    notBefore: when.notBefore ?? 0,
    ...body,
  };
  const outbox = [...draft.project.outbox, effect];
  return { ...draft, project: { ...draft.project, outbox }, ordered: draft.ordered + 1 };
};

/** Orders a redraw of `status` or of an escalation. One that waits already is replaced, since it may be under way with what was true before. */
export const orderEdit = (draft: Draft, target: string): Draft => {
  const outbox = draft.project.outbox.filter((effect) => effect.type !== "edit" || effect.target !== target);
  return order(change(draft, { outbox }), { type: "edit", target });
};

/** Says something in the conversation log. */
export const say = (
  draft: Draft,
  words: Pick<Envelope, "from" | "to" | "type" | "attempt" | "content">,
): Draft => {
  const { id, version } = draft.project;
  const envelope = {
    id: `${id}:${version}:${draft.envelopes.length + 1}`,
    project: id,
    version,
    at: draft.at,
    ...words,
  };
  return { ...draft, envelopes: [...draft.envelopes, envelope] };
};

/** Changes fields of the project. */
export const change = (draft: Draft, fields: Partial<Project>): Draft => ({
  ...draft,
  project: { ...draft.project, ...fields },
});

/** Changes fields of one stage. */
export const changeStage = (draft: Draft, id: string, fields: Partial<Stage>): Draft =>
  change(draft, {
    stages: draft.project.stages.map((stage) => (stage.id === id ? { ...stage, ...fields } : stage)),
  });

/** Puts a stage in place of the one with its id. */
export const replaceStage = (draft: Draft, stage: Stage): Draft =>
  change(draft, { stages: draft.project.stages.map((one) => (one.id === stage.id ? stage : one)) });

/** Changes fields of one step of a stage. */
export const changeStep = (draft: Draft, at: StepName, fields: Partial<Step>): Draft =>
  changeStage(draft, at.stage, { [at.step]: { ...stepOf(draft.project, at), ...fields } });

/** Which step: `{ stage: "design", step: "plan" }`. */
export interface StepName {
  readonly stage: string;
  readonly step: StepKind;
}

/** Applies a patch of these stages that is known to fit; a patch that does not fit is a bug and throws. */
export const changeSpec = (
  draft: Draft,
  patch: readonly SpecOperation[],
  stages: readonly string[],
): Draft => {
  const spec = patchSpec(draft.project.spec, patch, stages);
  if ("problem" in spec) throw new Error(`the spec refuses a checked patch: ${spec.problem}`);
  return { ...change(draft, { spec }), specPatch: [...draft.specPatch, ...patch] };
};

/** The running part of a stage. Throws for an id that is not in the workflow: a bug, since commands are checked first. */
export const stageOf = (project: Project, id: string): Stage => {
  const stage = project.stages.find((candidate) => candidate.id === id);
  if (stage === undefined) throw new Error(`no stage ${id} in ${project.id}`);
  return stage;
};

/** The fixed part of a stage. */
export const planOf = (project: Project, id: string): StagePlan => {
  const plan = project.workflow.stages.find((candidate) => candidate.id === id);
  if (plan === undefined) throw new Error(`no stage ${id} in the workflow of ${project.id}`);
  return plan;
};

/** A step that never began. */
export const emptyStep: Step = {
  state: "waiting",
  attempt: 0,
  tries: 0,
  startedAt: null,
  doneAt: null,
  result: null,
};

/** The running part of a step. */
export const stepOf = (project: Project, { stage, step }: StepName): Step =>
  stageOf(project, stage)[step] ?? emptyStep;

/** What a step is to write; a talk is about what the stage produces. Throws for a plan where there is none: a bug. */
export const taskOf = (project: Project, { stage, step }: StepName): StepPlan => {
  const { plan, produce } = planOf(project, stage);
  const task = step === "plan" ? plan : produce;
  if (task === null) throw new Error(`stage ${stage} of ${project.id} has no plan`);
  return task;
};

/** The files that a stage's steps write. */
export const filesOf = ({ plan, produce }: StagePlan): readonly string[] => [
  ...(plan === null ? [] : [plan.file]),
  produce.file,
];

/** Who does a step: the stage's agent, or in a talk the one whose turn it is. */
export const agentOf = (project: Project, at: StepName): string => {
  const stage = stageOf(project, at.stage);
  if (at.step !== "talk" || stage.discussion === undefined) return stage.agent;
  const standing = standingOf(stage.discussion);
  return standing.type === "goes-on" ? standing.speaker : stage.agent;
};

/** Stages that directly or indirectly need `id`, in workflow order, without `id` itself. */
export const dependentsOf = (project: Project, id: string): readonly string[] =>
  project.workflow.stages.reduce<readonly string[]>(
    (found, stage) =>
      stage.needs.some((need) => need === id || found.includes(need)) ? [...found, stage.id] : found,
    [],
  );

/** An agent's display name, or the id itself for people and the system. */
export const nameOf = (project: Project, agent: string): string =>
  project.team.find((member) => member.id === agent)?.name ?? agent;

/** How the agent signs its messages; null for anything that is not an agent of the team. */
export const speakerOf = (
  project: Project,
  agent: string,
): { id: string; name: string; badge: string } | null => {
  const member = project.team.find((candidate) => candidate.id === agent);
  return member === undefined ? null : { id: member.id, name: member.name, badge: member.badge };
};
