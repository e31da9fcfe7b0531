import { openEscalations } from "../../project/escalations.ts";
import type { Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import { table, view } from "./view.ts";

/** What people are asked in these projects, most pressing first within each. */
export const queueView = (projects: readonly Project[]): Message => {
  const open = projects.flatMap((project) =>
    openEscalations(project.escalations).map((one) => ({ project, one })),
  );
  const rows = open.map(({ project, one }) => [
    one.id,
    one.priority,
    project.title,
    one.title,
    one.choices.map((choice) => choice.id).join(", "),
  ]);
  return view("Open decisions", [table(["id", "priority", "project", "question", "choices"], rows)]);
};
