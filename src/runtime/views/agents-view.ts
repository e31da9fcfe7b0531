import { nameOf, planOf } from "../../project/draft.ts";
import type { Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import { agentState } from "../../project/status-card.ts";
import { table, view } from "./view.ts";

/** Who has which stage, and what they are doing. */
export const agentsView = (project: Project): Message =>
  view("Agents", [
    table(
      ["agent", "stage", "state"],
      project.stages.map((stage) => [
        nameOf(project, stage.agent),
        planOf(project, stage.id).title,
        agentState(stage),
      ]),
    ),
  ]);
