/** What a person does besides starting a project and deciding what they are asked. */
export const deeds = [
  /** Words to an agent, half of the time with a mention. */
  "say",
  /** One or two files into the thread. */
  "file",
  /** A question that only they get an answer to. */
  "ask",
  /** A page by a slash command. */
  "status",
  /** A page by a button of the status card. */
  "tasks",
  "home",
  /** Words by a message's menu and its form. */
  "shortcut",
  "pause",
  "rollback",
] as const;
/** Whose words or files are others each time, so that each can be told from the one before. */
export const repeatable = ["say", "file", "ask", "home", "shortcut"] as const;
export type DeedName = (typeof deeds)[number];

/** What is written into the thread: that needs nobody who listens. */
export const written: ReadonlySet<DeedName> = new Set(["say", "file", "ask", "rollback"]);

/** Done once so many messages are in the thread. */
export interface Deed {
  readonly what: DeedName;
  readonly after: number;
  /** Done only while the bot is away. */
  readonly away: boolean;
}

/** Who somebody is, and the channel that they have for themselves. */
export interface Seat {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
}

/** A person of a round, with a project of their own. */
export interface Plan extends Seat {
  readonly brief: string;
  /** Starts with a slash command that has the brief in it, or with one that opens a form. */
  readonly begin: "words" | "form";
  /** What is said to the first question that takes it; every other one gets its first choice. */
  readonly style: "approve" | "modify" | "reject";
  /** Asked after every stage. */
  readonly everyStage: boolean;
  readonly deeds: readonly Deed[];
}
