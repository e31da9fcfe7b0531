import type { Speak } from "#adapters/chat/gaps-telling.ts";
import type { Inbound, Log, Receive, Reply } from "#src/ports.ts";
import type { Inbox } from "#src/ports/inbox.ts";
import { memoryInbox } from "../../fakes/memory-inbox.ts";

/** What arrived, and what operators were told, as `{level}: {words}`. */
export interface Recorded {
  readonly received: Inbound[];
  readonly logged: string[];
}

export const logInto = ({ logged }: Recorded): Log => {
  const at =
    (level: string) =>
    (_facts: object, message: string): void => {
      logged.push(`${level}: ${message}`);
    };
  return { debug: () => undefined, info: at("info"), warn: at("warn"), error: at("error") };
};

export const receiveInto =
  ({ received }: Recorded, receive: Receive): Receive =>
  async (inbound): Promise<Reply | null> => {
    received.push(inbound);
    return await receive(inbound);
  };

/** Posts that nobody reads. */
export const unread: Speak = {
  find: async () => undefined,
  post: async (place) => ({ ...place, id: "" }),
};

/** Tells nobody anything. */
export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** An inbox whose `put` does what it is told first. */
export const inboxWith = (before: () => Promise<void>): Inbox => {
  const inbox = memoryInbox();
  return {
    ...inbox,
    put: async (delivery) => {
      await before();
      return await inbox.put(delivery);
    },
  };
};

/** Waits until something is so; what it is made of must change by itself. */
export const until = async (holds: () => boolean, ms = 8_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`still not so after ${ms} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
