import { advance, type Advance } from "#src/project/advance.ts";
import type { Command, CommandOf } from "#src/project/command.ts";
import type { Effect } from "#src/project/effect.ts";
import type { Escalation } from "#src/project/escalation.ts";
import { openEscalations } from "#src/project/escalations.ts";
import { readyEffects } from "#src/project/outbox.ts";
import type { Project } from "#src/project/project.ts";
import type { StepFailure, StepResult } from "#src/project/result.ts";
import type { Person } from "#src/project/words.ts";
import {
  ada,
  failureOf,
  projectId,
  resultOf,
  startAt,
  startCommand,
  type Beginning,
  type CommandBody,
  type RunStep,
} from "./samples.ts";

/** A project with its past: every command that was given to it and what came of it. */
export interface World {
  readonly project: Project;
  readonly now: number;
  readonly past: readonly { readonly command: Command; readonly advance: Advance }[];
}

/** Something that happens to a project. */
export type Act = (world: World) => World;

/** What one act led to. */
export interface Outcome {
  readonly world: World;
  readonly project: Project;
  readonly moved: boolean;
  readonly reply: string | null;
  /** Said during the act, in order. */
  readonly envelopes: Advance["envelopes"];
  /** Ordered during the act and not done yet. */
  readonly effects: readonly Effect[];
}

/** `given(what happened).when(something happens)`. The first act is the start; every act is one second after the one before. */
export const given = (...acts: readonly Act[]) => {
  const world = acts.reduce<World>((next, act) => act(next), nothing);
  return { world, project: world.project, when: (act: Act): Outcome => outcome(world, act(world)) };
};

// Proof: `started` is always the first act and never looks at the project.
const nothing = { project: undefined as unknown as Project, now: startAt, past: [] } satisfies World;

const outcome = (before: World, after: World): Outcome => {
  const moves = after.past.slice(before.past.length).map(({ advance: move }) => move);
  const old = new Set(before.project.outbox.map((effect) => effect.id));
  return {
    world: after,
    project: after.project,
    moved: moves.some((move) => move.moved),
    reply: moves.at(-1)?.reply ?? null,
    envelopes: moves.flatMap((move) => move.envelopes),
    effects: after.project.outbox.filter((effect) => !old.has(effect.id)),
  };
};

/** Gives a command to the project as it is. */
export const submits =
  (command: Command): Act =>
  (world) => {
    const move = advance(world.past.length === 0 ? undefined : world.project, command);
    if (move.project === undefined) throw new Error(`${command.type} left no project`);
    return { project: move.project, now: command.at, past: [...world.past, { command, advance: move }] };
  };

const report = (world: World, body: CommandBody, id = `report-${world.past.length}`): World =>
  // Proof: CommandBody is a command without exactly the fields that are added; TypeScript does not join the unions again.
  submits({ id, project: projectId, at: world.now, ...body } as Command)(world);

/** The project starts. */
export const started =
  (beginning: Beginning = {}): Act =>
  (world) =>
    submits(startCommand(beginning))(world);

/** Time passes. */
export const waits =
  (ms: number): Act =>
  (world) => ({ ...world, now: world.now + ms });

/** A person asks for something. */
export const does =
  (body: CommandBody, by: Person = ada): Act =>
  (world) => {
    const person = { id: `${by.id}-${world.past.length}`, project: projectId, at: world.now + 1_000, by };
    return submits({ ...person, ...body })(world);
  };

/** The runtime reports something. */
export const reports =
  (body: CommandBody): Act =>
  (world) =>
    report({ ...world, now: world.now + 1_000 }, body);

/** What a person chooses. Without `escalation` it is the newest open one. */
export type Words = Partial<Pick<CommandOf<"decide">, "escalation" | "rev" | "note" | "answers">> & {
  by?: Person;
};

/** A person decides. */
export const decides =
  (choice: string, words: Words = {}): Act =>
  (world) => {
    const { by, ...rest } = words;
    const asked = world.project.escalations.filter((one) => one.state === "open").at(-1);
    const body = {
      type: "decide" as const,
      escalation: asked?.id ?? "e1",
      rev: 1,
      choice,
      note: "",
      answers: {},
      ...rest,
    };
    return does(body, by)(world);
  };

/** The running step ends well; `change` says in what its result is special. */
export const finishes = (change: Partial<StepResult> = {}): Act => answers(runningStep, change);

/** The running step brings no result. */
export const fails = (change: Partial<StepFailure> = {}): Act => answers(runningStep, { fails: change });

/** The step that is ordered under this name ends well, whatever else runs; keys are like `design.plan`. */
export const finishesAt = (step: string, change: Partial<StepResult> = {}): Act =>
  answers((project) => runAt(project, step), change);

