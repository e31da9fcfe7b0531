import { BotArmyError } from "../../errors.ts";
import type { Inbound } from "../../ports.ts";
import type { Block, Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import { headline, progress } from "../../project/status-card.ts";
import type { Intent } from "../grammar.ts";
import type { Parts } from "../parts.ts";
import { loadAllReadable } from "../readable.ts";
import { helpView } from "./help-view.ts";
import { queueView } from "./queue-view.ts";
import { notLookedAt, table, view } from "./view.ts";

/** A page about everything in the channel. */
export const channelView = async (
  parts: Parts,
  inbound: Inbound,
  wanted: Extract<Intent, { type: "view" }>,
): Promise<Message> => {
  if (wanted.view === "help") return helpView();
  const ids = await parts.store.ids();
  const projects = await projectsIn(parts, inbound, ids.slice(0, mostListed));
  const withNote = (page: Message): Message => ({
    ...page,
    blocks: [...page.blocks, ...notLookedAt(ids, mostListed)],
  });
  if (wanted.view === "queue") return withNote(queueView(parts, projects));
  if (wanted.view === "status" || wanted.view === "projects")
    return withNote(view("Projects", [projectsTable(projects)]));
  throw new BotArmyError(
    "view-needs-project",
    `\`${wanted.view}\` is about one project: say it in the project's thread`,
  );
};

/** Newest projects that are looked at: each row is read whole. */
const mostListed = 50;

const projectsIn = async (
  parts: Parts,
  inbound: Inbound,
  ids: readonly string[],
): Promise<readonly Project[]> => {
  const projects = await loadAllReadable(parts, ids);
  return projects.filter(({ chat }) => chat.name === inbound.chat && chat.channel === inbound.channel);
};

const projectsTable = (projects: readonly Project[]): Block =>
  table(
    ["project", "title", "steps", "now"],
    projects.map((project) => [
      project.id,
      project.title,
      `${progress(project).done}/${progress(project).total}`,
      headline(project),
    ]),
  );
