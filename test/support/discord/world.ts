import type { Json } from "../json.ts";
import type { AppFacts } from "./app.ts";
import type { EventLog } from "./events.ts";
import type { StoredFile } from "./file-facts.ts";
import type { Interactions } from "./interactions.ts";
import type { Lifetimes } from "./lifetimes.ts";

export interface RoleFacts {
  readonly id: string;
  name: string;
  permissions: bigint;
}

export interface PersonFacts {
  readonly id: string;
  name: string;
  /** Role ids. */
  readonly roles: Set<string>;
}

export interface ChannelFacts {
  readonly id: string;
  readonly kind: "text" | "thread" | "private-thread" | "dm";
  /** The channel that a thread is in, else null. */
  readonly parent: string | null;
  readonly owner: string;
  /** The person of a `dm`. */
  readonly with: string | null;
  name: string;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  /** Permissions that the bot does not have here. */
  denied: bigint;
  readonly at: number;
}

/** What a message may ping, as the app said it; null when it said nothing. */
export interface Pinged {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

export interface MessageFacts {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  /** 0 for what somebody said, 21 for the first line of a thread. */
  readonly type: number;
  /** When it was made, by the clock that `pass` moves. */
  readonly at: number;
  readonly nonce: string | null;
  /** The message that it answers. */
  readonly replyTo: string | null;
  /** The interaction that it answers. */
  readonly interaction: string | null;
  /** The only person who sees it. */
  readonly onlyFor: string | null;
  content: string;
  embeds: readonly Json[];
  components: readonly Json[];
  flags: number;
  files: readonly StoredFile[];
  pinged: Pinged;
  editedAt: number | null;
  /** A deferred answer without content. */
  loading: boolean;
}

/** A message that the app put into a channel or thread; also one whose answer it never got, and one deleted since. */
export interface Post {
  readonly id: string;
  readonly channel: string;
  readonly at: number;
  readonly nonce: string | null;
  readonly content: string;
  readonly components: readonly Json[];
  /** Ids of its Containers: the app's own marks. */
  readonly marks: readonly number[];
  /** Names of the files it carries. */
  readonly files: readonly string[];
  readonly pinged: Pinged;
  /** Was it an answer to an interaction? */
  readonly answer: boolean;
}

/** A request that Discord would refuse because of what it says. */
export interface Refusal {
  readonly operation: string;
  readonly problems: readonly string[];
  readonly body: unknown;
}

export interface Settings {
  readonly lifetimes: Lifetimes;
  /** Privileged intents that the developer portal grants. */
  readonly privileged: { messageContent: boolean; members: boolean };
  /** Is the nonce of a message said again when it is read later? Nobody has proved that Discord does. */
  readonly nonceInHistory: boolean;
  /** Edits of old messages that are done before 30046, per channel. */
  readonly oldEdits: number;
  /** Bytes that one file may have. */
  attachmentLimit: number;
  /** Application commands that may be made in a day and server. */
  readonly commandsPerDay: number;
}

/** Everything that this Discord knows, shared by its parts. */
export interface World {
  readonly app: AppFacts;
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  readonly settings: Settings;
  readonly people: Map<string, PersonFacts>;
  readonly roles: Map<string, RoleFacts>;
  readonly channels: Map<string, ChannelFacts>;
  /** All but ephemeral ones, oldest first. */
  readonly messages: Map<string, MessageFacts>;
  readonly ephemerals: Map<string, MessageFacts>;
  readonly posts: Post[];
  readonly files: Map<string, StoredFile>;
  readonly commands: Map<string, Json>;
  /** Times at which commands were made. */
  readonly commandsMade: number[];
  /** The open modal of a person. */
  readonly modals: Map<string, OpenModal>;
  readonly refusals: Refusal[];
  /** Times at which old messages were edited, by channel. */
  readonly oldEdits: Map<string, number[]>;
  readonly typing: { readonly channel: string; readonly at: number }[];
  readonly events: EventLog;
  readonly interactions: Interactions;
  readonly switches: { revoked: boolean };
  newId(): string;
  /** Milliseconds, moved on by `pass`. */
  now(): number;
  readonly ending: AbortSignal;
}

export interface OpenModal {
  readonly id: string;
  readonly channel: string;
  /** The message whose component opened it. */
  readonly message: string | null;
  readonly modal: Json;
}
