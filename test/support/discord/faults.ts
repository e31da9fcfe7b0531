import type { Call } from "./calls.ts";

/** What goes wrong. `after`: the call was done, so a message has been posted. */
export type Wrong =
  | "drop-before"
  | "drop-after"
  | "502-before"
  | "502-after"
  | "hang-before"
  | "hang-after"
  /** Too quick: seconds, with a fraction as in the JSON of Discord's answer; the header has whole ones. */
  | { readonly retryAfter: number; readonly global?: boolean }
  /** Discord's own error, e.g. 403 with code 50013. */
  | { readonly status: number; readonly code?: number; readonly message?: string }
  | { readonly slowMs: number };

export interface Fault {
  /** An operationId, e.g. `create_message`, or `download`; `*` for all. */
  readonly operation: string;
  /** Which of the calls from now on, the next one being 1. */
  readonly nth?: number;
  /** How many calls in a row; 1 unless said. */
  readonly times?: number;
  readonly when?: (call: Call) => boolean;
  readonly wrong: Wrong;
}

export interface Faults {
  /** Plans a fault; the result takes it back. */
  plan(fault: Fault): () => void;
  /** What goes wrong with this call, if anything. */
  next(call: Call): Wrong | undefined;
}

export function createFaults(): Faults {
  const planned = new Map<Fault, number>();
  return {
    plan: (fault) => {
      planned.set(fault, 0);
      return () => planned.delete(fault);
    },
    next: (call) => {
      const hits = [...planned.keys()].filter((fault) => concerns(fault, call) && turn(planned, fault));
      return hits[0]?.wrong;
    },
  };
}

const concerns = (fault: Fault, call: Call): boolean =>
  (fault.operation === "*" || fault.operation === call.operation) && (fault.when?.(call) ?? true);

/** Counts a call of a fault. Is it one that goes wrong? */
function turn(planned: Map<Fault, number>, fault: Fault): boolean {
  const count = (planned.get(fault) ?? 0) + 1;
  const first = fault.nth ?? 1;
  const last = first + (fault.times ?? 1) - 1;
  if (count < last) planned.set(fault, count);
  else planned.delete(fault);
  return count >= first;
}
