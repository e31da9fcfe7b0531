import { z } from "zod";
import type { Clock } from "#src/ports.ts";
import { SlackFault } from "./faults.ts";
import type { Finding } from "./finding.ts";
import type { SlackCalls } from "./outbound-calls.ts";
import { clientMessageId, metadataOf, type PartKey } from "./outbound-key.ts";
import type { WireMessage } from "./wire.ts";

/** One part to post, and where. */
export interface Part extends PartKey {
  readonly channel: string;
  /** null opens a thread. */
  readonly thread: string | null;
  readonly wire: WireMessage;
  readonly priority: number;
  /** Shown in the channel as well. */
  readonly announce: boolean;
}

export interface Posting {
  /** Posts a part, once, and returns its ts. `since` is when its effect was begun. Throws SlackFault. */
  part(part: Part, since: number): Promise<string>;
  /** Puts other content into a message of ours; of the edits of one message that wait, only the last is made. */
  edit(edit: Edit): Promise<void>;
}

/** What a message is to show from now on. */
export interface Edit {
  readonly channel: string;
  readonly thread: string;
  readonly ts: string;
  readonly wire: WireMessage;
  readonly priority: number;
}

export interface PostingOptions {
  readonly calls: SlackCalls;
  readonly finding: Finding;
  readonly clock: Clock;
  /** Aborted when the chat is being closed. */
  readonly closing: AbortSignal;
}

/** After these waits a post whose answer was lost is looked for: Slack may show it a moment later. */
const looksAfterMs = [2_500, 5_000, 10_000];
/** So often the same part is sent before the outbox is told. */
const mostTries = 2;

/** Posts parts. What may have been posted although its answer was lost is looked for before it is posted again. */
export const createPosting = (options: PostingOptions): Posting => ({
  part: async (part, since) => {
    const sent = await attempt(options, part);
    return sent instanceof SlackFault ? await settle(options, { part, since, lost: sent }) : sent;
  },
  edit: async ({ channel, thread, ts, wire, priority }) => {
    const call = { method: "chat.update", args: { channel, ts, ...wire } };
    await options.calls.replace(`${channel} ${ts}`, call, { lane: `${channel} ${thread}`, priority });
  },
});

interface Lost {
  readonly part: Part;
  readonly since: number;
  readonly lost: SlackFault;
}

const settle = async (options: PostingOptions, { part, since, lost }: Lost): Promise<string> => {
  let fault = lost;
  let tries = 1;
  for (const waitMs of looksAfterMs) {
    await options.clock.sleep(waitMs, options.closing);
    const found = await options.finding.parts({ ...part, since }, part.key);
    const same = found.find((one) => one.part === part.part);
    if (same !== undefined) return same.ts;
    // Slack says that it has it: it only has to show it.
    if (isDuplicate(fault) || tries === mostTries) continue;
    tries += 1;
    const sent = await attempt(options, part);
    if (!(sent instanceof SlackFault)) return sent;
    fault = sent;
  }
  throw fault;
};

const isDuplicate = ({ code }: SlackFault): boolean => code.startsWith("duplicate_");

const Answer = z.looseObject({ ts: z.string() });

/** The ts, or the fault after which nobody knows whether it was posted. A public channel is joined first where that is needed. */
const attempt = async (options: PostingOptions, part: Part): Promise<string | SlackFault> => {
  const send = async (): Promise<string> =>
    Answer.parse(await options.calls.call("chat.postMessage", argsOf(part), placeOf(part))).ts;
  try {
    return await send().catch(async (error: unknown) => {
      if (!isOutside(error) || !(await isJoined(options.calls, part.channel))) throw error;
      return await send();
    });
  } catch (error) {
    if (error instanceof SlackFault && error.ambiguous) return error;
    throw error;
  }
};

const placeOf = ({ channel, thread, priority, key }: Part) => ({
  lane: channel,
  turn: thread ?? key,
  priority,
});

const argsOf = (part: Part) => ({
  ...part.wire,
  channel: part.channel,
  ...(part.thread === null ? {} : { thread_ts: part.thread }),
  ...(part.thread !== null && part.announce ? { reply_broadcast: true } : {}),
  metadata: metadataOf(part),
  client_msg_id: clientMessageId(part),
  unfurl_links: false,
  unfurl_media: false,
});

const isOutside = (error: unknown): boolean => error instanceof SlackFault && error.code === "not_in_channel";

/** Only public channels can be joined, and only with the scope for it: otherwise people have to invite us. */
const isJoined = async (calls: SlackCalls, channel: string): Promise<boolean> => {
  try {
    await calls.call("conversations.join", { channel }, { lane: channel, priority: 0 });
    return true;
  } catch (error) {
    if (error instanceof SlackFault && error.kind === "bad-request") return false;
    throw error;
  }
};
