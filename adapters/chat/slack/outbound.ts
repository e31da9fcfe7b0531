import { ProviderError } from "#src/errors.ts";
import type { Chat, Clock, Log } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { createSlackClient, type SlackArgs } from "./client.ts";
import { createFetching } from "./fetching.ts";
import { createFinding } from "./finding.ts";
import { createSlackCalls, type SlackCalls } from "./outbound-calls.ts";
import { createSpeaking } from "./outbound-speaking.ts";
import { createPosting } from "./posting.ts";
import { createPrivateViews, type PrivateViews } from "./private-views.ts";
import { createPrivate, type ReplyPrivately } from "./private.ts";
import { createThinking } from "./thinking.ts";
import { createUploads } from "./uploads.ts";

export interface SlackOutboundOptions {
  /** The bot token, `xoxb-…`. */
  readonly token: string;
  /** What `auth.test` says of us: `user_id`, `bot_id` and `url`. */
  readonly botUserId: string;
  readonly botId: string;
  /** The workspace's address, e.g. `https://swim-club.slack.com/`. */
  readonly teamUrl: string;
  /** Where the Web API is, for tests and proxies; Slack's own by default. */
  readonly apiUrl?: string;
  /** How long an answer of the Web API may take; 10 s by default. */
  readonly timeoutMs?: number;
  readonly clock: Clock;
  readonly notes: Notes;
  readonly log: Log;
  /** Told once when Slack refuses the token for good; the message says what to do. */
  readonly onFatal: (error: Error) => void;
}

/** Everything that goes to Slack. What it throws is a ProviderError that says what to do. */
export interface SlackOutbound
  extends
    Required<
      Pick<Chat, "openThread" | "post" | "edit" | "upload" | "find" | "fetch" | "draft" | "link" | "close">
    >,
    PrivateViews {
  /** Tells a person something alone, at most once. */
  readonly reply: ReplyPrivately;
  /** One call of the Web API, within its rates, for what reads: people, groups, what was missed. Throws SlackFault. */
  call(method: string, args: SlackArgs, signal?: AbortSignal): Promise<unknown>;
}

export const createSlackOutbound = (options: SlackOutboundOptions): SlackOutbound => {
  const { clock, log, notes, token, apiUrl } = options;
  const closing = new AbortController();
  const calls = createSlackCalls(createSlackClient(options), clock);
  const finding = createFinding({ ...options, calls });
  const posting = createPosting({ calls, finding, clock, closing: closing.signal });
  const uploads = createUploads({ calls, finding, notes, clock, closing: closing.signal });
  const reply = createPrivate({ calls, uploads, clock, log });
  return {
    ...createSpeaking({ posting, uploads, finding, clock, notes }),
    ...createPrivateViews(calls, reply),
    reply,
    call: createReading(calls),
    fetch: createFetching({ calls, token, apiUrl }),
    draft: createThinking({ calls, clock, log, closing: closing.signal }),
    link: ({ channel, thread }) => linkTo(options.teamUrl, channel, thread),
    close: async () => {
      closing.abort(new ProviderError("Slack is being closed; this was not sent", { retryable: true }));
      await calls.close();
    },
  };
};

/** Slack's address of a message; it opens the thread of a root. Null when the thread is none of Slack's. */
const linkTo = (teamUrl: string, channel: string, ts: string): string | null =>
  /^\d+\.\d{6}$/.test(ts) && URL.canParse(teamUrl)
    ? new URL(`/archives/${encodeURIComponent(channel)}/p${ts.replace(".", "")}`, teamUrl).href
    : null;

/** Reading goes side by side, each in a lane of its own. */
const createReading = (calls: SlackCalls): SlackOutbound["call"] => {
  let n = 0;
  return async (method, args, signal) => {
    n += 1;
    const place = { lane: `reading ${n}`, priority: 1, ...(signal === undefined ? {} : { signal }) };
    return await calls.call(method, args, place);
  };
};
