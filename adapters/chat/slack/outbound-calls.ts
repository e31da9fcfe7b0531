import type { Clock } from "#src/ports.ts";
import { createOutboundQueue, type Job } from "../outbound-queue.ts";
import type { CallSlack, SlackArgs } from "./client.ts";
import { slackRates } from "./outbound-rates.ts";

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

/** Calls of Slack, never more often than it allows. All throw SlackFault, or a retryable ProviderError when the chat is being closed. */
export interface SlackCalls {
  call(method: string, args: SlackArgs, place: CallPlace): Promise<unknown>;
  /** As `call`, in the place of what still waits under this key. */
  replace(
    key: string,
    call: { readonly method: string; readonly args: SlackArgs },
    place: CallPlace,
  ): Promise<void>;
  /** A request that is no method of the Web API, but waits and rests like one under the given name. */
  request<T>(name: string, run: () => Promise<T>, place: CallPlace): Promise<T>;
  /** Rejects what waits; resolves when what had begun has ended. */
  close(): Promise<void>;
}

export const createSlackCalls = (callSlack: CallSlack, clock: Clock): SlackCalls => {
  const queue = createOutboundQueue({ clock, ratesOf: slackRates });
  const jobOf = <T>(method: string, place: CallPlace, run: () => Promise<T>): Job<T> => ({
    turn: place.lane,
    ...place,
    method,
    run,
  });
  return {
    call: (method, args, place) => queue.add(jobOf(method, place, () => callSlack(method, args))),
    replace: (key, { method, args }, place) =>
      queue.replace(
        `${method} ${key}`,
        jobOf(method, place, async () => {
          await callSlack(method, args);
        }),
      ),
    request: (name, run, place) => queue.add(jobOf(name, place, run)),
    close: queue.close,
  };
};
