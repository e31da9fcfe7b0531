import type { Clock, Log, Place } from "#src/ports.ts";
import type { DiscordCalls } from "./outbound-calls.ts";

export interface TypingOptions {
  readonly calls: DiscordCalls;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the chat is being closed. */
  readonly closing: AbortSignal;
}

/** Shows below a thread that BotArmy is typing, for as long as it is called; null says nothing more. Lossy: never throws. */
export type ShowTyping = (place: Place, text: string | null) => void;

/** Discord shows it for ten seconds. */
const everyMs = 8_000;
/** Where it was refused it is left alone for a while. */
const refusedMs = 600_000;
/** After everything that people wait for. */
const priority = 5;
const mostThreads = 1_000;

export const createTyping = ({ calls, clock, log, closing }: TypingOptions): ShowTyping => {
  /** When it may be shown next. */
  const next = new Map<string, number>();
  const show = async (thread: string): Promise<void> => {
    const request = { method: "POST", path: `/channels/${thread}/typing`, what: "typing" } as const;
    try {
      await calls.make("show typing", request, { lane: thread, priority, signal: closing });
    } catch (error) {
      next.set(thread, clock.now() + refusedMs);
      log.debug({ thread, err: error }, "discord typing not shown");
    }
  };
  return ({ thread }, text) => {
    const now = clock.now();
    if (text === null || closing.aborted || (next.get(thread) ?? 0) > now) return;
    for (const [other, at] of next) if (at <= now || next.size > mostThreads) next.delete(other);
    next.set(thread, now + everyMs);
    void show(thread);
  };
};
