import { BotArmyError } from "../../errors.ts";
import type { Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import type { Parts } from "../parts.ts";
import { table, view } from "./view.ts";

/** The newest messages, of one agent when it is named. Throws BotArmyError `agent-unknown`. */
export const logsView = async (parts: Parts, project: Project, argument: string): Promise<Message> => {
  const agent = project.team.find((member) => member.id === argument.trim().toLowerCase())?.id;
  if (agent === undefined && argument !== "") {
    throw new BotArmyError(
      "agent-unknown",
      `there is no agent \`${argument}\`; the team is ${project.team.map((member) => `\`${member.id}\``).join(", ")}`,
    );
  }
  const { envelopes } = await parts.history.page(project.id, {
    limit: 20,
    ...(agent === undefined ? {} : { agent }),
  });
  // What stands above the row's version was written but never committed.
  const rows = envelopes
    .filter((one) => one.version <= project.version)
    .toReversed()
    .map((one) => [
      clock(one.at),
      one.from,
      one.to ?? "all",
      one.type,
      (one.content.text.split("\n")[0] ?? "").slice(0, 100),
    ]);
  return view("Newest messages", [table(["time", "from", "to", "type", "text"], rows)]);
};

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);
