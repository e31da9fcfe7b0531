import type { Opened } from "#src/main.ts";
import type { ChatHooks } from "#src/main/chat-hooks.ts";
import type { Chat, Clock, Place } from "#src/ports.ts";

/** A channel by its id, or a thread in one. */
export type Spot = string | Place;

/** A message, a panel or a page, with its buttons as they were when it was looked at. */
export interface Card {
  readonly id: string;
  /** As people read it; buttons are `[Label]`. */
  readonly text: string;
}

/** Something that only one person sees. */
export interface SeenAlone extends Card {
  /** The thread that they see it in; null in the channel itself, and in direct messages. */
  readonly thread: string | null;
}

/** A form as a person sees it. */
export interface SeenForm {
  readonly title: string;
  readonly text: string;
  /** What its fields are called, in order. */
  readonly fields: readonly string[];
}

export interface FileToSend {
  readonly name: string;
  readonly text: string | Uint8Array;
}

/** What a person puts into a field: words, ids or labels of options, or files. */
export type Filled = string | readonly string[] | readonly FileToSend[];

/** What came of sending a form: is one still open, and what the person is told is wrong. */
export interface Sent {
  readonly open: boolean;
  readonly problems: readonly string[];
}

/** How a platform was answered by the product when it told of something. */
export interface Told {
  /** Milliseconds until it was acknowledged; null when it was not. */
  readonly ackMs: number | null;
}

/** A person on a platform, in what they can do on every one. What they do resolves when the product has acknowledged it, or nobody waits any more. */
export interface Somebody {
  readonly id: string;
  readonly name: string;
  /** Gives `/botarmy` with these words, in the channel that everybody is in unless said. */
  slash(words: string, channel?: string): Promise<void>;
  /** Writes a message: `@Name` becomes a mention. Its id. */
  write(spot: Spot, text: string, files?: readonly FileToSend[]): Promise<string>;
  /** Writes a message that begins with a mention of the bot. */
  mention(spot: Spot, text: string): Promise<string>;
  edit(message: string, text: string): Promise<void>;
  remove(message: string): Promise<void>;
  /** Clicks what stands on a button of a message as it is now, by its id, or of a card as it was seen. */
  click(where: string | Card, label: string): Promise<Told>;
  /** Uses the entry for this bot in a message's menu. */
  shortcut(message: string): Promise<void>;
  form(): SeenForm | null;
  /** Fields by their names; others keep what they had. */
  submit(values: Readonly<Record<string, Filled>>): Promise<Sent>;
  /** Asks for a page about a thread's project, for their eyes alone. */
  page(place: Place, words: string): Promise<void>;
  /** Opens the page that is theirs alone, and resolves with it once it says this. */
  home(words: string | RegExp): Promise<Card>;
  /** What only they see, oldest first. */
  alone(): readonly SeenAlone[];
}

/** A file that somebody put into a thread. */
export interface SeenFile {
  readonly name: string;
  readonly text: string;
}

/** A chat platform of this machine with people on it, in what stories need of every one. */
export interface World {
  readonly name: string;
  /** The channel that everybody is in. */
  readonly channel: string;
  /** Makes another one, which the bot is in. */
  otherChannel(): Promise<string>;
  /** The person of this name, who comes to be when first asked for, in these groups or roles. */
  person(name: string, groups?: readonly string[]): Promise<Somebody>;
  /** The id of a group or role, as settings name it. */
  group(name: string): string;
  /** What it says when people are mentioned by name. */
  thread(place: Place): Promise<string>;
  /** How many messages are in a thread. */
  count(place: Place): Promise<number>;
  message(id: string): Promise<Card>;
  /** Ids of the messages in a channel itself, oldest first. */
  roots(channel: string): Promise<readonly string[]>;
  files(place: Place): Promise<readonly SeenFile[]>;
  /** How many messages and files the product has put into channels. */
  posted(): number;
  /** What people in the channel see of what happens in its threads. */
  announced(): readonly string[];
  /** All that anybody was shown alone, direct messages included. */
  whispers(): readonly string[];
  /** How often the message was changed. */
  edits(message: string): number;
  /** How many clicks were answered in words to the person alone, and how many with a form. */
  answers(): { readonly words: number; readonly forms: number };
  /** What should not happen in any story, one line each. */
  troubles(): readonly string[];
  /** The last requests of the product, to make a failure readable. */
  lately(): readonly unknown[];
  /** The product's way to this platform. `clock` is null for the machine's own. */
  connect(opened: Opened, how: { readonly clock: Clock | null; readonly hooks: ChatHooks }): Promise<Chat>;
  /** Resolves when what people do reaches the product. */
  ready(): Promise<void>;
  /** The next tries to reach the platform fail: it is not there twice, and the third time it is broken (503). */
  failAtStart(): void;
  /** The token is worth nothing from now on; the result makes it good again. */
  revoke(): () => void;
  close(): Promise<void>;
}

/** Something that keeps the product out of a channel for a while. */
export interface Obstacle<W> {
  /** As in "a bot that was …". */
  readonly what: string;
  /** Makes a channel that it can happen in. */
  prepare(world: W): Promise<string>;
  begin(world: W, channel: string): void;
  end(world: W, channel: string): void;
}

/** What a story asks of the platform. */
export interface WorldOptions {
  /** Names of groups or roles that messages may notify beside Ann and Bob. */
  readonly mayNotify: readonly string[];
  /** Enforces the platform's rates. */
  readonly rates: boolean;
  /** The product's clock, where it is not the machine's, and how many times faster it goes. */
  readonly quick?: { readonly clock: Clock; readonly pace: number };
}

/** A platform to open worlds of. */
export interface Platform<W extends World = World> {
  readonly name: string;
  readonly obstacles: readonly Obstacle<W>[];
  open(options: WorldOptions): Promise<W>;
}
