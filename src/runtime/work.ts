import { createDesk } from "../agent/desk.ts";
import { StepTimeout } from "../agent/failures.ts";
import { runStep, type StepOutcome } from "../agent/step.ts";
import { noUsage } from "../project/budget.ts";
import type { Command } from "../project/command.ts";
import { speakerOf } from "../project/draft.ts";
import type { Effect } from "../project/effect.ts";
import { readyEffects } from "../project/outbox.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import { createPreview } from "./preview.ts";
import { isSecondChance } from "./second-chance.ts";
import type { Turns } from "./turns.ts";

type RunStep = Extract<Effect, { type: "runStep" }>;
type WriteArtifact = Extract<Effect, { type: "writeArtifact" }>;

/** The steps that run now, so that one that is no longer wanted can be stopped. */
export interface Work {
  /** Performs a project's work effects, one at a time. */
  look(id: string): Promise<void>;
  /** Called with every saved row: aborts a step that the project has withdrawn. */
  saved(project: Project): void;
  /** Aborts everything; the orders stay in the outbox and run again at the next start. */
  stop(): void;
}

/** The reason of an abort that is nobody's fault: the step is not wanted any more, or the process stops. */
class Withdrawn extends Error {}

/** Runs steps and writes their results. Both may be repeated: a paid call is recorded first, a commit is looked up first. */
export const createWork = (parts: Parts, turns: Turns): Work => {
  const steps = createSteps(parts);
  let stopped = false;

  const perform = async (project: Project, effect: RunStep): Promise<boolean> => {
    const outcome = await steps.run(project, effect);
    if (outcome === null) return !stopped;
    await turns.submit(stepReport(parts, { project, effect }, outcome));
    return true;
  };

  return {
    look: async (id) => {
      for (;;) {
        const project = await parts.store.load(id);
        const [effect] =
          project === undefined || stopped ? [] : readyEffects(project, "work", parts.clock.now());
        if (project === undefined || effect === undefined || !mayRun(parts, project, effect)) return;
        const goOn =
          effect.type === "runStep"
            ? await perform(project, effect)
            : await write(parts, turns, { project, effect });
        if (!goOn) return;
      }
    },
    saved: steps.saved,
    stop: () => {
      stopped = true;
      steps.stop();
    },
  };
};

const createSteps = (parts: Parts) => {
  const agent = { ...parts, desk: createDesk() };
  const running = new Map<string, { effect: string; controller: AbortController }>();
  return {
    /** How the step ended; null when it was withdrawn. A fault while that is saved is not the step's own: it will run again. */
    run: async (project: Project, effect: RunStep): Promise<StepOutcome | null> => {
      const controller = new AbortController();
      running.set(project.id, { effect: effect.id, controller });
      const preview = createPreview(parts, project, effect.stage);
      if (isSecondChance(project, effect)) tryModelsAgain(parts, project, effect);
      try {
        return await withTimeout(parts, { effect, controller }, () =>
          runStep({ ...agent, onText: preview.onText }, { project, effect }, controller.signal),
        );
      } catch (error) {
        if (controller.signal.reason instanceof Withdrawn) return null;
        parts.log.error({ project: project.id, effect: effect.id, err: error }, "step broke");
        return broken(error);
      } finally {
        preview.end();
        running.delete(project.id);
      }
    },
    saved: (project: Project): void => {
      const step = running.get(project.id);
      const wanted = project.outbox.some((effect) => effect.id === step?.effect);
      if (step !== undefined && !wanted)
        step.controller.abort(new Withdrawn("the project no longer wants this step"));
    },
    stop: (): void => {
      for (const { controller } of running.values()) controller.abort(new Withdrawn("BotArmy is stopping"));
    },
  };
};

const tryModelsAgain = ({ model }: Parts, { stages, settings }: Project, effect: RunStep): void => {
  const agent = stages.find(({ id }) => id === effect.stage)?.agent;
  if (agent !== undefined) model.tryAgain?.({ agent, saving: settings.saving });
};

/** A project of the scripted demo is never continued by paid models, nor the other way round. */
const mayRun = (parts: Parts, project: Project, effect: Effect): boolean => {
  if (effect.type !== "runStep" || project.mode === parts.defaults.mode) return true;
  parts.log.warn(
    { project: project.id, mode: project.mode, configured: parts.defaults.mode },
    "step held: other kind of model configured",
  );
  return false;
};

const withTimeout = async (
  parts: Parts,
  run: { effect: RunStep; controller: AbortController },
  act: () => Promise<StepOutcome>,
): Promise<StepOutcome> => {
  const done = new AbortController();
  const expire = parts.clock.sleep(run.effect.timeoutMs, done.signal).then(
    () => run.controller.abort(new StepTimeout()),
    () => undefined,
  );
  try {
    return await act();
  } finally {
    done.abort();
    await expire;
  }
};

const stepReport = (
  parts: Parts,
  { project, effect }: { project: Project; effect: RunStep },
  outcome: StepOutcome,
): Command => {
  const about = {
    project: project.id,
    at: parts.clock.now(),
    stage: effect.stage,
    step: effect.step,
    attempt: effect.attempt,
  };
  parts.log.info(
    { project: project.id, effect: effect.id, agent: effect.stage, outcome: outcome.type },
    "step ended",
  );
  return outcome.type === "done"
    ? { ...about, id: `${effect.id}:done`, type: "stepDone", result: outcome.result }
    : { ...about, id: `${effect.id}:failed`, type: "stepFailed", failure: outcome.failure };
};

/** A fault of our own: trying again would break again, so people are asked at once. */
const broken = (error: unknown): StepOutcome => ({
  type: "failed",
  failure: {
    kind: "invalid-output",
    message: `The step broke inside BotArmy: ${error instanceof Error ? error.message : String(error)}`.slice(
      0,
      1_000,
    ),
    retryable: false,
    retryAfterMs: null,
    usage: noUsage,
  },
});

/** False when the write failed and is waiting for another try. */
const write = async (
  parts: Parts,
  turns: Turns,
  { project, effect }: { project: Project; effect: Exclude<Effect, RunStep> },
): Promise<boolean> => {
  if (effect.type !== "writeArtifact") throw new Error(`${effect.type} does not belong to the work lane`);
  const at = parts.clock.now();
  try {
    const { commit } = await commitFiles(parts, project, effect);
    const results = [{ effect: effect.id, ref: commit, thread: null }];
    await turns.submit({
      id: `${effect.id}:performed`,
      project: project.id,
      at: parts.clock.now(),
      type: "performed",
      results,
    });
    return true;
  } catch (error) {
    parts.log.warn({ project: project.id, effect: effect.id, err: error }, "artifact not written");
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
    const id = `${effect.id}:failed:${effect.tries + 1}`;
    await turns.submit({
      id,
      project: project.id,
      at,
      type: "notPerformed",
      effect: effect.id,
      message,
      retryable: true,
      retryAfterMs: null,
    });
    return false;
  }
};

const commitFiles = async (
  parts: Parts,
  project: Project,
  effect: WriteArtifact,
): Promise<{ commit: string }> => {
  const files = await Promise.all(
    effect.files.map(async (file) => ({
      path: file.path,
      phase: file.phase,
      text: await parts.bodies.get(file.body),
    })),
  );
  return await parts.artifacts.write(project.id, {
    effect: effect.id,
    agent: speakerOf(project, effect.agent) ?? { id: effect.agent, name: "BotArmy" },
    step: effect.step,
    title: effect.title,
    at: parts.clock.now(),
    files,
    dependsOn: effect.dependsOn,
  });
};
