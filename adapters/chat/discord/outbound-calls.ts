import type { Clock } from "#src/ports.ts";
import { createOutboundCalls, type CallPlace } from "../outbound-calls.ts";
import { DiscordFault } from "./faults.ts";
import { discordRates, overallRate, type DiscordMethod } from "./outbound-rates.ts";
import type { CallDiscord, DiscordRequest } from "./rest.ts";

/** Requests of Discord, never more often than it allows. All throw DiscordFault, or a retryable ProviderError when the chat is being closed. */
export interface DiscordCalls {
  make(method: DiscordMethod, request: DiscordRequest, place: CallPlace): Promise<unknown>;
  /** As `make`, in the place of what still waits under this key. */
  replace(key: string, call: ReplacedCall, place: CallPlace): Promise<void>;
  /** Without waiting for its turn, for the first answer to an interaction: Discord gives 3 seconds and does not count it. */
  readonly now: CallDiscord;
  /** Rejects what waits; resolves when what had begun has ended. */
  close(): Promise<void>;
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
    make: (method, request, place) => calls.make(callOf({ method, request }), place),
    replace: (key, call, place) => calls.replace(key, callOf(call), place),
    now: callDiscord,
    close: calls.close,
  };
};
