import { nameOf, planOf } from "../../project/draft.ts";
import type { Message } from "../../project/message.ts";
import { duration, percent } from "../../project/numbers.ts";
import type { Project } from "../../project/project.ts";
import { table, view } from "./view.ts";

/** Every step with its state, how long it took and its marks. */
export const tasksView = (project: Project): Message =>
  view("Tasks", [
    table(
      ["step", "agent", "state", "attempt", "time", "confidence", "quality"],
      project.stages.flatMap((stage) =>
        (["plan", "produce"] as const).map((kind) => {
          const step = stage[kind];
          const time =
            step.startedAt === null || step.doneAt === null ? "" : duration(step.doneAt - step.startedAt);
          const marks =
            step.result === null ? ["", ""] : [percent(step.result.confidence), percent(step.result.quality)];
          return [
            planOf(project, stage.id)[kind].file,
            nameOf(project, stage.agent),
            step.state,
            String(step.attempt),
            time,
            ...marks,
          ];
        }),
      ),
    ),
  ]);
