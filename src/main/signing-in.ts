import { within } from "#adapters/chat/inbound-patience.ts";
import { createLateChat } from "#adapters/chat/late.ts";
import { onceOnly } from "#adapters/chat/patiently.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { Chat } from "../ports.ts";
import type { ChatHooks } from "./chat-hooks.ts";

/** A chat platform to be on. */
export interface ToJoin {
  readonly name: string;
  /** For people, e.g. `Slack`. */
  readonly title: string;
  readonly hooks: Omit<ChatHooks, "signal">;
  /** Resolves when the platform lets us in. Throws BotArmyError when it refuses the token. */
  readonly open: (hooks: ChatHooks) => Promise<Chat>;
  /** It refused us after it could not be reached for a while. */
  readonly onRefused: (error: unknown) => void;
}

/** Signing in takes a second or two; a platform that takes longer holds nothing else up. */
const patienceMs = 5_000;

/** Signs in to all. Those that cannot be reached now are joined once they can. Throws what the first throws that refuses us now. */
export const joinChats = async (all: readonly ToJoin[]): Promise<readonly Chat[]> => {
  const joining = all.map(join);
  const chats = joining.map(({ chat }) => chat);
  try {
    await within(patienceMs, systemClock, Promise.all(joining.map(({ opening }) => opening)));
    return chats;
  } catch (error) {
    for (const chat of chats) await chat.close();
    throw error;
  }
};

const join = ({ name, title, hooks, open, onRefused }: ToJoin) => {
  const stopping = new AbortController();
  const opening = open({ ...hooks, onWait: onceOnly(hooks.onWait), signal: stopping.signal });
  const stop = (): void => stopping.abort(new Error("the bot is being stopped"));
  return { opening, chat: createLateChat({ name, title, opening, stop, onRefused }) };
};
