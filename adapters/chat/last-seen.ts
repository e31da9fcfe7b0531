import type { Inbound, Log } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";

/** What a platform must be set up to deliver, each in a place of its own. */
export type SeenKind = "command" | "message" | "interaction";

/** Often enough to tell whether it works, seldom enough to cost nothing. */
const everyMs = 10 * 60_000;

/** Notes when each kind of thing last came from the platform, so that `doctor` can tell what never does. Losing one is no harm. */
export const createLastSeen = (notes: Notes, log: Log) => {
  const written = new Map<SeenKind, number>();
  return (type: Inbound["event"]["type"], at: number): void => {
    const kind = kindOf(type);
    if (at - (written.get(kind) ?? -Infinity) < everyMs) return;
    written.set(kind, at);
    notes
      .put(`seen:${kind}`, String(at))
      .catch((error: unknown) => log.debug({ err: error }, "last seen not noted"));
  };
};

/** When that kind of thing last came, in milliseconds since 1970; undefined when it never did, or not within 30 days. */
export const lastSeen = async (notes: Notes, kind: SeenKind): Promise<number | undefined> => {
  const at = await notes.get(`seen:${kind}`);
  return at === undefined ? undefined : Number(at);
};

const kindOf = (type: Inbound["event"]["type"]): SeenKind => {
  switch (type) {
    case "slash":
      return "command";
    case "message":
    case "home":
      return "message";
    case "button":
    case "decision":
    case "form":
    case "shortcut":
      return "interaction";
  }
};
