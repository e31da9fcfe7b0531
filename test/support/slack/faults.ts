import type { Call } from "./calls.ts";

/** What goes wrong. `after`: the call was done, so a post has happened. */
export type Wrong =
  | "drop-before"
  | "drop-after"
  | "500-before"
  | "500-after"
  | "hang-before"
  | "hang-after"
  | { readonly error: string }
  | { readonly retryAfter: number }
  | { readonly status: number }
  | { readonly slowMs: number };

export interface Fault {
  /** A Web API method, `upload`, `download` or `respond`; `*` for all. */
  readonly method: string;
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
  const planned = new Set<{ fault: Fault; seen: number }>();
  return {
    plan: (fault) => {
      const entry = { fault, seen: 0 };
      planned.add(entry);
      return () => planned.delete(entry);
    },
    next: (call) => {
      let wrong: Wrong | undefined;
      for (const entry of planned) {
        if (!matches(entry.fault, call)) continue;
        entry.seen += 1;
        const first = entry.fault.nth ?? 1;
        const last = first + (entry.fault.times ?? 1) - 1;
        if (entry.seen >= last) planned.delete(entry);
        if (entry.seen >= first && entry.seen <= last) wrong ??= entry.fault.wrong;
      }
      return wrong;
    },
  };
}

function matches(fault: Fault, call: Call): boolean {
  return (fault.method === "*" || fault.method === call.method) && (fault.when?.(call) ?? true);
}
