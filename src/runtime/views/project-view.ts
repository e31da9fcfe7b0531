import type { Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import { statusCard } from "../../project/status-card.ts";
import type { Intent } from "../grammar.ts";
import type { Parts } from "../parts.ts";
import { agentsView } from "./agents-view.ts";
import { artifactsView } from "./artifacts-view.ts";
import { costsView } from "./costs-view.ts";
import { helpView } from "./help-view.ts";
import { logsView } from "./logs-view.ts";
import { queueView } from "./queue-view.ts";
import { specView } from "./spec-view.ts";
import { tasksView } from "./tasks-view.ts";

/** A page about one project, for the person who asked. Throws BotArmyError when the argument names nothing. */
export const projectView = async (
  parts: Parts,
  project: Project,
  wanted: Extract<Intent, { type: "view" }>,
): Promise<Message> => {
  switch (wanted.view) {
    case "status":
      return { ...statusCard(project, parts.clock.now()), kind: "view" };
    case "queue":
      return queueView(parts, [project]);
    case "artifacts":
      return await artifactsView(parts, project, wanted.argument);
    case "spec":
      return specView(project, wanted.argument);
    case "tasks":
      return tasksView(project);
    case "agents":
      return agentsView(project);
    case "costs":
      return await costsView(parts, project);
    case "logs":
      return await logsView(parts, project, wanted.argument);
    case "projects":
    case "home":
    case "help":
      return helpView();
  }
};
