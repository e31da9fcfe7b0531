import { BotArmyError } from "../errors.ts";
import type { Inbound } from "../ports.ts";
import type { Message } from "../project/message.ts";
import { notice } from "../project/notices.ts";
import type { Project } from "../project/project.ts";
import { readWords, type Intent } from "./grammar.ts";
import type { Parts } from "./parts.ts";
import { commandFor } from "./route.ts";
import { createStarting } from "./starting.ts";
import type { Turns } from "./turns.ts";
import { channelView, projectView } from "./views.ts";

/**
 * Handles what a person did. It resolves when everything is saved, with a message for the sender alone; a mistake of the
 * sender is such a message too. Faults of our own are thrown: then the platform must not be told that it arrived.
 */
export const createReceive = (parts: Parts, turns: Turns) => {
  const reception: Reception = { parts, turns, starting: createStarting(parts) };
  return async (inbound: Inbound): Promise<Message | null> => {
    try {
      return await handle(reception, inbound);
    } catch (error) {
      if (!(error instanceof BotArmyError)) throw error;
      parts.log.info({ inbound: inbound.id, code: error.code }, "refused");
      return notice(error.message, { tone: "bad" });
    }
  };
};

interface Reception {
  readonly parts: Parts;
  readonly turns: Turns;
  readonly starting: ReturnType<typeof createStarting>;
}

const handle = async (reception: Reception, inbound: Inbound): Promise<Message | null> => {
  const { parts, turns } = reception;
  const { event } = inbound;
  if (event.type === "decision") {
    const { project, ...choice } = event;
    return await submit(turns, {
      ...inboundBase(inbound, project),
      ...choice,
      answers: { ...event.answers },
      type: "decide",
    });
  }
  const project = await projectIn(parts, inbound);
  const intent = readWords(event.text, project?.team.map((member) => member.id) ?? []);
  if (intent.type === "start") return await start(reception, inbound, intent);
  if (project !== undefined) return await inProject(parts, turns, { inbound, intent, project });
  return await inChannel(parts, inbound, intent);
};

const projectIn = async (parts: Parts, inbound: Inbound): Promise<Project | undefined> => {
  const id = inbound.thread === null ? undefined : await parts.store.byThread(inbound.chat, inbound.thread);
  return id === undefined ? undefined : await parts.store.load(id);
};

const start = async (
  { turns, starting }: Reception,
  inbound: Inbound,
  intent: Extract<Intent, { type: "start" }>,
): Promise<Message | null> => {
  const given = inbound.event.type === "slash" ? inbound.event.brief : null;
  const brief = [intent.brief, given ?? ""].filter((part) => part !== "").join("\n\n");
  if (brief === "") throw new BotArmyError("brief-empty", "Say what is to be made: `/botarmy start <brief>`");
  const wish = { ...inbound, delivery: inbound.id, brief, options: intent.options };
  return await submit(turns, await starting(wish));
};

const inProject = async (
  parts: Parts,
  turns: Turns,
  {
    inbound,
    intent,
    project,
  }: { inbound: Inbound; intent: Exclude<Intent, { type: "start" }>; project: Project },
): Promise<Message | null> => {
  // A terminal has no place outside its threads, so the list of projects is shown in each.
  if (intent.type === "view" && intent.view === "projects") return await channelView(parts, inbound, intent);
  if (intent.type === "view") return await projectView(parts, project, intent);
  const command = commandFor(project, intent, inboundBase(inbound, project.id));
  return "question" in command ? notice(command.question, { tone: "warning" }) : await submit(turns, command);
};

const inChannel = async (parts: Parts, inbound: Inbound, intent: Intent): Promise<Message> => {
  if (intent.type === "view") return await channelView(parts, inbound, intent);
  const said =
    intent.type === "unclear"
      ? "I did not understand that."
      : "That is for a project: say it in the project's thread.";
  return notice(`${said} \`/botarmy help\` lists what I know.`, { tone: "warning" });
};

const inboundBase = (inbound: Inbound, project: string) => ({
  id: inbound.id,
  project,
  at: inbound.at,
  by: inbound.by,
});

const submit = async (turns: Turns, command: Parameters<Turns["submit"]>[0]): Promise<Message | null> => {
  const { reply } = await turns.submit(command);
  return reply === null ? null : notice(reply);
};
