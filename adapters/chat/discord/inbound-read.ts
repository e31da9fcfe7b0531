import type { Completed } from "./commands-words.ts";
import type { DiscordClick } from "./ids.ts";
import type { Incoming } from "./inbound-incoming.ts";
import type { Interaction } from "./private-requests.ts";

/** Whose bot this is. */
export interface Home {
  readonly applicationId: string;
  readonly botUserId: string;
  /** The only server that is served; null for all that the bot was invited to. */
  readonly guildId: string | null;
}

/** What a payload means to us. */
export type Read =
  /** Somebody did something. `id` is the same for a redelivery, `lane` is shared by what must keep its order. */
  | { readonly type: "incoming"; readonly id: string; readonly lane: string; readonly incoming: Incoming }
  /** Nothing for us, which is what most payloads are. */
  | { readonly type: "dropped"; readonly reason: string }
  /** Nothing that can be done: the person is told why. */
  | {
      readonly type: "refused";
      readonly reason: string;
      readonly interaction: Interaction;
      readonly words: string;
    }
  /** A click that is asked about once more before it is done; `label` is what was clicked. */
  | {
      readonly type: "asks";
      readonly interaction: Interaction;
      readonly click: DiscordClick;
      readonly label: string;
      /** Where it was clicked: the question is asked elsewhere when a thread's first message was clicked. */
      readonly place: Pick<Incoming, "channel" | "thread"> | null;
    }
  /** Somebody types into an option of a command that completes itself. */
  | {
      readonly type: "completes";
      readonly id: string;
      readonly token: string;
      readonly what: Completed;
      readonly typed: string;
      readonly channel: string;
      readonly thread: string | null;
    };

export const dropped = (reason: string): Read => ({ type: "dropped", reason });
