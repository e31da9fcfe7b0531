/** What a process can be doing when it is ended, as the provider sees it. */
export type Moment = "asked" | "streaming" | "answered";

/**
 * How a process ends before its work is done: `kill` is SIGKILL, `stop` is SIGTERM, at which it lets go of the calls under way.
 * `ms` after the provider has seen the moment for the `nth` time. At `recording`, which the provider cannot see, a process kills
 * itself: the ledger has the whole answer, and the call that is to be used again has not been recorded yet.
 */
export interface Death {
  readonly how: "kill" | "stop";
  readonly moment: Moment | "recording";
  readonly nth: number;
  readonly ms: number;
}

/** Where to count a death. */
export const nameOf = ({ how, moment }: Death): string => `${how} ${moment}`;
