import type { Inbound } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";

/** Collects what is delivered. Answers with `reply`; the first events fail with `faults`. */
export const createInbox = (reply: Message | null = null, faults: readonly string[] = []) => {
  const arrived: Inbound[] = [];
  const waiting: ((inbound: Inbound) => void)[] = [];
  let count = 0;
  return {
    receive: async (inbound: Inbound): Promise<Message | null> => {
      const fault = faults[count];
      count += 1;
      const take = waiting.shift();
      if (take === undefined) arrived.push(inbound);
      else take(inbound);
      if (fault !== undefined) throw new Error(fault);
      return reply;
    },
    /** The oldest event that was not taken yet. */
    next: (): Promise<Inbound> => {
      const ready = arrived.shift();
      return ready === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(ready);
    },
  };
};
