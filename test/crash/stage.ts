import type { Death } from "./deaths.ts";
import type { Random } from "./random.ts";
import type { RoundResult } from "./tally.ts";

/** A round and the deaths it is to go through, in order. */
export interface Trial<R> {
  readonly round: R;
  readonly deaths: readonly Death[];
}

/** A chat on which the suite can be played. */
export interface Stage<R> {
  /** Every boundary at which a process can die here, for the table. */
  readonly names: readonly string[];
  /** Rounds that are played side by side: a process mostly waits. */
  readonly lanes: number;
  /** Plans as many rounds as `kills` deaths need; every boundary is dealt before one is dealt again. */
  plan(kills: number, random: Random): readonly Trial<R>[];
  /** Further rounds for deaths whose moment never came. */
  again(deaths: readonly Death[], n: number, random: Random): readonly Trial<R>[];
  /** Plays a round on an empty folder, and checks what it left. */
  play(folder: string, trial: Trial<R>, onDeath: (death: Death) => void): Promise<RoundResult>;
  readonly scenarioOf: (round: R) => string;
}
