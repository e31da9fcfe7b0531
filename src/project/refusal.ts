import type { Draft } from "./draft.ts";

/** What a command led to: the moved project, or why nothing moved. A reply is for the sender alone and may be lost. */
export type Outcome = Told | Refusal;

/** A moved project. `denied` when all that moved is the record of somebody who may not do this. */
export type Told = Draft & { readonly reply?: string; readonly denied?: boolean };

/** Nothing changed. `reply` tells the sender why; null when nobody needs to know, as with a repeated report. */
export interface Refusal {
  readonly refused: true;
  readonly reply: string | null;
}

/** Nothing changed, and the sender is told why. */
export const refuse = (reply: string): Refusal => ({ refused: true, reply });

/** Nothing changed and nobody needs to be told: late or repeated reports of the runtime. */
export const ignore: Refusal = { refused: true, reply: null };
