/** Something a chat platform delivered, as its adapter got it. */
export interface Delivery {
  /** The same for a redelivery, different for a repetition; at most 200 characters. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Deliveries of one lane are handled in the order in which they arrived. */
  readonly lane: string;
  /** JSON, dropped once it is handled. */
  readonly payload: string;
}

/** What a chat adapter must not forget, on the same disk as the projects. One for each chat. */
export interface Inbox {
  /**
   * Saves a delivery; resolves when it is on disk, and only then may the platform be told. Many at the same time share one
   * commit. False when this id was saved before: within the last 24 hours at least.
   */
  put(delivery: Delivery): Promise<boolean>;
  /** It is handled: only its id is kept. */
  done(id: string): Promise<void>;
  /** Deliveries that are not handled, oldest first: what a killed process left. */
  open(): Promise<readonly Delivery[]>;
}

/** Small durable notes of a chat adapter, such as the id under which a file was uploaded. One for each chat. */
export interface Notes {
  get(key: string): Promise<string | undefined>;
  /** Resolves when it is on disk. Notes are forgotten after 30 days. */
  put(key: string, value: string): Promise<void>;
}
