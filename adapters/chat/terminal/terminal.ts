import { createHash } from "node:crypto";
import { ProviderError } from "#src/errors.ts";
import type { Chat, Clock, Place, Receive, Reply } from "#src/ports.ts";
import type { Person } from "#src/project/words.ts";
import { isInteractive, lookOf, type Environment } from "./appearance.ts";
import type { Keyboard } from "./keys.ts";
import { createLinesView } from "./lines.ts";
import { createLiveView } from "./live.ts";
import type { Display } from "./screen.ts";
import { createThreads, type Thread, type Threads } from "./threads.ts";
import { privateNotice, type Typing, type View } from "./view.ts";
import type { WireEvent } from "./wire-event.ts";
import { openWire } from "./wire.ts";

export interface TerminalOptions {
  /** The data folder; the terminal keeps `terminal/wire.jsonl` in it. One process at a time. */
  readonly folder: string;
  readonly input: Keyboard;
  readonly output: Display;
  readonly clock: Clock;
  /** The person at the keyboard. */
  readonly user: Person;
  /** Ctrl-C, Ctrl-D or /quit: `graceful` the first time; `now` when asked again, with the terminal already given back. */
  readonly onStop: (how: "graceful" | "now") => void;
  /** `auto` is live when both ends are a terminal that can move its cursor. */
  readonly mode?: "auto" | "tty" | "lines";
  /** NO_COLOR, FORCE_COLOR, TERM and the locale are read from it; the process's own by default. */
  readonly environment?: Environment;
}

/** The channel of everything that is not said in a thread. */
const channelHere = "terminal";

/** A chat platform on this machine: threads in one terminal, remembered in a file. Posts under one key twice are shown twice. */
export const createTerminalChat = (options: TerminalOptions): Chat => {
  const { output, onStop } = options;
  const threads = createThreads();
  const view = createView(options, threads);
  const record = createRecorder(options, threads, view);
  const inbox = createInbox(options, record, view);
  /** Nobody reads any more, as when the output was piped into `head`. */
  const onBroken = (): void => onStop("graceful");

  return {
    name: "terminal",
    ...speaking(threads, record),
    draft: ({ thread }, text) => view.draft?.(thread, text),
    listen: async (receive) => {
      output.on("error", onBroken);
      view.start({
        send: (thread, event) => inbox.deliver(receive, thread, event),
        stop: (how) => {
          if (how === "now") view.close();
          onStop(how);
        },
      });
    },
    close: async () => {
      await inbox.close();
      view.close();
      output.off("error", onBroken);
      record.close();
    },
  };
};

const createView = (options: TerminalOptions, threads: Threads): View => {
  // A copy: each look at process.env itself asks the system.
  const { input, output, clock, mode = "auto", environment = { ...process.env } } = options;
  const isLive = mode === "tty" || (mode === "auto" && isInteractive({ input, output, environment }));
  const shared = { input, output, threads, look: () => lookOf(output, environment) };
  return isLive ? createLiveView({ ...shared, clock }) : createLinesView(shared);
};

/** Writes an event down, and only then remembers and shows it. */
interface Recorder {
  <T extends WireEvent>(make: (n: number, at: number) => T): T;
  close(): void;
}

const createRecorder = ({ folder, clock }: TerminalOptions, threads: Threads, view: View): Recorder => {
  const wire = openWire({ folder, now: () => clock.now(), each: threads.apply });
  const record = <T extends WireEvent>(make: (n: number, at: number) => T): T => {
    const event = wire.append(make);
    const before = event.thread === null ? undefined : threads.get(event.thread);
    threads.apply(event);
    view.show(event, before);
    return event;
  };
  return Object.assign(record, { close: wire.close });
};

type Speaking = Pick<Chat, "openThread" | "post" | "edit" | "upload" | "find">;

const speaking = (threads: Threads, record: Recorder): Speaking => {
  const check = (place: Place): void => {
    if (threads.get(place.thread) === undefined) throw missing(`thread ${place.thread}`);
  };
  return {
    openThread: async (channel, key, message) => {
      const thread = `t${threads.all().length + 1}`;
      const { id } = record((n, at) => ({ n, at, op: "root", key, channel, thread, id: `m${n}`, message }));
      return { channel, thread, id };
    },
    post: async (place, key, message) => {
      check(place);
      const { channel, thread } = place;
      const { id } = record((n, at) => ({ n, at, op: "post", key, channel, thread, id: `m${n}`, message }));
      return { channel, thread, id };
    },
    edit: async ({ channel, thread }, id, message) => {
      if (!threads.holds(thread, id)) throw missing(`message ${id} in thread ${thread}`);
      record((n, at) => ({ n, at, op: "edit", key: null, channel, thread, id, message }));
    },
    upload: async (place, key, { path, version, text }) => {
      check(place);
      const { channel, thread } = place;
      const sha256 = createHash("sha256").update(text).digest("hex");
      const file = { path, version, bytes: Buffer.byteLength(text), sha256 };
      const { id } = record((n, at) => ({ n, at, op: "upload", key, channel, thread, id: `f${n}`, file }));
      return { channel, thread, id };
    },
    find: async (channel, thread, key) => threads.find(channel, thread, key),
  };
};

/** Hands over what the person did, one after the other, and shows them the answer. */
const createInbox = ({ user }: TerminalOptions, record: Recorder, view: View) => {
  let deliveries: Promise<void> = Promise.resolve();
  let isClosed = false;
  const answer = (reply: Reply | null): void => {
    if (reply !== null) view.whisper(reply.kind === "form" ? privateNotice(reply.fallback) : reply);
  };
  /** As a chat platform says "that did not work": the person may repeat it. */
  const refuse = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    view.whisper(privateNotice(`That was not taken: ${why}. Try again.`, "bad"));
  };
  return {
    deliver: (receive: Receive, thread: Thread | undefined, event: Typing): void => {
      if (isClosed) return;
      const place = { channel: thread?.channel ?? channelHere, thread: thread?.id ?? null };
      const did = { type: event.type, characters: "text" in event ? event.text.length : event.note.length };
      const take = (): Promise<Reply | null> => {
        const { id, at } = record((n, now) => ({
          n,
          at: now,
          op: "in",
          key: null,
          ...place,
          id: `terminal:${n}`,
          did,
        }));
        return receive({ id, at, chat: "terminal", ...place, by: user, event });
      };
      deliveries = deliveries.then(take).then(answer, refuse);
    },
    close: async (): Promise<void> => {
      isClosed = true;
      await deliveries;
    },
  };
};

const missing = (what: string): ProviderError =>
  new ProviderError(`The terminal has no ${what}`, { retryable: false });
