import type { StepOutcome } from "../agent/outcome.ts";
import type { Command } from "../project/command.ts";
import { agentOf } from "../project/draft.ts";
import type { Effect } from "../project/effect.ts";
import { readyEffects } from "../project/outbox.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import { precedentsFor } from "./precedents.ts";
import { createShift } from "./shift.ts";
import { createSteps, type RunStep } from "./steps.ts";
import type { Turns } from "./turns.ts";
import { writeArtifact } from "./writes.ts";

/** Models and files of all projects. */
export interface Work {
  /** Performs a project's work effects: steps beside each other, writes in order. It may be called again while it is under way: what is new begins at once. */
  look(id: string): Promise<void>;
  /** Called with every saved row: aborts the steps that the project has withdrawn. */
  saved(project: Project): void;
  /** Aborts everything; the orders stay in the outbox and run again at the next start. */
  stop(): void;
}

/** An effect to perform, with the project as it was when it was found ready. */
interface Ready {
  readonly id: string;
  readonly project: Project;
  readonly effect: Effect;
}

/** Runs steps and writes their results. Both may be repeated: a paid call is recorded first, a commit is looked up first. */
export const createWork = (parts: Parts, turns: Turns): Work => {
  const steps = createSteps(parts);
  let stopped = false;

  const due = async (id: string): Promise<readonly Ready[]> => {
    const project = await parts.store.load(id);
    if (project === undefined || stopped) return [];
    return readyEffects(project, "work", parts.clock.now())
      .filter((effect) => mayRun(parts, project, effect))
      .map((effect) => ({ id: effect.id, project, effect }));
  };

  const perform = async (_id: string, { project, effect }: Ready): Promise<void> => {
    if (effect.type === "writeArtifact") return await writeArtifact(parts, turns, { project, effect });
    if (effect.type !== "runStep") throw new Error(`${effect.type} does not belong to the work lane`);
    const outcome = await steps.run(project, effect);
    // A fault while that is saved is not the step's own: it will run again.
    if (outcome !== null) await turns.submit(await stepReport(parts, { project, effect }, outcome));
  };

  const shift = createShift({ due, perform });
  return {
    look: shift.run,
    saved: steps.saved,
    stop: () => {
      stopped = true;
      steps.stop();
    },
  };
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

const stepReport = async (
  parts: Parts,
  { project, effect }: { project: Project; effect: RunStep },
  outcome: StepOutcome,
): Promise<Command> => {
  const about = {
    project: project.id,
    at: parts.clock.now(),
    stage: effect.stage,
    step: effect.step,
    attempt: effect.attempt,
  };
  parts.log.info(
    { project: project.id, effect: effect.id, agent: agentOf(project, effect), outcome: outcome.type },
    "step ended",
  );
  if (outcome.type === "failed")
    return { ...about, id: `${effect.id}:failed`, type: "stepFailed", failure: outcome.failure };
  const { result } = outcome;
  const precedents = [...(await precedentsFor(parts, project, result))];
  const known = precedents.length === 0 ? {} : { precedents };
  return { ...about, id: `${effect.id}:done`, type: "stepDone", result, ...known };
};
