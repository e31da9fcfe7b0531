import { ProviderError } from "#src/errors.ts";
import type { Chat, Clock, Log, Place } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";

/** How a thread is told something. */
export type Speak = Pick<Chat, "find" | "post">;

interface ToTell {
  readonly place: Place;
  readonly key: string;
  readonly message: Message;
  /** An earlier process may have posted it. */
  readonly mayBeThere: boolean;
}

/** Half an hour: by then the platform is back, or does not let us in. */
const mostTries = 10;
const firstWaitMs = 2_000;
const longestWaitMs = 5 * 60_000;

/** Posts a message once, however often it is tried; gives up with a warning. Throws the signal's reason when it is aborted. */
export const tellOnce = async (
  parts: { readonly speak: Speak; readonly clock: Clock; readonly log: Log },
  told: ToTell,
  signal: AbortSignal,
): Promise<void> => {
  const { clock, log } = parts;
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    const fault = await attempt(parts.speak, { ...told, mayBeThere: told.mayBeThere || tries > 1 });
    if (fault === null) return;
    if (!fault.retryable || tries === mostTries) {
      log.warn({ ...told.place, err: fault }, "thread not told of lost clicks and commands");
      return;
    }
    const waitMs = Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs);
    await clock.sleep(Math.max(waitMs, fault.retryAfterMs ?? 0), signal);
  }
};

const attempt = async (
  speak: Speak,
  { place, key, message, mayBeThere }: ToTell,
): Promise<ProviderError | null> => {
  try {
    const { channel, thread } = place;
    if (mayBeThere && (await speak.find(channel, thread, key)) !== undefined) return null;
    await speak.post({ channel, thread }, key, message);
    return null;
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
};
