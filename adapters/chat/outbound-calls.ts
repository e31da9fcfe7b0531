import { createOutboundQueue, type Job, type QueueOptions } from "./outbound-queue.ts";

/** How a call stands in the queue. */
export interface CallPlace {
  /** Calls of one method in one lane are made one after the other. */
  readonly lane: string;
  /** Smaller goes first; 0 is for people who wait for it. */
  readonly priority: number;
  /** The thread, so that none takes all the others' turns; the lane when absent. */
  readonly turn?: string;
  readonly signal?: AbortSignal;
}

/** Calls of a platform, never more often than it allows. They reject as they do, or with a retryable ProviderError when the chat is being closed. */
export interface OutboundCalls {
  make<T>(call: OutboundCall<T>, place: CallPlace): Promise<T>;
  /** As `make`, in the place of what still waits under this key and name. */
  replace(key: string, call: OutboundCall<unknown>, place: CallPlace): Promise<void>;
  /** Rejects what waits; resolves when what had begun has ended. */
  close(): Promise<void>;
}

/** `name` is what the platform counts and holds back as one. */
export interface OutboundCall<T> {
  readonly name: string;
  readonly run: () => Promise<T>;
}

export const createOutboundCalls = (options: QueueOptions): OutboundCalls => {
  const queue = createOutboundQueue(options);
  const jobOf = <T>({ name, run }: OutboundCall<T>, place: CallPlace): Job<T> => ({
    turn: place.lane,
    ...place,
    method: name,
    run,
  });
  return {
    make: (call, place) => queue.add(jobOf(call, place)),
    replace: (key, { name, run }, place) => {
      const job = jobOf({ name, run: async () => void (await run()) }, place);
      return queue.replace(`${name} ${key}`, job);
    },
    close: queue.close,
  };
};
