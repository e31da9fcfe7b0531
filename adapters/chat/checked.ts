import { ProviderError } from "#src/errors.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { lastSeen, type SeenKind } from "./last-seen.ts";

/** One thing that was looked at. Only what is wrong keeps the bot from working. */
export interface Checked {
  readonly state: "ok" | "note" | "wrong";
  readonly text: string;
}

/** What is to be said of a platform's answer; what it failed with when there is none. `what` says whose answer, e.g. `Slack`. */
export const asked = async <T>(
  what: string,
  ask: () => Promise<T>,
  say: (answer: T) => readonly Checked[] | Promise<readonly Checked[]>,
): Promise<readonly Checked[]> => {
  let answer: T;
  try {
    answer = await ask();
  } catch (error) {
    if (error instanceof ProviderError) return [{ state: "wrong", text: `${what}: ${error.message}` }];
    throw error;
  }
  return await say(answer);
};

/** A kind of thing that a platform must deliver. */
export interface Delivered {
  readonly kind: SeenKind;
  /** As people call it: `slash command`. */
  readonly what: string;
  /** Where it is switched on, or what makes it come. */
  readonly where: string;
}

/** When each kind of thing last came from a platform. `notes` is null when nothing can have come yet. */
export const deliveryLines = async (
  platform: string,
  deliveries: readonly Delivered[],
  notes: Notes | null,
): Promise<readonly Checked[]> => {
  const seen = await Promise.all(
    deliveries.map(async (one) => ({
      ...one,
      at: notes === null ? undefined : await lastSeen(notes, one.kind),
    })),
  );
  if (seen.every(({ at }) => at === undefined))
    return [
      { state: "note", text: `${platform}: nothing has come from ${platform} to this data folder yet` },
    ];
  return seen.map(({ what, where, at }) =>
    at === undefined
      ? {
          state: "note",
          text: `${platform}: no ${what} (${where}) has ever come; if people use them, check that setting`,
        }
      : { state: "ok", text: `${platform}: last ${what} came ${new Date(at).toISOString()}` },
  );
};
