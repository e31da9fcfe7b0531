import type { Json } from "../json.ts";
import type { AppFacts } from "./app.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Emulated } from "./emulated.ts";
import type { Lifetimes } from "./lifetimes.ts";

/** What blocks are shown on; each surface has rules of its own. */
export type Surface = "message" | "modal" | "home";

/** Says what Slack would refuse of a message with blocks (its arguments) or of a view; nothing when it is fine. */
export type ProblemsOf = (shown: Json, surface: Surface) => readonly string[];

export interface PersonFacts {
  readonly id: string;
  name: string;
  readonly token: string;
  /** Their direct conversation with the bot, once there is one. */
  im: string | null;
}

export interface ChannelFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  /** Is the bot a member? */
  joined: boolean;
  archived: boolean;
  /** The person of an `im`. */
  readonly user: string | null;
}

export interface Ephemeral {
  readonly ts: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
  text: string;
  blocks: readonly Json[];
}

export interface Trigger {
  readonly user: string;
  readonly at: number;
  used: boolean;
  /** The view it was clicked in. */
  readonly view: string | null;
}

/** Where a message is. */
export interface Whereabouts {
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
}

/** A message or file that the app put into a channel. */
export interface Post {
  readonly ts: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly at: number;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** `event_payload` of its metadata. */
  readonly payload: Json;
  /** Names of the files it carries. */
  readonly files: readonly string[];
}

/** Everything that this Slack knows, shared by its parts. */
export interface World {
  readonly app: AppFacts;
  readonly emulated: Emulated;
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  readonly lifetimes: Lifetimes;
  readonly problemsOf: ProblemsOf;
  readonly people: Map<string, PersonFacts>;
  /** User group ids and their members. */
  readonly groups: Map<string, { readonly handle: string; readonly users: Set<string> }>;
  readonly channels: Map<string, ChannelFacts>;
  readonly messages: Map<string, Whereabouts>;
  readonly ephemerals: Ephemeral[];
  readonly posts: Post[];
  readonly triggers: Map<string, Trigger>;
  readonly views: Map<string, Json>;
  /** Open modals of a person, the topmost last. */
  readonly modals: Map<string, string[]>;
  readonly homes: Map<string, Json>;
  /** Messages that are not shown before this time. */
  readonly hiddenUntil: Map<string, number>;
  /** Replies that are shown in the channel too. */
  readonly broadcasts: Map<string, string>;
  /** What `assistant.threads.setStatus` says, by `channel/thread`. */
  readonly thinking: Map<string, string>;
  readonly deliveries: Deliveries;
  /** Events that the app subscribes to; tests may change them. */
  readonly events: Set<string>;
  /** Scopes that the app was granted; tests may change them. */
  readonly scopes: Set<string>;
  /** Is a second post with the same `client_msg_id` answered with the first? Nobody has proved that Slack does. */
  readonly dedupe: boolean;
  /** `revoked`: the bot token is worth nothing any more. */
  readonly switches: { revoked: boolean };
  /** How far triggers and response URLs are ahead of the clock, in milliseconds. */
  readonly passed: { ms: number };
  /** Who owns the files that came with a form: the app may read them. */
  readonly formFiles: Map<string, string>;
  /** Turned off when everything ends; timers listen to it. */
  readonly ending: AbortSignal;
}
