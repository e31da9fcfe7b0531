import type { Json } from "../json.ts";

/** A request of the app: a Web API method, or `upload`, `download`, `respond` for the three that are none. */
export interface Call {
  readonly n: number;
  readonly method: string;
  readonly args: Json;
  readonly token: string;
  readonly at: number;
  /** What was said back; a string for what never was an answer: `dropped`, `hanging`, `500`, `429`. */
  answered: Json | "dropped" | "hanging" | "500" | "429" | null;
  doneAt: number | null;
}

/** Told before a call is done and after it is done, but not yet answered. A promise that never resolves holds the call there. */
export type OnCall = (when: "before" | "after", call: Call) => Promise<void> | void;

export interface Calls {
  readonly all: readonly Call[];
  begin(method: string, args: Json, token: string): Call;
  tell(when: "before" | "after", call: Call): Promise<void>;
  onCall(hook: OnCall): () => void;
}

export function createCalls(): Calls {
  const all: Call[] = [];
  const hooks = new Set<OnCall>();
  return {
    all,
    begin: (method, args, token) => {
      const call: Call = {
        n: all.length + 1,
        method,
        args,
        token,
        at: Date.now(),
        answered: null,
        doneAt: null,
      };
      all.push(call);
      return call;
    },
    tell: async (when, call) => {
      for (const hook of hooks) await hook(when, call);
    },
    onCall: (hook) => {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
  };
}
