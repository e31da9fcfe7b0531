import { createDesk } from "../agent/desk.ts";
import { StepTimeout } from "../agent/failures.ts";
import type { StepOutcome } from "../agent/outcome.ts";
import { runStep } from "../agent/step.ts";
import { noUsage } from "../project/budget.ts";
import { agentOf, planOf, stageOf } from "../project/draft.ts";
import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import { createPreviews } from "./preview.ts";
import { isSecondChance } from "./second-chance.ts";

/** An order to run a step of an agent. */
export type RunStep = Extract<Effect, { type: "runStep" }>;

/** The steps that run now, so that one that is no longer wanted can be stopped. */
export interface Steps {
  /** How the step ended; null when it was withdrawn. */
  run(project: Project, effect: RunStep): Promise<StepOutcome | null>;
  /** Called with every saved row: aborts exactly the steps that the project has withdrawn. */
  saved(project: Project): void;
  /** Aborts everything. */
  stop(): void;
}

/** The reason of an abort that is nobody's fault: the step is not wanted any more, or the process stops. */
class Withdrawn extends Error {}

export const createSteps = (parts: Parts): Steps => {
  const agent = { ...parts, desk: createDesk() };
  const previews = createPreviews(parts);
  /** By project, then by effect. */
  const running = new Map<string, Map<string, AbortController>>();

  const enter = (project: string, effect: string, controller: AbortController): void => {
    const beside = running.get(project) ?? new Map<string, AbortController>();
    running.set(project, beside.set(effect, controller));
  };
  const leave = (project: string, effect: string): void => {
    const beside = running.get(project);
    beside?.delete(effect);
    if (beside?.size === 0) running.delete(project);
  };

  return {
    run: async (project, effect) => {
      const controller = new AbortController();
      enter(project.id, effect.id, controller);
      const preview = previews.open(project, effect);
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
        leave(project.id, effect.id);
      }
    },
    saved: ({ id, outbox }) => {
      for (const [effect, controller] of running.get(id) ?? [])
        if (!outbox.some((one) => one.id === effect))
          controller.abort(new Withdrawn("the project no longer wants this step"));
    },
    stop: () => {
      for (const beside of running.values())
        for (const controller of beside.values()) controller.abort(new Withdrawn("BotArmy is stopping"));
    },
  };
};

const tryModelsAgain = ({ model }: Parts, project: Project, effect: RunStep): void => {
  const agent = agentOf(project, effect);
  const own =
    agent === stageOf(project, effect.stage).agent ? planOf(project, effect.stage).model : undefined;
  model.tryAgain?.({
    agent,
    saving: project.settings.saving,
    ...(own === undefined ? {} : { model: own }),
  });
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
