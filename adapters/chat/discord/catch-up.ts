import { z } from "zod";
import type { Place } from "#src/ports.ts";
import type { CatchUpPace } from "../catch-up-reading.ts";
import { createCatchUp, type CatchUp, type CatchUpOptions } from "../catch-up.ts";
import type { Places } from "./inbound-places.ts";
import type { KnownPlace } from "./messages.ts";
import { timeOf } from "./outbound-times.ts";
import type { CallDiscord } from "./rest.ts";

export interface DiscordCatchUpOptions extends Pick<
  CatchUpOptions,
  "notes" | "clock" | "log" | "threads" | "speak" | "heardUntil" | "isListening"
> {
  /** One request of the API, within its rates. Throws ProviderError. */
  readonly call: CallDiscord;
  readonly places: Pick<Places, "find">;
  /** Takes a message as if the gateway had told it. True when it was new. */
  readonly recover: (said: unknown, place: KnownPlace) => Promise<boolean>;
}

const pace: CatchUpPace = {
  // Discord tells a new session nothing of what was before.
  shortMs: 0,
  overlapMs: 60_000,
  // 10 of the 50 requests a second: posting needs the others.
  everyMs: 100,
};

const pageSize = 100;

/** Reads what was said in Discord's threads, and to the bot in their channels, while nobody listened. */
export const createDiscordCatchUp = (options: DiscordCatchUpOptions): CatchUp =>
  createCatchUp({
    ...options,
    pace,
    lost: "clicks and commands of that time are lost: Discord told the people so",
    elsewhere: async () => channelsOf(await options.threads(0)),
    read: (from) => readMessages(options, from),
    recover: async (body) => {
      const { said, place } = Recovered.parse(body);
      const thread = place.thread === place.channel ? null : place.thread;
      return await options.recover(said, { channel: place.channel, thread, isOwn: false });
    },
  });

/** The channels of all projects there ever were: people name the bot there to start another one. Each stands for itself as its thread. */
const channelsOf = (threads: readonly Place[]): readonly Place[] =>
  [...new Set(threads.map(({ channel }) => channel))].map((channel) => ({ channel, thread: channel }));

const Recovered = z.object({
  said: z.unknown(),
  place: z.object({ channel: z.string(), thread: z.string() }),
});

const Messages = z.array(z.looseObject({ id: z.string() }));

/** An id that is smaller than those of what was made after this time. */
const idAt = (ms: number): string => String(BigInt(Math.max(0, Math.floor(ms) - timeOf("0"))) << 22n);

/** Discord gives those that came soonest after an id, newest first. */
const readMessages = async (
  { call, places }: DiscordCatchUpOptions,
  { place, oldest, next }: Parameters<CatchUpOptions["read"]>[0],
): ReturnType<CatchUpOptions["read"]> => {
  // Its server is not said with the messages.
  await places.find(place.thread);
  const page = Messages.parse(
    await call({
      method: "GET",
      path: `/channels/${place.thread}/messages`,
      query: { after: next ?? idAt(oldest), limit: String(pageSize) },
      what: "the history",
    }),
  ).toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return {
    bodies: page.map((said) => ({ said, place })),
    next: page.length < pageSize ? null : (page.at(-1)?.id ?? null),
  };
};
