/** Everything that is on a platform in the end. */
export interface Left {
  /** Everything that the bot ever posted, in order. */
  readonly posts: readonly Post[];
  /** By project. */
  readonly threads: ReadonlyMap<string, Thread>;
  readonly answers: readonly Answer[];
  /** What belongs to something that was posted, and is not there. */
  readonly missing: readonly string[];
  /** What the platform refused because of what it says. */
  readonly refused: readonly string[];
}

/** A message, or a part of one, as it was posted. */
export interface Post {
  readonly id: string;
  /** The order it was posted for; empty when there is none. */
  readonly key: string;
  /** Its own name: two posts with one name are one too many. Empty when it has none. */
  readonly name: string;
  /** Counted from 1; 0 for a file. */
  readonly part: number;
  /** How many the message has. */
  readonly parts: number;
  readonly channel: string;
  readonly thread: string | null;
  /** What can be compared with what was drawn. */
  readonly shown: unknown;
}

/** What is in a project's thread. */
export interface Thread {
  /** Orders, as the platform shows them one below the other. */
  readonly keys: readonly string[];
  /** What the messages show now, by id; the first one too. */
  readonly shown: ReadonlyMap<string, unknown>;
  /** Files of the bot. */
  readonly files: readonly SharedFile[];
}

/** What one person was told alone. */
export interface Answer {
  readonly person: string;
  readonly text: string;
}

export interface SharedFile {
  readonly name: string;
  readonly bytes: Uint8Array | string;
}
