import type { Accepted, Rate, Redrawn, Span } from "./measures.ts";

/** A chat platform on which projects are played. */
export interface LoadPlatform {
  readonly limits: Limits;
  /** The platform on this machine, enforcing its rates, with so many people in one channel. */
  open(people: number): Promise<LoadDouble>;
}

/** What the platform allows, and what is demanded of the product. */
export interface Limits {
  /** Posts that the platform allows and the product makes use of, in each lane. */
  readonly posts: Rate;
  /** Where posts are counted together: of an effect's key, the name of that place. */
  readonly laneOf: (key: string) => string;
  /** The least share of the allowed posts that is used while there is one to say; null where that says nothing, for a reason that is given there. */
  readonly usedShare: number | null;
  /** The most edits in any minute, of all messages or of one of them. */
  readonly editsPerMinute: { readonly most: number; readonly of: "all messages" | "one message" };
}

/** A platform that runs on this machine. */
export interface LoadDouble {
  /** What the product needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly people: readonly Player[];
  /** Resolves when the product hears what people do. */
  ready(): Promise<void>;
  /** How much the bot ever said. */
  said(): number;
  /** In the nth thing it said, from 0: whoever is asked clicks that it is approved. Null when nothing is asked there. */
  approval(nth: number): (() => Promise<Deed>) | null;
  /** What is there when everything is over; `keys` are those of all effects that were to be told. */
  look(keys: readonly string[]): Left;
  close(): Promise<void>;
}

/** Somebody who starts a project. */
export interface Player {
  start(brief: string): Promise<Deed>;
}

/** Something that a person did. */
export interface Deed {
  /** Milliseconds until the product had acknowledged it; null when it did not in time. */
  readonly ackMs: number | null;
}

/** What the product did on a platform. Times are milliseconds since 1970. */
export interface Left {
  readonly posts: readonly Posted[];
  readonly edits: readonly Redrawn[];
  /** Calls that were refused for their rate. */
  readonly limited: readonly Called[];
  readonly calls: readonly Called[];
  /** Lines in the channel about what was said in a thread: from when that was said until the line was there. */
  readonly lines: readonly Span[];
}

/** A message of the product, or a part of one; its key is empty when it says no order's words. */
export interface Posted extends Accepted {
  /** Its own name: two with one name are one too many. Empty when it has none. */
  readonly name: string;
  readonly hasFile: boolean;
}

export interface Called {
  /** What was called. */
  readonly what: string;
  readonly at: number;
}
