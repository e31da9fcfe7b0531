import type { StepKind } from "../project/words.ts";

/** One attempt of one model call, answered or not. Written before anything is made of the answer. */
export interface LedgerLine {
  /** The key of the call. */
  readonly key: string;
  readonly at: number;
  readonly project: string;
  readonly agent: string;
  readonly stage: string;
  readonly step: StepKind;
  /** The attempt of the step. */
  readonly attempt: number;
  /** The attempt of this call, from 1 on. */
  readonly nth: number;
  readonly provider: string;
  readonly model: string;
  readonly tokensIn: number;
  /** The part of `tokensIn` read from the provider's cache, and the part written to it. */
  readonly tokensCached: number;
  readonly tokensWritten: number;
  readonly tokensOut: number;
  readonly usd: number;
  /** False when the price is a guess, or when nobody said whether a failed attempt was charged. */
  readonly known: boolean;
  readonly ms: number;
  /** `begun` before it is made; then `answered`, `cut-off`, `refused`, `aborted`, or the kind of fault. */
  readonly outcome: string;
  /** What went wrong, or why another provider than the first was asked; null when all went as meant. */
  readonly reason: string | null;
}

/** Every attempt of every paid call, for people who want to know where the money went. */
export interface Ledger {
  add(line: LedgerLine): Promise<void>;
  /** A project's lines, oldest first. */
  list(project: string): Promise<readonly LedgerLine[]>;
  /** The lines of one call, by its key, oldest first. Its time does not depend on how many others there are. */
  ofCall(key: string): Promise<readonly LedgerLine[]>;
}
