import type { Json } from "../json.ts";
import { nameOf } from "./markdown-reading.ts";
import { readable } from "./readable.ts";
import type { MessageFacts, Pinged, World } from "./world.ts";

/** A message as it is now. */
export interface Seen {
  readonly id: string;
  readonly channel: string;
  /** The author's name. */
  readonly author: string;
  readonly components: readonly Json[];
  /** As people read it. */
  readonly text: string;
  readonly files: readonly SeenFile[];
  readonly pinged: Pinged;
  /** Is it a deferred answer that has not come yet? */
  readonly loading: boolean;
  /** All that is known of it. */
  readonly message: MessageFacts;
}

/** A file that somebody sent. */
export interface SeenFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The bytes as text. */
  readonly text: string;
}

export const seen = (world: World, message: MessageFacts): Seen => ({
  id: message.id,
  channel: message.channel,
  author: nameOf(world, message.author),
  components: message.components,
  text: readable(world, message),
  files: message.files.map(({ id, name, bytes }) => ({
    id,
    name,
    bytes,
    text: new TextDecoder().decode(bytes),
  })),
  pinged: message.pinged,
  loading: message.loading,
  message: { ...message },
});
