import { BotArmyError } from "../../errors.ts";
import type { Inbound } from "../../ports.ts";
import type { Block, Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import { headline, progress } from "../../project/status-card.ts";
import type { Intent } from "../grammar.ts";
import type { Parts } from "../parts.ts";
import { helpView } from "./help-view.ts";
import { queueView } from "./queue-view.ts";
import { table, view } from "./view.ts";

/** A page about everything in the channel. */
export const channelView = async (
  parts: Parts,
  inbound: Inbound,
  wanted: Extract<Intent, { type: "view" }>,
): Promise<Message> => {
  if (wanted.view === "help") return helpView();
  const projects = await projectsIn(parts, inbound);
  if (wanted.view === "queue") return queueView(parts, projects);
  if (wanted.view === "status" || wanted.view === "projects")
    return view("Projects", [projectsTable(projects)]);
  throw new BotArmyError(
    "view-needs-project",
    `\`${wanted.view}\` is about one project: say it in the project's thread`,
  );
};

/** Newest projects that are looked at: each row is read whole. */
const mostListed = 50;

const projectsIn = async (parts: Parts, inbound: Inbound): Promise<readonly Project[]> => {
  const ids = (await parts.store.ids()).slice(0, mostListed);
  const projects = await Promise.all(ids.map((id) => parts.store.load(id)));
  return projects
    .filter((one) => one !== undefined)
    .filter((one) => one.chat.name === inbound.chat && one.chat.channel === inbound.channel);
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
