import { BotArmyError } from "../errors.ts";
import type { Chat, Place } from "../ports.ts";
import type { Effect } from "../project/effect.ts";
import { escalationCard } from "../project/escalation-card.ts";
import type { Project } from "../project/project.ts";
import { statusCard } from "../project/status-card.ts";
import type { Parts } from "./parts.ts";

/** What the platform gave back. */
export interface Told {
  readonly effect: string;
  readonly ref: string;
  readonly thread: string | null;
}

/** Performs one effect of the talk lane. One that may be there already is looked up first. */
export const tell = async (
  parts: Parts,
  project: Project,
  { effect, mayBeThere }: { readonly effect: Effect; readonly mayBeThere: boolean },
): Promise<Told> => {
  const chat = chatOf(parts, project);
  const before = mayBeThere
    ? await chat.find(project.chat.channel, project.chat.thread, effect.id)
    : undefined;
  const posted = before ?? (await act(parts, { chat, project }, effect));
  parts.log.debug(
    { project: project.id, effect: effect.id, type: effect.type, found: before !== undefined },
    "told",
  );
  return {
    effect: effect.id,
    ref: posted?.id ?? "",
    thread: effect.type === "openThread" ? (posted?.thread ?? null) : null,
  };
};

const act = async (parts: Parts, { chat, project }: { chat: Chat; project: Project }, effect: Effect) => {
  if (effect.type === "openThread") {
    return await chat.openThread(project.chat.channel, effect.id, statusCard(project, parts.clock.now()));
  }
  const place = placeOf(project);
  switch (effect.type) {
    case "post":
      return await chat.post(place, effect.id, effect.message);
    case "ask":
      return await chat.post(place, effect.id, cardOf(project, effect.escalation));
    case "edit":
      return await redraw(parts, { chat, project }, effect.target);
    case "upload":
      return await chat.upload(place, effect.id, {
        path: effect.path,
        version: effect.version,
        text: await parts.bodies.get(effect.body),
      });
    case "writeArtifact":
    case "runStep":
      throw new Error(`${effect.type} does not belong to the talk lane`);
  }
};

const redraw = async (
  parts: Parts,
  { chat, project }: { chat: Chat; project: Project },
  target: string,
): Promise<undefined> => {
  const place = placeOf(project);
  if (target === "status") {
    await chat.edit(place, project.chat.root ?? "", statusCard(project, parts.clock.now()));
    return;
  }
  const posted = project.escalations.find((one) => one.id === target)?.posted;
  if (posted !== null && posted !== undefined) await chat.edit(place, posted, cardOf(project, target));
};

const cardOf = (project: Project, id: string) => {
  const escalation = project.escalations.find((one) => one.id === id);
  if (escalation === undefined) throw new Error(`${project.id} has no ${id}`);
  return escalationCard(project, escalation);
};

const placeOf = (project: Project): Place => {
  if (project.chat.thread === null) throw new Error(`${project.id} has no thread yet`);
  return { channel: project.chat.channel, thread: project.chat.thread };
};

const chatOf = (parts: Parts, project: Project): Chat => {
  const chat = parts.chats.find((one) => one.name === project.chat.name);
  if (chat !== undefined) return chat;
  throw new BotArmyError(
    "chat-missing",
    `${project.id} lives on ${project.chat.name}, which is not connected. Start with its token set.`,
  );
};
