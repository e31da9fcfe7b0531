import type { Chat, Inbound, Reply } from "../ports.ts";
import type { Command } from "../project/command.ts";
import { notice } from "../project/notices.ts";
import type { Parts } from "./parts.ts";
import type { CommandBase } from "./route.ts";
import { createStarting } from "./starting.ts";
import type { Turns } from "./turns.ts";

/** What is needed to handle what people do. */
export interface Reception {
  readonly parts: Parts;
  readonly turns: Turns;
  readonly starting: ReturnType<typeof createStarting>;
}

export const createReception = (parts: Parts, turns: Turns): Reception => ({
  parts,
  turns,
  starting: createStarting(parts),
});

/** What a command of this person carries. One delivery that means several commands names them by `part`. */
export const commandBase = (inbound: Inbound, project: string, part?: string): CommandBase => ({
  id: part === undefined ? inbound.id : `${inbound.id}:${part}`,
  project,
  at: inbound.at,
  by: inbound.by,
});

/** Moves the project; the reply is for the sender alone. A refusal is told as one, so that a form can stay open. */
export const submit = async ({ turns }: Reception, command: Command): Promise<Reply | null> => {
  const { reply, moved, denied } = await turns.submit(command);
  return reply === null ? null : notice(reply, { tone: moved && !denied ? "neutral" : "bad" });
};

/** The chat in which it happened; none for a person outside all chats, such as the scripted decider. */
export const chatOf = ({ parts }: Reception, inbound: Inbound): Chat | undefined =>
  parts.chats.find(({ name }) => name === inbound.chat);
