import type { Clock } from "#src/ports.ts";
import { createOutboundCalls, type CallPlace } from "../outbound-calls.ts";
import { DiscordFault, waitedTooLong } from "./faults.ts";
import { discordRates, overallRate, type DiscordMethod } from "./outbound-rates.ts";
import type { CallDiscord, DiscordRequest } from "./rest.ts";

/** Requests of Discord, never more often than it allows. All throw DiscordFault, or a retryable ProviderError when the chat is being closed. */
export interface DiscordCalls {
  make(method: DiscordMethod, request: DiscordRequest, place: DiscordCallPlace): Promise<unknown>;
  /** As `make`, in the place of what still waits under this key. */
  replace(key: string, call: ReplacedCall, place: CallPlace): Promise<void>;
  /** Without waiting for its turn, for the first answer to an interaction: Discord gives 3 seconds and does not count it. */
  readonly now: CallDiscord;
  /** Rejects what waits; resolves when what had begun has ended. */
  close(): Promise<void>;
}

/** How a call stands in the queue. */
export interface DiscordCallPlace extends CallPlace {
  /** It is not made after this time, in milliseconds since 1970, and rejects with an ambiguous fault. */
  readonly until?: number;
}

export interface ReplacedCall {
  readonly method: DiscordMethod;
  readonly request: DiscordRequest;
}

export const createDiscordCalls = (callDiscord: CallDiscord, clock: Clock): DiscordCalls => {
  const calls = createOutboundCalls({
    clock,
    ratesOf: discordRates,
    overall: overallRate,
    restOf: (refused) => (refused instanceof DiscordFault ? refused.scope : "lane"),
  });
  const callOf = ({ method, request }: ReplacedCall) => ({ name: method, run: () => callDiscord(request) });
  return {
    make: (method, request, { until = Infinity, ...place }) => {
      const call = async (): Promise<unknown> => {
        if (clock.now() > until) throw waitedTooLong(request.what);
        return await callDiscord(request);
      };
      return calls.make({ name: method, run: call }, place);
    },
    replace: (key, call, place) => calls.replace(key, callOf(call), place),
    now: callDiscord,
    close: calls.close,
  };
};
