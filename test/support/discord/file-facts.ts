/** A file that a message carries, or that came with a command or modal. */
export interface StoredFile {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly description: string | null;
  /** Came with a command or modal: belongs to no message. */
  readonly ephemeral: boolean;
}

/** A file on its way: from the app in a request, or from a person. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type: string;
}
