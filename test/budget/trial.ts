import type { Random } from "../crash/random.ts";
import type { Charge } from "./bill.ts";
import { findingsOf, type Account } from "./checks.ts";
import type { Death } from "./deaths.ts";
import { gather } from "./evidence.ts";
import { startMeter } from "./meter.ts";
import type { Trial } from "./plan.ts";
import { play } from "./play.ts";

/** What a round brought. */
export interface Outcome {
  readonly died: readonly Death[];
  readonly left: readonly Death[];
  readonly accounts: readonly Account[];
  readonly charges: readonly Charge[];
  /** Most requests that were under way at the same time. */
  readonly peak: number;
  readonly findings: readonly string[];
}

/** Plays a round on `folder`, with a provider of its own, and compares what was recorded with what was charged. */
export const runTrial = async (folder: string, trial: Trial, random: Random): Promise<Outcome> => {
  const { round } = trial;
  const meter = await startMeter({ crowd: round.projects.length, random });
  try {
    const { died, left, fault } = await play(folder, trial, meter);
    const seen = { died, left, charges: meter.charges, peak: meter.peak() };
    if (fault !== null) return { ...seen, accounts: [], findings: [`BROKEN ${fault}`] };
    const accounts = await gather(folder, round, meter.charges);
    return { ...seen, accounts, findings: accounts.flatMap(findingsOf) };
  } finally {
    await meter.close();
  }
};