/** The step that is ordered under this name brings no result. */
export const failsAt = (step: string, change: Partial<StepFailure> = {}): Act =>
  answers((project) => runAt(project, step), { fails: change });

const answers =
  (find: (project: Project) => RunStep, answer: Answer): Act =>
  (world) => {
    const later = { ...world, now: world.now + 1_000 };
    return answerRun(later, find(later.project), answer);
  };

const runAt = (project: Project, step: string): RunStep => {
  const run = project.outbox.find(
    (effect) => effect.type === "runStep" && `${effect.stage}.${effect.step}` === step,
  );
  if (run?.type !== "runStep") throw new Error(`${step} is not running, but ${runs(project).join(", ")}`);
  return run;
};

/** `stage.step#attempt` of every step that is ordered, in the order in which they were. */
export const runs = (project: Project): readonly string[] =>
  project.outbox.flatMap((effect) =>
    effect.type === "runStep" ? [`${effect.stage}.${effect.step}#${effect.attempt}`] : [],
  );

/** The states of the stages, by id. */
export const states = (project: Project): Readonly<Record<string, string>> =>
  Object.fromEntries(project.stages.map(({ id, state }) => [id, state]));

/** The step that is ordered now. Throws when there is none. */
export const runningStep = (project: Project): RunStep => {
  const run = project.outbox.find((effect) => effect.type === "runStep");
  if (run === undefined) throw new Error("no step is running");
  return run;
};

/** How a step goes: special fields of its result, or of its failure. */
export type Answer = Partial<StepResult> | { readonly fails: Partial<StepFailure> };

/** Answers of the runs of a step, first run first; later runs are good. Keys are like `design.plan`. */
export type Script = Readonly<Record<string, readonly Answer[]>>;

/** Both lanes work, one effect after the other, until nothing is ready or the step `until` is about to run. */
export const plays =
  (script: Script = {}, until?: string): Act =>
  (world) => {
    let next = world;
    for (let turn = 0; turn < 500; turn += 1) {
      const then = playOnce(next, script, until);
      if (then === next) return next;
      next = then;
    }
    throw new Error("the project does not come to rest");
  };

/** Plays until this step is about to run. */
export const playsUntil = (step: string, script: Script = {}): Act => plays(script, step);

const playOnce = (world: World, script: Script, until: string | undefined): World => {
  const told = readyEffects(world.project, "talk", world.now);
  if (told.length > 0) return tellAll(world, told);
  const ready = readyEffects(world.project, "work", world.now);
  const [work] = ready;
  if (work === undefined) return world;
  if (work.type !== "runStep") return doneWith(world, [work]);
  const step = nameOf(work);
  if (ready.some((one) => one.type === "runStep" && nameOf(one) === until)) return world;
  const before = world.past.filter(
    ({ command }) => "step" in command && `${command.stage}.${command.step}` === step,
  );
  return answerRun({ ...world, now: world.now + 1_000 }, work, script[step]?.[before.length] ?? {});
};

const nameOf = ({ stage, step }: RunStep): string => `${stage}.${step}`;

const tellAll = (world: World, effects: readonly Effect[]): World => {
  const marked = report(world, { type: "sending", effects: effects.map((effect) => effect.id) });
  return doneWith(marked, effects);
};

const doneWith = (world: World, effects: readonly Effect[]): World =>
  report(world, {
    type: "performed",
    results: effects.map((effect) => ({
      effect: effect.id,
      ref: `ref-${effect.id}`,
      thread: effect.type === "openThread" ? "thread-1" : null,
    })),
  });

/** The report that the runtime would make about this run. */
const answerRun = (world: World, run: RunStep, answer: Answer): World => {
  const { stage, step, attempt } = run;
  return "fails" in answer
    ? report(
        world,
        { type: "stepFailed", stage, step, attempt, failure: failureOf(answer.fails) },
        `${run.id}:failed`,
      )
    : report(
        world,
        { type: "stepDone", stage, step, attempt, result: resultOf(world.project, run, answer) },
        `${run.id}:done`,
      );
};

/** The only open escalation. Throws when there is another number of them. */
export const openOne = (project: Project): Escalation => {
  const open = openEscalations(project.escalations);
  const [only] = open;
  if (only === undefined || open.length > 1) throw new Error(`${open.length} escalations are open`);
  return only;
};

/** `stage.step` of the step that is ordered, or null. */
export const running = (project: Project): string | null => {
  const run = project.outbox.find((effect) => effect.type === "runStep");
  return run === undefined ? null : `${run.stage}.${run.step}#${run.attempt}`;
};
