import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import type { Clock, Log, Reply } from "#src/ports.ts";
import { notice } from "../outbound-words.ts";
import { answeredByOther, DiscordFault } from "./faults.ts";
import { discordLimits } from "./limits.ts";
import { partKey } from "./nonce.ts";
import type { Content } from "./outbound-body.ts";
import type { DiscordCalls } from "./outbound-calls.ts";
import { isId } from "./outbound-times.ts";
import type { Posting } from "./posting.ts";
import { messageOf } from "./private-contents.ts";
import { attachmentName, renderFile } from "./render-files.ts";
import { renderMessage } from "./render.ts";

/** Whom to tell something alone, who wrote where everybody reads. */
export interface DirectTarget {
  readonly user: string;
  /** Of what they wrote: its answer is sent once. */
  readonly id: string;
  /** Where they wrote it: a thread, or `thread` null for the channel itself. */
  readonly channel: string;
  readonly thread: string | null;
}

/**
 * Tells a person something in direct messages, once. One who takes none is told so where they wrote. Never throws DiscordFault: what
 * could not be told is logged.
 */
export type TellDirectly = (target: DirectTarget, reply: Reply) => Promise<void>;

export interface TellingOptions {
  readonly calls: DiscordCalls;
  readonly posting: Posting;
  readonly clock: Clock;
  readonly log: Log;
}

const Channel = z.looseObject({ id: z.string().refine(isId) });
const priority = 0;

export const createTellDirectly = (options: TellingOptions): TellDirectly => {
  const { log } = options;
  return async (target, reply) => {
    try {
      await tell(options, target, reply).catch(async (error: unknown) => {
        if (!(error instanceof DiscordFault) || !refusesDirect.has(error.code)) throw error;
        await sayThatRefused(options, target);
      });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      log.warn({ user: target.user, err: error }, "discord answer not told");
    }
  };
};

/** The person's privacy settings, or no server that we share. */
const refusesDirect = new Set(["50007", "50278"]);

const keyOf = ({ id }: DirectTarget): string => `answer ${id}`;

const tell = async (options: TellingOptions, target: DirectTarget, reply: Reply): Promise<void> => {
  const channel = await openDirect(options.calls, target.user);
  // Nobody needs to be notified of a direct message besides.
  const message = { ...messageOf(reply), mentions: [] };
  const most = discordLimits.privateParts;
  const { parts, overflow } = renderMessage(message, discordLimits, { key: keyOf(target), most });
  const since = options.clock.now();
  const post = async (content: Content, key: string): Promise<unknown> =>
    await options.posting.message({ ...content, channel, isThread: false, priority, key }, since);
  for (const [i, part] of parts.entries())
    await post({ wire: part, files: part.pictures }, part.key ?? partKey(keyOf(target), i, parts.length));
  if (overflow !== null) await post(wholeOf(overflow, target), wholeKey(target));
};

const wholeKey = (target: DirectTarget): string => `${keyOf(target)}#file`;

/** What a message that is too long says that it is in. */
const wholeOf = (
  { name: path, text }: { readonly name: string; readonly text: string },
  target: DirectTarget,
): Content => {
  const name = attachmentName(path);
  const shown = { path, facts: null, attachments: [name], note: "" };
  return { wire: renderFile(shown, wholeKey(target)), files: [{ name, bytes: Buffer.from(text, "utf8") }] };
};

const openDirect = async (calls: DiscordCalls, user: string): Promise<string> => {
  const what = "direct messages";
  const request = {
    method: "POST",
    path: "/users/@me/channels",
    body: { recipient_id: user },
    what,
  } as const;
  const answer = Channel.safeParse(
    await calls.make("open direct messages", request, { lane: user, priority }),
  );
  if (answer.success) return answer.data.id;
  throw answeredByOther(what, { cause: answer.error });
};

const sayThatRefused = async ({ posting, clock }: TellingOptions, target: DirectTarget): Promise<void> => {
  const text =
    "I have an answer for you alone, but you take no direct messages from me. Ask by `/botarmy`: you alone see what it answers.";
  const key = `${keyOf(target)}/refused`;
  const message = { ...notice(text), mentions: [target.user] };
  const part = renderMessage(message, discordLimits, key).parts.at(-1);
  if (part === undefined) throw new Error("a message without parts");
  const isThread = target.thread !== null;
  const to = { channel: target.thread ?? target.channel, isThread, priority };
  await posting.message({ ...to, wire: part, files: part.pictures, key }, clock.now());
};
