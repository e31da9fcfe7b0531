import type { Message } from "#src/project/message.ts";
import type { Death, Spot } from "../deaths.ts";
import type { ProjectEvidence } from "../evidence.ts";
import type { Left, SharedFile } from "./left.ts";
import type { Seat } from "./plans.ts";
import type { ChatSetting } from "./setting.ts";

/** A chat platform on which rounds are played. */
export interface Platform {
  readonly name: ChatSetting["chat"];
  /** As people call it. */
  readonly title: string;
  /** People who can be in a round, each with a channel. */
  readonly seats: readonly Seat[];
  readonly moments: Moments;
  /** What is added to the summaries of some stages: posts of one part, of several, and one that is a file. */
  readonly longer: ChatSetting["longer"];
  /** One in so many things that people do takes more than the time in which they must be answered; 0 for none. */
  readonly slowEvery: number;
  /** The platform on this machine, with these people in it. */
  open(seats: readonly Seat[]): Promise<Double>;
  /** What a message is shown as; `key` is the order to post it. */
  draw(message: Message, key: string): Drawn;
  /** What a shared file is called. */
  nameOf(path: string): string;
}

/** When a process can be killed from outside. */
export interface Moments {
  /** Every kind of call that the product makes in a round. */
  readonly calls: readonly string[];
  /** How often those are made within a few seconds that are made more than once. */
  readonly often: ReadonlyMap<string, number>;
  /** Boundaries that only the process itself can see: `before ack` is the spot `after-put`. */
  readonly spots: ReadonlyMap<string, Spot>;
  /** Boundaries inside of the process that others do not have. */
  readonly inside: readonly Spot[];
  /** Calls that are only made at the beginning, in their order. */
  readonly beginning: readonly string[];
  /** Calls that are only made by a process whose predecessor died when it had made another one. */
  readonly lookups: readonly { readonly call: string; readonly after: string }[];
}

/** A message on the platform: its parts, which can be compared, and the files that come with it. */
export interface Drawn {
  readonly parts: readonly unknown[];
  readonly files: readonly SharedFile[];
}

/** A platform that runs on this machine. */
export interface Double {
  /** What a process needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** By id. */
  readonly people: ReadonlyMap<string, Self>;
  readonly sight: Sight;
  /** How much the bot ever said. */
  said(): number;
  /** Calls `reached` at every boundary. A call after which it says that the process is dead is never done, or never answered. */
  onMoment(reached: (when: "before" | "after", call: string) => boolean): () => void;
  /** What is there when everything is over. */
  look(projects: readonly ProjectEvidence[]): Promise<Left>;
  close(): Promise<void>;
}

/** What a platform knows of something that a person did. */
export interface Told {
  /** As the product calls it in its inbox. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Did the app say in time that it has it? */
  readonly isAcked: boolean;
  /** Can the app read it again later, when it missed it? */
  readonly isKept: boolean;
  /** How often the app was told, or would have been. */
  readonly times: number;
  /** Was nobody there to be told at first? */
  readonly isMissed: boolean;
  /** Was the person told that it did not work? */
  readonly hasFailed: boolean;
}

/** The first message of a project, and its thread. */
export interface Root {
  /** The thread. */
  readonly id: string;
  readonly channel: string;
  readonly project: string;
}

/** Something that can be clicked, as it was seen. */
export interface Button {
  /** The choice, or the words that it says. */
  readonly means: string;
  /** Clicks it, and again where it asks back. Null when nothing came of that. */
  press(person: string): Promise<Told | null>;
}

/** What people see. */
export interface Sight {
  /** Would the bot hear of a click? */
  isThere(): boolean;
  /** Projects in a channel whose threads are open, the oldest first. */
  roots(channel: string): readonly Root[];
  /** Messages and files in a thread. */
  length(root: Root): number;
  /** The button of the status card that says this; undefined when it is not there. */
  button(root: Root, says: string): Promise<Button | undefined>;
  /** Messages of a thread that asked something when they were posted, the oldest first. */
  asked(root: Root): readonly string[];
  /** What can be chosen in a message now. */
  choices(message: string): Promise<readonly Button[]>;
}

/** What somebody does. */
export interface Self extends Pick<Seat, "id" | "name"> {
  start(channel: string, order: { readonly brief: string; readonly everyStage: boolean }): Promise<Told>;
  /** The form to start with opens, when all goes well. */
  startForm(channel: string): Promise<Told>;
  status(channel: string): Promise<Told>;
  /** Looks at their page, and at what it leads to. */
  home(channel: string): Promise<readonly Told[]>;
  /** The form of a message's menu opens, when all goes well. */
  shortcut(root: Root): Promise<Told>;
  write(root: Root, text: string, files?: readonly TextFile[]): Promise<readonly Told[]>;
  mention(root: Root, text: string): Promise<readonly Told[]>;
  hasForm(): boolean;
  /** Puts words into what the open form demands, and sends it. Null when they were not taken for what they say. */
  fill(words: string): Promise<Told | null>;
  closeForm(): Promise<void>;
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** The boundary inside of the process at which it kills itself for a death; null when it is killed from outside. */
export const spotOf = ({ spots }: Moments, death: Death): Spot | null => {
  if (death.type === "spot") return death.spot;
  return death.type === "wire" ? (spots.get(`${death.when} ${death.call}`) ?? null) : null;
};
