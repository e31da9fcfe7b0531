import { nameOf, planOf, stageOf, stepOf, taskOf } from "../../project/draft.ts";
import type { Message } from "../../project/message.ts";
import { duration, percent } from "../../project/numbers.ts";
import type { Project } from "../../project/project.ts";
import type { StepKind } from "../../project/words.ts";
import { table, view } from "./view.ts";

/** Every step with its state, how long it took and its marks. */
export const tasksView = (project: Project): Message =>
  view("Tasks", [
    table(
      ["step", "agent", "state", "attempt", "time", "confidence", "quality"],
      project.stages.flatMap((stage) =>
        stepsOf(project, stage.id).map((kind) => {
          const step = stepOf(project, { stage: stage.id, step: kind });
          const time =
            step.startedAt === null || step.doneAt === null ? "" : duration(step.doneAt - step.startedAt);
          const marks =
            step.result === null ? ["", ""] : [percent(step.result.confidence), percent(step.result.quality)];
          return [
            kind === "talk"
              ? `talk about ${planOf(project, stage.id).title}`
              : fileOf(project, stage.id, kind),
            nameOf(project, stage.agent),
            stage.state === "skipped" ? "skipped" : step.state,
            String(step.attempt),
            time,
            ...marks,
          ];
        }),
      ),
    ),
  ]);

/** The steps that a stage has, in their order; a talk once there is one. */
const stepsOf = (project: Project, id: string): readonly StepKind[] => [
  ...(planOf(project, id).plan === null ? [] : ["plan" as const]),
  ...(stageOf(project, id).talk === undefined ? [] : ["talk" as const]),
  "produce",
];

const fileOf = (project: Project, stage: string, step: StepKind): string =>
  taskOf(project, { stage, step }).file;
