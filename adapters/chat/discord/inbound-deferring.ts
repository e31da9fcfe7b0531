import type { Clock } from "#src/ports.ts";
import { rest } from "../inbound-patience.ts";
import type { Answering } from "./inbound-answering.ts";
import type { Interaction } from "./private-requests.ts";

/** Keeps Discord waiting for answers that take their time: it gives up after 3 seconds, and then nobody can be answered. */
export interface Deferring {
  /** Has the answer put off in a while. `at` is when the interaction came. */
  begin(interaction: Interaction, at: number): void;
  /** It is answered now. */
  end(interaction: Interaction): void;
  /** Puts off at once what is not answered, so that the next process can answer it. Resolves when Discord knows. */
  all(): Promise<void>;
}

const deferAfterMs = 2_000;
/** Putting one off takes a millisecond or two: of many that came at once, some are put off early, so that the last is not too late. */
const earlierMs = 2;
const earliestMs = 500;

export const createDeferring = (parts: {
  readonly answering: Pick<Answering, "defer">;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}): Deferring => {
  const waiting = new Map<string, { readonly over: AbortController; readonly deferred: Promise<void> }>();
  const defer = async (interaction: Interaction, at: number, over: AbortSignal): Promise<void> => {
    const afterMs = Math.max(earliestMs, deferAfterMs - waiting.size * earlierMs);
    try {
      await rest(Math.max(0, at + afterMs - parts.clock.now()), parts.clock, over);
      if (!over.aborted || over.reason === now) await parts.answering.defer(interaction);
    } catch (error) {
      parts.onFault(error);
    } finally {
      waiting.delete(interaction.id);
    }
  };
  return {
    begin: (interaction, at) => {
      const over = new AbortController();
      waiting.set(interaction.id, { over, deferred: defer(interaction, at, over.signal) });
    },
    end: ({ id }) => waiting.get(id)?.over.abort(),
    all: async () => {
      const all = [...waiting.values()];
      for (const { over } of all) over.abort(now);
      await Promise.all(all.map(({ deferred }) => deferred));
    },
  };
};

/** Why a wait ends when nothing more is handled. */
const now = new Error("answers are put off now");
