import type { Inbound } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import type { Thread } from "./threads.ts";
import type { WireEvent } from "./wire-event.ts";

/** What a person at the keyboard can do: they type and choose, and have no buttons or forms. */
export type Typing = Extract<Inbound["event"], { type: "slash" | "message" | "decision" }>;

/** What a person at the keyboard can cause. */
export interface Hands {
  /** Says or decides something, in a thread or in no thread. */
  send(thread: Thread | undefined, event: Typing): void;
  /** `graceful` the first time, `now` when asked again. */
  stop(how: "graceful" | "now"): void;
}

/** One way of showing the terminal's wire and reading what a person types. */
export interface View {
  /** Begins to read. What is shown before is only printed. */
  start(hands: Hands): void;
  /** Shows a line that was just recorded; `before` is its thread as it was. */
  show(event: WireEvent, before: Thread | undefined): void;
  /** Shows what an agent is writing in a thread; null takes it away. */
  draft?(thread: string, text: string | null): void;
  /** Shows something to this person only. */
  whisper(message: Message): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

/** A private notice of the terminal itself, in CommonMark. */
export const privateNotice = (text: string, tone: Message["tone"] = "neutral"): Message => ({
  kind: "notice",
  tone,
  from: null,
  blocks: [{ type: "prose", text }],
  mentions: [],
  fallback: text.slice(0, 4_000) || " ",
});
