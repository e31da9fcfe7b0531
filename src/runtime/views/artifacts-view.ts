import { nameOf } from "../../project/draft.ts";
import type { Block, Message } from "../../project/message.ts";
import { counted } from "../../project/numbers.ts";
import type { Artifact, Project } from "../../project/project.ts";
import { madeFrom, newerSources } from "../../project/relations.ts";
import type { Parts } from "../parts.ts";
import { pieces } from "./pieces.ts";
import { table, view } from "./view.ts";

/** The list of a project's files by phase, or one of them whole. Throws BotArmyError for a path that is not there. */
export const artifactsView = async (parts: Parts, project: Project, path: string): Promise<Message> => {
  if (path !== "") {
    const text = await parts.artifacts.read(project.id, path);
    return view(path, [
      ...relations(project, path),
      ...pieces(text).map((piece) => ({ type: "prose" as const, text: piece })),
    ]);
  }
  const order = [...project.artifacts.slice(0, 1), ...project.workflow.stages].map(({ phase }) => phase);
  const rows = project.artifacts
    .toSorted((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase) || a.path.localeCompare(b.path))
    .map((one) => [
      one.path,
      `v${one.version}`,
      nameOf(project, one.agent),
      String(one.body.bytes),
      stateOf(project, one),
    ]);
  return view(counted(rows.length, "artifact"), [table(["file", "version", "agent", "bytes", ""], rows)]);
};

const stateOf = (project: Project, artifact: Artifact): string => {
  if (artifact.superseded) return "superseded";
  const newer = newerSources(project, artifact);
  return newer.length === 0 ? "" : `older than ${newer.join(", ")}`;
};

/** What a document was made from, and what was made from it. */
const relations = (project: Project, path: string): readonly Block[] => {
  const artifact = project.artifacts.find((one) => one.path === path);
  if (artifact === undefined) return [];
  const lines = [
    ["Made from", artifact.dependsOn],
    ["Used in", madeFrom(project, path)],
    ["Older than", newerSources(project, artifact)],
  ] as const;
  const known = lines.filter(([, paths]) => paths.length > 0);
  if (known.length === 0) return [];
  return [{ type: "facts", facts: known.map(([name, paths]) => ({ name, value: paths.join(", ") })) }];
};
