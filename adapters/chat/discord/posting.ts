import { z } from "zod";
import type { Clock } from "#src/ports.ts";
import { answeredByOther, DiscordFault, isGone } from "./faults.ts";
import type { Finding } from "./finding.ts";
import { containerId, nonceOf } from "./nonce.ts";
import { bodyOf, changedBodyOf, filesOf, type Content } from "./outbound-body.ts";
import type { DiscordCalls } from "./outbound-calls.ts";
import { isId } from "./outbound-times.ts";

/** Where a message goes. */
export interface PostPlace {
  /** A text channel, a thread, or a channel of direct messages. */
  readonly channel: string;
  readonly isThread: boolean;
  readonly priority: number;
}

/** One message to post. */
export interface Post extends Content, PostPlace {
  /** Posts under one key are one message. */
  readonly key: string;
}

/** What a message is to show from now on. */
export interface Edit extends PostPlace {
  readonly id: string;
  /** `mark` is its container's id, by which it is found; null when it has none. */
  readonly show: (mark: number | null) => Content;
}

export interface Posting {
  /**
   * Posts a message, once, and returns its id: "" when it was posted and has been deleted since. `since` is when its effect was
   * begun. Throws DiscordFault.
   */
  message(post: Post, since: number): Promise<string>;
  /** Puts other content into a message of ours; of the edits of one message that wait, only the last is made. */
  edit(edit: Edit): Promise<void>;
  /** Deletes a message of ours; one that is gone is as good as deleted. */
  remove(place: PostPlace, id: string): Promise<void>;
}

export interface PostingOptions {
  readonly calls: DiscordCalls;
  readonly finding: Finding;
  readonly clock: Clock;
  /** Aborted when the chat is being closed. */
  readonly closing: AbortSignal;
}

/** Before each try. A post whose answer was lost is sent again: while Discord remembers its nonce, it gives back the first one. */
const waitsMs = [0, 1_000, 4_000];
/** Discord remembers a nonce for "a few minutes" (discord/discord-api-docs#6647): later a post is looked for first. */
const nonceLivesMs = 120_000;

export const createPosting = (options: PostingOptions): Posting => {
  const { calls } = options;
  const marks = createMarks(options.finding);
  return {
    message: async (post, since) => {
      const id = await postOnce(options, post, since);
      marks.keep(id, Promise.resolve(containerId(post.key)));
      return id;
    },
    edit: async ({ id, show, ...place }) => {
      const shown = show(await marks.of(place.channel, id));
      const request = {
        method: "PATCH",
        path: `/channels/${place.channel}/messages/${id}`,
        body: changedBodyOf(shown),
        ...filesOf(shown.files),
        what: "an edit",
      } as const;
      const of = { lane: place.channel, turn: id, priority: place.priority };
      const call = { method: "edit message", request } as const;
      await inOpenThread(calls, place, () => calls.replace(`${place.channel} ${id}`, call, of));
    },
    remove: async ({ channel, priority }, id) => {
      const path = `/channels/${channel}/messages/${id}` as const;
      const request = { method: "DELETE", path, what: "the removal of a message" } as const;
      await calls.make("delete message", request, { lane: channel, priority }).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
    },
  };
};

const postOnce = async (options: PostingOptions, post: Post, since: number): Promise<string> => {
  let lost: DiscordFault | undefined;
  for (const waitMs of waitsMs) {
    await options.clock.sleep(waitMs, options.closing);
    let until = lost === undefined ? Infinity : since + nonceLivesMs;
    if (options.clock.now() > until) {
      const there = (await options.finding.messages({ ...post, since }, [post.key])).get(post.key);
      if (there !== undefined) return there.id;
      until = Infinity;
    }
    const sent = await attempt(options.calls, post, until);
    if (!(sent instanceof DiscordFault)) return sent;
    lost = sent;
  }
  throw lost ?? new Error("nothing was tried");
};

const Answer = z.looseObject({ id: z.string().refine(isId) });

/** The message's id, or the fault after which nobody knows whether it was posted. It is not sent after `until`. */
const attempt = async (calls: DiscordCalls, post: Post, until: number): Promise<string | DiscordFault> => {
  const what = post.files.length === 0 ? "a message" : "a file";
  const request = {
    method: "POST",
    path: `/channels/${post.channel}/messages`,
    body: { ...bodyOf(post), nonce: nonceOf(post.key), enforce_nonce: true },
    ...filesOf(post.files),
    what,
  } as const;
  const place = {
    lane: post.channel,
    turn: post.isThread ? post.channel : post.key,
    priority: post.priority,
    until,
  };
  try {
    const answer = await inOpenThread(calls, post, () => calls.make("post message", request, place));
    const message = Answer.safeParse(answer);
    return message.success
      ? message.data.id
      : answeredByOther(what, { ambiguous: true, cause: message.error });
  } catch (error) {
    // Under this nonce it was posted already, and somebody deleted it.
    if (isGone(error)) return "";
    if (error instanceof DiscordFault && error.ambiguous) return error;
    throw error;
  }
};

/** Posts open an archived thread by themselves, edits do not. */
const inOpenThread = async <T>(
  calls: DiscordCalls,
  { channel, isThread, priority }: PostPlace,
  run: () => Promise<T>,
): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!isThread || !(error instanceof DiscordFault) || error.code !== "50083") throw error;
    const what = "opening the thread again";
    const request = {
      method: "PATCH",
      path: `/channels/${channel}`,
      body: { archived: false },
      what,
    } as const;
    await calls.make("open thread", request, { lane: channel, priority });
    return await run();
  }
};

/** So many messages are remembered; the others are asked for. */
const mostMarks = 1_000;

/** The containers' ids of messages, which an edit must not take away. Edits of one message share one look at it. */
const createMarks = (finding: Finding) => {
  const marks = new Map<string, Promise<number | null>>();
  const keep = (id: string, mark: Promise<number | null>): void => {
    marks.set(id, mark);
    const [oldest] = marks.keys();
    if (oldest !== undefined && marks.size > mostMarks) marks.delete(oldest);
  };
  return {
    keep,
    of: async (channel: string, id: string): Promise<number | null> => {
      // Also what was posted and deleted at once has no id.
      if (!isId(id)) throw new DiscordFault("There is no such message.", noMessage);
      const mark = marks.get(id) ?? finding.mark(channel, id);
      keep(id, mark);
      // What could not be looked up is looked up anew.
      mark.catch(() => marks.get(id) === mark && marks.delete(id));
      return await mark;
    },
  };
};

const noMessage = { code: "10008", kind: "bad-request", retryable: false } as const;
