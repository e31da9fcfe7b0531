import type { OpenThread } from "#adapters/chat/gaps-words.ts";
import { openEscalations } from "../project/escalations.ts";
import { loadReadable, type Looking } from "../runtime/readable.ts";

/** What those who run the bot are told of a chat platform. */
export interface ChatHooks {
  /** Nothing works before somebody acts. */
  readonly onFatal: (words: string) => void;
  /** The platform cannot be reached at the start; it is tried again. */
  readonly onWait: (words: string) => void;
  /** Signed in. */
  readonly onReady: (words: string) => void;
  /** Ends the waiting for the platform at the start. */
  readonly signal: AbortSignal;
}

/** Threads of a chat's projects that go on or have ended since a time, in milliseconds since 1970, newest first. */
export const openThreads = async (
  looking: Looking,
  chat: string,
  endedSince = Infinity,
): Promise<readonly OpenThread[]> => {
  const threads: OpenThread[] = [];
  for (const id of await looking.store.ids()) {
    const project = await loadReadable(looking, id);
    if (project?.chat.name !== chat || project.chat.thread === null) continue;
    if (project.endedAt !== null && project.endedAt < endedSince) continue;
    const { channel, thread } = project.chat;
    threads.push({ channel, thread, asks: openEscalations(project.escalations).length > 0 });
  }
  return threads;
};
