import type { Project } from "../../project/project.ts";
import type { Parts } from "../parts.ts";

/** The address of a project's thread; null when it has none, as in a terminal. */
export const threadLink = (parts: Pick<Parts, "chats">, { chat }: Project): string | null => {
  if (chat.thread === null) return null;
  const place = { channel: chat.channel, thread: chat.thread };
  return parts.chats.find(({ name }) => name === chat.name)?.link?.(place) ?? null;
};
