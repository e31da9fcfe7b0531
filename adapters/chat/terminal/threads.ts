import type { Posted } from "#src/ports.ts";
import type { Choice, Message } from "#src/project/message.ts";
import { progressOf } from "./progress.ts";
import type { WireEvent } from "./wire-event.ts";

/** A question to people that waits for an answer. */
export interface Ask {
  readonly project: string;
  readonly escalation: string;
  readonly rev: number;
  readonly choices: readonly Choice[];
  /** The message that asks. */
  readonly id: string;
  readonly message: Message;
}

/** What is remembered of a thread to go on showing it. */
export interface Thread {
  readonly id: string;
  readonly channel: string;
  readonly root: { readonly id: string; readonly message: Message };
  readonly startedAt: number;
  /** When the status last changed: a finished project's clock stops there. */
  readonly changedAt: number;
  /** Open questions, oldest first. */
  readonly asks: readonly Ask[];
  /** How many things were said in it, edits included. */
  readonly said: number;
  /** The newest things said, for a restart or a change of focus. */
  readonly tail: readonly Said[];
}

/** A line of the wire that shows something. */
export type Said = Exclude<WireEvent, { op: "in" | "root" }>;

/** How much of a thread is repeated when it is looked at again. */
const tailLength = 6;

/** Everything the terminal knows, built from its wire: threads, and where each key was posted. */
export interface Threads {
  apply(event: WireEvent): void;
  /** Oldest first. */
  all(): readonly Thread[];
  get(id: string): Thread | undefined;
  find(channel: string, thread: string | null, key: string): Posted | undefined;
  /** Is there a message with this id in this thread? */
  holds(thread: string, id: string): boolean;
}

export const createThreads = (): Threads => {
  const threads = new Map<string, Thread>();
  const posted = new Map<string, Posted>();
  const ids = new Set<string>();
  return {
    apply: (event) => {
      if (event.op === "in") return;
      if (event.op !== "edit") {
        const { channel, thread, id, key } = event;
        const name = nameOf(channel, event.op === "root" ? null : thread, key);
        if (!posted.has(name)) posted.set(name, { channel, thread, id });
        ids.add(`${thread} ${id}`);
      }
      const next = event.op === "root" ? begin(event) : follow(threads.get(event.thread), event);
      if (next !== undefined) threads.set(next.id, next);
    },
    all: () => [...threads.values()],
    get: (id) => threads.get(id),
    find: (channel, thread, key) => posted.get(nameOf(channel, thread, key)),
    holds: (thread, id) => ids.has(`${thread} ${id}`),
  };
};

/** True while an agent works or people are asked. */
export const isActive = (thread: Thread): boolean =>
  progressOf(thread.root.message)?.items.some(
    (item) => item.state === "running" || item.state === "blocked",
  ) ?? false;

/** What the thread is about. */
export const titleOf = (thread: Thread): string => {
  const heading = thread.root.message.blocks.find((block) => block.type === "heading");
  return heading?.text ?? thread.root.message.fallback;
};

const nameOf = (channel: string, thread: string | null, key: string): string =>
  JSON.stringify([channel, thread, key]);

const begin = (event: Extract<WireEvent, { op: "root" }>): Thread => ({
  id: event.thread,
  channel: event.channel,
  root: { id: event.id, message: event.message },
  startedAt: event.at,
  changedAt: event.at,
  asks: [],
  said: 0,
  tail: [],
});

const follow = (thread: Thread | undefined, event: Said): Thread | undefined => {
  if (thread === undefined) return undefined;
  if (event.op === "edit" && event.id === thread.root.id) {
    return { ...thread, root: { id: event.id, message: event.message }, changedAt: event.at };
  }
  const tail = [...thread.tail.filter((said) => said.id !== event.id), event].slice(-tailLength);
  const next = { ...thread, tail, said: thread.said + 1 };
  return event.op === "upload" ? next : { ...next, asks: asksAfter(thread.asks, event) };
};

/** A message with choices asks until it is edited into one without. */
const asksAfter = (asks: readonly Ask[], event: Exclude<Said, { op: "upload" }>): readonly Ask[] => {
  const before = asks.find((ask) => ask.id === event.id);
  const others = asks.filter((ask) => ask !== before);
  const actions = event.message.blocks.find((block) => block.type === "actions");
  if (actions === undefined) return others;
  // The key is the effect's id, `{project}:{version}:{n}`; an edit has none and keeps what the post said.
  const project = before?.project ?? (event.key ?? "").split(":")[0] ?? "";
  const { escalation, rev, choices } = actions;
  const ask = { project, escalation, rev, choices, id: event.id, message: event.message };
  return before === undefined ? [...asks, ask] : asks.map((old) => (old === before ? ask : old));
};
