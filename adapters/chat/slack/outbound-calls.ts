import type { Clock } from "#src/ports.ts";
import { createOutboundCalls, type CallPlace } from "../outbound-calls.ts";
import type { CallSlack, SlackArgs } from "./client.ts";
import { slackRates } from "./outbound-rates.ts";

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
  const calls = createOutboundCalls({ clock, ratesOf: slackRates });
  return {
    call: (method, args, place) => calls.make({ name: method, run: () => callSlack(method, args) }, place),
    replace: (key, { method, args }, place) =>
      calls.replace(key, { name: method, run: () => callSlack(method, args) }, place),
    request: (name, run, place) => calls.make({ name, run }, place),
    close: calls.close,
  };
};
