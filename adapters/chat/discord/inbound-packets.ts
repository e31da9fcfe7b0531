import { z } from "zod";
import type { Places } from "./inbound-places.ts";
import { dropped, type Home, type Read } from "./inbound-read.ts";
import { AnyInteraction } from "./interactions-payload.ts";
import { readInteraction } from "./interactions.ts";
import { SaidMessage } from "./messages-payload.ts";
import { readMessage, type KnownPlace } from "./messages.ts";

/** What the gateway dispatches. */
export const Packet = z.looseObject({ t: z.string().nullable(), d: z.unknown() });
export type Packet = z.infer<typeof Packet>;

export interface Reading {
  readonly home: Home;
  readonly places: Pick<Places, "known" | "isForum" | "ownRoles" | "guildOf">;
}

/** What a payload means to us. Never throws: one that nobody can read is dropped with the reason. */
export const readPacket = ({ t, d }: Packet, reading: Reading): Read =>
  readable(() => {
    switch (t) {
      case "INTERACTION_CREATE":
        return readInteraction(AnyInteraction.parse(d), reading);
      case "MESSAGE_CREATE": {
        const message = SaidMessage.parse(d);
        return readMessage(message, contextOf(reading, reading.places.known(message.channel_id)));
      }
      default:
        // Edits and deletions take nothing back: what was said was heard.
        return dropped(`a payload of type ${t ?? "none"}`);
    }
  });

/** The same for a message that was read from a thread, which says nothing of the server or of its author's roles. */
export const readSaid = (said: unknown, place: KnownPlace, reading: Reading): Read =>
  readable(() => {
    const guild = reading.places.guildOf(place.thread ?? place.channel) ?? reading.home.guildId;
    return readMessage({ ...SaidMessage.parse(said), guild_id: guild }, contextOf(reading, place));
  });

const contextOf = ({ home, places }: Reading, place: KnownPlace | null) => ({
  home,
  place,
  ownRoles: places.ownRoles,
});

const readable = (read: () => Read): Read => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return dropped(`unreadable: ${error.issues.map((issue) => issue.path.join(".")).join(", ")}`);
  }
};
