/** A request of the app. `operation` is the operationId of Discord's OpenAPI document, or `download`. */
export interface Call {
  readonly n: number;
  readonly operation: string;
  /** e.g. `POST /channels/300000000000000001/messages`, without the query. */
  readonly route: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Names of the files that came with it. */
  readonly files: readonly string[];
  readonly at: number;
  /** The status of what was said back, or what happened instead of it; null before that. */
  answered: number | "dropped" | "hanging" | null;
  /** Discord's error code. */
  code: number | null;
  doneAt: number | null;
}

/** Told before a call is done and after it is done, but not yet answered. A promise that never resolves holds the call there. */
export type OnCall = (when: "before" | "after", call: Call) => Promise<void> | void;

export type CallFacts = Pick<Call, "operation" | "route" | "path" | "query" | "body" | "files">;

export interface Calls {
  readonly all: readonly Call[];
  begin(facts: CallFacts): Call;
  tell(when: "before" | "after", call: Call): Promise<void>;
  onCall(hook: OnCall): () => void;
}

export function createCalls(): Calls {
  const all: Call[] = [];
  const hooks = new Set<OnCall>();
  return {
    all,
    begin: (facts) => {
      const call = { n: all.length + 1, ...facts, at: Date.now(), answered: null, code: null, doneAt: null };
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
