import type { Clock, Log, Place } from "#src/ports.ts";
import type { Inbox } from "#src/ports/inbox.ts";
import type { Home } from "./payloads-result.ts";
import type { People } from "./people.ts";

/** What the way in is made of. */
export interface InboundParts {
  /** The name of this chat in projects: `slack`. */
  readonly chat: string;
  readonly home: Home;
  readonly inbox: Inbox;
  readonly people: People;
  /** The project that is talked about in a thread. */
  readonly projectIn: (place: Place) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}
