import { z } from "zod";
import { connectionFault, httpFault, SlackFault } from "./faults.ts";
import type { SlackCalls } from "./outbound-calls.ts";
import type { WireMessage } from "./wire.ts";

/** Whom to tell something alone, and by which doors. */
export interface PrivateTarget {
  readonly user: string;
  /** null when what the person did happened in no channel, as in their home. */
  readonly channel: string | null;
  /** null in the channel itself. */
  readonly thread: string | null;
  /** The `response_url` of what the person did; null when it had none. */
  readonly responseUrl: string | null;
  /** When the person did it, in milliseconds since 1970. */
  readonly at: number;
  /** The person clicked in a private message: the answer takes its place, where there is a `responseUrl`. */
  readonly replaces?: boolean;
}

/** One way of telling a person something alone. Resolves when it was told, throws SlackFault. */
export type Way = (wire: WireMessage, target: PrivateTarget, isFirst: boolean) => Promise<void>;

/** From docs.slack.dev/interactivity/handling-user-interaction: five answers within 30 minutes. A minute is left for the way. */
const mostAnswers = 5;
const answersForMs = 29 * 60_000;
const timeoutMs = 10_000;

/** Counts the answers to each address, since Slack takes no more than five. */
export const createResponding = (calls: SlackCalls, now: () => number) => {
  const answered = new Map<string, { count: number; until: number }>();
  const countOf = (url: string): number => answered.get(url)?.count ?? 0;
  const forget = (): void => {
    for (const [url, { until }] of answered) if (until < now()) answered.delete(url);
  };
  /** The way by this address; undefined when it is used up. */
  return ({ responseUrl: url, at }: PrivateTarget): Way | undefined => {
    forget();
    const until = at + answersForMs;
    if (url === null || until <= now() || countOf(url) >= mostAnswers) return undefined;
    return async (wire, { thread, replaces }, isFirst) => {
      answered.set(url, { count: countOf(url) + 1, until });
      const body = {
        ...wire,
        response_type: "ephemeral",
        replace_original: replaces === true && isFirst,
        ...(thread === null ? {} : { thread_ts: thread }),
      };
      await calls.request("response_url", () => answer(url, body), { lane: url, priority: 0 });
    };
  };
};

const answer = async (url: string, body: object): Promise<void> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw connectionFault(error, "response_url");
  });
  const text = await response.text().catch(() => "");
  const code = refusalIn(text);
  if (code !== null) throw refusedAnswer(code);
  if (!response.ok) throw httpFault(response.status, "response_url");
};

const Refused = z.looseObject({ ok: z.literal(false), error: z.string() });

/** Slack says `ok` as a word, or what is wrong as JSON: `expired_url`, `used_url`, … */
const refusalIn = (text: string): string | null => {
  if (!text.startsWith("{")) return null;
  try {
    return Refused.safeParse(JSON.parse(text)).data?.error ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

const refusedAnswer = (code: string): SlackFault =>
  new SlackFault(`Slack refused an answer: ${code}`, { code, kind: "bad-request", retryable: false });

/** Seen by the person alone, in the thread where it belongs; gone after a reload of the client. */
export const ephemeralWay = (calls: SlackCalls, { channel }: PrivateTarget): Way | undefined => {
  if (channel === null || isDirect(channel) || isPerson(channel)) return undefined;
  return async (wire, { thread, user }) => {
    const args = { ...wire, channel, user, ...(thread === null ? {} : { thread_ts: thread }) };
    await calls.call("chat.postEphemeral", args, { lane: user, priority: 0 });
  };
};

/** A direct message. What was said in one is answered there. */
export const directWay =
  (calls: SlackCalls): Way =>
  async (wire, target) => {
    await calls.call("chat.postMessage", directArgs(wire, target), { lane: target.user, priority: 0 });
  };

/** Where a direct message goes: a channel of direct messages, or the person, whose channel Slack finds. */
export const directArgs = (wire: WireMessage, { channel, thread, user }: PrivateTarget) => ({
  ...wire,
  ...(channel !== null && isDirect(channel)
    ? { channel, ...(thread === null ? {} : { thread_ts: thread }) }
    : { channel: user }),
  unfurl_links: false,
  unfurl_media: false,
});

/** Ids of direct messages begin with D. */
export const isDirect = (channel: string): boolean => /^D[A-Z0-9]{6,}$/.test(channel);

/** A form that was opened at home has the person in place of a channel. */
const isPerson = (channel: string): boolean => /^[UW][A-Z0-9]{6,}$/.test(channel);
