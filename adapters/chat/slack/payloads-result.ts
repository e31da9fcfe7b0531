import type { Sender } from "./inbound-answering.ts";
import type { Incoming } from "./inbound-incoming.ts";

/** Whose app this is, as `auth.test` says. */
export interface Home {
  readonly teamId: string;
  /** The organisation of an Enterprise Grid; null outside of one. */
  readonly enterpriseId: string | null;
  readonly botId: string;
  readonly botUserId: string;
}

export interface Context extends Home {
  /** When the payload came, in milliseconds since 1970. */
  readonly at: number;
}

/** What a payload means to us. */
export type Read =
  /** Somebody did something. `id` is the same for a redelivery, `lane` is shared by what must keep its order. */
  | { readonly type: "incoming"; readonly id: string; readonly lane: string; readonly incoming: Incoming }
  /** Nothing for us, which is what most payloads are. */
  | { readonly type: "dropped"; readonly reason: string }
  /** Nothing that can be done: the person is told why. */
  | { readonly type: "refused"; readonly reason: string; readonly sender: Sender; readonly words: string }
  /** Nobody did anything, but those who run the bot should know. `fatal`: nothing will work before they act. */
  | {
      readonly type: "trouble";
      readonly what: string;
      readonly channel: string | null;
      readonly fatal: boolean;
    };

export const dropped = (reason: string): Read => ({ type: "dropped", reason });
