import type { MethodRates } from "#adapters/chat/outbound-pace.ts";
import { createOutboundQueue, type Job } from "#adapters/chat/outbound-queue.ts";
import { ProviderError } from "#src/errors.ts";
import { manualClock } from "../../fakes/manual-clock.ts";

/** A call that was made; `at` is in milliseconds since the beginning. */
export interface Start {
  readonly method: string;
  readonly lane: string;
  readonly name: string;
  readonly at: number;
}

/** A queue, and what it did when. */
export const createQueueStage = (rates: Readonly<Record<string, MethodRates>>) => {
  const clock = manualClock();
  const begin = clock.now();
  const starts: Start[] = [];
  const never = new AbortController().signal;
  const queue = createOutboundQueue({ clock, ratesOf: (method) => rates[method] ?? {} });
  const job = (name: string, facts: Partial<Job<string>> & { takesMs?: number } = {}): Job<string> => {
    const { takesMs = 0, method = "post", lane = "C1", priority = 1, turn = "t1", ...rest } = facts;
    const run = async (): Promise<string> => {
      starts.push({ method, lane, name, at: clock.now() - begin });
      await clock.sleep(takesMs, never);
      return name;
    };
    return { method, lane, priority, turn, run, ...rest };
  };
  const edit = (name: string, facts: Partial<Job<string>> = {}): Job<void> => {
    const { run, ...rest } = job(name, { method: "edit", ...facts });
    return { ...rest, run: async () => void (await run()) };
  };
  return { clock, queue, starts, job, edit, names: () => starts.map(({ name }) => name) };
};

/** What a platform says to a call that came too often. */
export const refusal = (retryAfterMs: number | null): ProviderError =>
  new ProviderError("too often", { kind: "rate", retryable: true, retryAfterMs });

/** Rates like Slack's. */
export const posts: Readonly<Record<string, MethodRates>> = {
  post: { each: { everyMs: 1_000, burst: 3 } },
  edit: { each: { everyMs: 3_000, burst: 1 }, all: { everyMs: 1_300, burst: 3 } },
};
