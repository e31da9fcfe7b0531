import { nameOf } from "../../project/draft.ts";
import type { Message } from "../../project/message.ts";
import { counted } from "../../project/numbers.ts";
import type { Project } from "../../project/project.ts";
import type { Parts } from "../parts.ts";
import { pieces } from "./pieces.ts";
import { table, view } from "./view.ts";

/** The list of a project's files by phase, or one of them whole. Throws BotArmyError for a path that is not there. */
export const artifactsView = async (parts: Parts, project: Project, path: string): Promise<Message> => {
  if (path !== "") {
    const text = await parts.artifacts.read(project.id, path);
    return view(
      path,
      pieces(text).map((piece) => ({ type: "prose", text: piece })),
    );
  }
  const rows = project.artifacts
    .toSorted((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase) || a.path.localeCompare(b.path))
    .map((one) => [
      one.path,
      `v${one.version}`,
      nameOf(project, one.agent),
      String(one.body.bytes),
      one.superseded ? "superseded" : "",
    ]);
  return view(counted(rows.length, "artifact"), [table(["file", "version", "agent", "bytes", ""], rows)]);
};

const order = ["requirements", "design", "development", "testing", "deployment", "maintenance"];
