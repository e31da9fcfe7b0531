import { ProviderError } from "#src/errors.ts";
import type { Chat, Receive } from "#src/ports.ts";
import type { Speaking } from "./speaking.ts";

/** A platform that is being signed in to, and may be reached long after the product has begun to work. */
export interface LateOptions {
  readonly name: string;
  /** For people, e.g. `Slack`. */
  readonly title: string;
  /** Rejects when the platform refuses us, or with the reason of `stop`. */
  readonly opening: Promise<Chat>;
  /** Gives up the signing in. */
  readonly stop: () => void;
  /** The platform refused us after the product had begun to listen. */
  readonly onRefused: (error: unknown) => void;
}

/** A chat that can be used before it is there: what is said is to be tried again later, and it listens as soon as it can. */
export const createLateChat = ({ name, title, opening, stop, onRefused }: LateOptions): Chat => {
  let chat: Chat | null = null;
  let isClosed = false;
  const ready = opening.then(async (opened) => {
    if (isClosed) await opened.close();
    else chat = opened;
  });
  // Whoever listens hears why it failed.
  ready.catch(() => undefined);
  const there = (): Chat => {
    if (chat !== null) return chat;
    throw new ProviderError(`${title} was not reached yet`, { retryable: true });
  };
  const listenLate = async (receive: Receive): Promise<void> => {
    try {
      await ready;
      await chat?.listen(receive);
    } catch (error) {
      if (!isClosed) onRefused(error);
    }
  };
  return {
    name,
    forms: true,
    ...speakingThrough(there, () => chat),
    listen: async (receive) => {
      const listening = listenLate(receive);
      if (chat !== null) await listening;
    },
    close: async () => {
      isClosed = true;
      stop();
      await chat?.close();
    },
  };
};

const speakingThrough = (there: () => Chat, now: () => Chat | null): Speaking => ({
  openThread: async (...thread) => await there().openThread(...thread),
  post: async (...post) => await there().post(...post),
  edit: async (...edit) => await there().edit(...edit),
  upload: async (...upload) => await there().upload(...upload),
  find: async (...search) => await there().find(...search),
  fetch: async (...file) => await fetchFrom(there(), file),
  draft: (...draft) => now()?.draft?.(...draft),
  link: (place) => now()?.link?.(place) ?? null,
});

const fetchFrom = async (chat: Chat, file: Parameters<NonNullable<Chat["fetch"]>>): Promise<Uint8Array> => {
  if (chat.fetch === undefined) throw new ProviderError(`${chat.name} keeps no files`, { retryable: false });
  return await chat.fetch(...file);
};
