import { openEscalations } from "../../project/escalations.ts";
import type { Block, Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import type { Parts } from "../parts.ts";
import { threadLink } from "./thread-link.ts";
import { table, view } from "./view.ts";

/** Every decision that waits for people, most pressing first within each project, and where to make it. */
export const queueView = (parts: Pick<Parts, "chats">, projects: readonly Project[]): Message => {
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
  return view("Open decisions", [
    table(["id", "priority", "project", "question", "choices"], rows),
    ...links(
      parts,
      projects.filter(({ escalations }) => openEscalations(escalations).length > 0),
    ),
  ]);
};

const links = (parts: Pick<Parts, "chats">, projects: readonly Project[]): readonly Block[] => {
  const lines = projects.flatMap((project) => {
    const link = threadLink(parts, project);
    return link === null ? [] : [`- [${project.title.replace(/[[\]]/g, "")}](${link})`];
  });
  return lines.length === 0 ? [] : [{ type: "prose", text: lines.join("\n") }];
};
