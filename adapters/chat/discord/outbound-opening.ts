import { z } from "zod";
import type { Clock, Posted } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { oneLine } from "../clean.ts";
import type { RootTimes } from "../outbound-roots.ts";
import { shortened } from "../split.ts";
import { DiscordFault } from "./faults.ts";
import type { Finding } from "./finding.ts";
import { discordLimits } from "./limits.ts";
import type { Content } from "./outbound-body.ts";
import type { DiscordCalls } from "./outbound-calls.ts";
import type { Posting } from "./posting.ts";

/** Threads, each opened on a message of its channel. A thread has the id of that message. */
export interface Opening {
  /** Posts the message and opens a thread on it, both once. Throws DiscordFault. */
  open(
    channel: string,
    content: Content,
    about: { readonly key: string; readonly message: Message },
  ): Promise<Posted>;
  /** The thread that was opened under a key; undefined when it is not open yet, even if its message is there. */
  find(channel: string, key: string): Promise<Posted | undefined>;
}

export interface OpeningOptions {
  readonly calls: DiscordCalls;
  readonly posting: Posting;
  readonly finding: Finding;
  readonly roots: RootTimes;
  readonly clock: Clock;
  /** Told the server of a channel. */
  readonly learn: (channel: string, guild: string) => void;
}

/** A week: the longest that Discord has. */
const archiveAfterMinutes = 10_080;
const mostTries = 3;
/** A root comes before most others, whatever it says: without it nothing can be said or asked in its thread. */
const priority = 1;

export const createOpening = (options: OpeningOptions): Opening => {
  const { posting, finding, roots, clock } = options;
  const find = async (channel: string, key: string, since: number | null) =>
    (await finding.messages({ channel, isThread: false, since }, [key])).get(key);
  return {
    open: async (channel, content, { key, message }) => {
      const before = await roots.begun(key);
      // A process that was killed may have posted the message and not opened the thread.
      const there = before === null ? undefined : await find(channel, key, before);
      const since = await roots.begin(key, clock.now());
      const post = { ...content, channel, isThread: false, priority, key };
      const id = there?.id ?? (await posting.message(post, since));
      if (id === "") throw rootDeleted();
      await openThread(options, channel, { id, name: nameOf(message) });
      return { channel, thread: id, id };
    },
    find: async (channel, key) => {
      const root = await find(channel, key, await roots.begun(key));
      return root?.hasThread === true ? { channel, thread: root.id, id: root.id } : undefined;
    },
  };
};

const Thread = z.looseObject({ guild_id: z.string().optional() });

/** Opening it twice is refused, so it may be tried again whatever became of it. */
const openThread = async (
  { calls, learn }: OpeningOptions,
  channel: string,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> => {
  const request = {
    method: "POST",
    path: `/channels/${channel}/messages/${id}/threads`,
    body: { name, auto_archive_duration: archiveAfterMinutes },
    what: "a thread",
  } as const;
  for (let n = 1; ; n += 1) {
    try {
      const thread = Thread.safeParse(
        await calls.make("create thread", request, { lane: channel, priority }),
      );
      if (thread.data?.guild_id !== undefined) learn(channel, thread.data.guild_id);
      return;
    } catch (error) {
      if (!(error instanceof DiscordFault)) throw error;
      if (error.code === "160004") return;
      if (error.code === "10008") throw rootDeleted();
      if (!error.ambiguous || n === mostTries) throw error;
    }
  }
};

/** While Discord remembers the nonce, the message cannot be posted anew. */
const rootDeleted = (): DiscordFault =>
  new DiscordFault("The first message was deleted before its thread was open. It will be posted again.", {
    code: "10008",
    kind: "bad-request",
    retryable: true,
    retryAfterMs: 60_000,
  });

/** A thread is called as its first message is headed. */
const nameOf = ({ blocks, fallback }: Message): string => {
  const heading = blocks.find((block) => block.type === "heading");
  const name = oneLine(heading?.text ?? "") || oneLine(fallback);
  return shortened(name, discordLimits.threadName) || "Project";
};
