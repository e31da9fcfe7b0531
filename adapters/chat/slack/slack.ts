import type { Chat, Place } from "#src/ports.ts";
import type { Inbox, Notes } from "#src/ports/inbox.ts";
import type { OpenThread } from "../gaps-words.ts";
import { onceOnly, patiently, type Patience } from "../patiently.ts";
import { speakingOf } from "../speaking.ts";
import { createSlackClient } from "./client.ts";
import { identify, type Identity } from "./identity.ts";
import { createSlackInbound, type SlackInbound, type SlackInboundHealth } from "./inbound.ts";
import { createSlackOutbound } from "./outbound.ts";

/** What the Slack adapter is made from. */
export interface SlackOptions extends Patience {
  /** The bot token, `xoxb-…`. */
  readonly token: string;
  /** Socket Mode with an app-level token, `xapp-…`, or HTTP with the app's signing secret. */
  readonly way:
    | { readonly type: "socket"; readonly appToken: string }
    | { readonly type: "http"; readonly signingSecret: string; readonly port: number };
  /** Another address of the Web API, ending in `/api/`; null for Slack's own. */
  readonly apiUrl: string | null;
  readonly inbox: Inbox;
  readonly notes: Notes;
  /** The project that is talked about in a thread. */
  readonly projectIn: (place: Place) => Promise<string | undefined>;
  /** Threads of projects that go on or have ended since a time, in milliseconds since 1970, newest first. */
  readonly threads: (endedSince?: number) => Promise<readonly OpenThread[]>;
  /** Told once, in words, when nothing works before somebody acts: the token was revoked, the app removed. */
  readonly onFatal: (words: string) => void;
}

/** Slack as a chat platform. */
export interface SlackChat extends Chat {
  readonly identity: Identity;
  health(): SlackInboundHealth;
  /** The port that is listened on; null in Socket Mode. */
  port(): number | null;
}

/** Signs in to Slack; nothing is delivered before `listen`. Waits while Slack cannot be reached. Throws BotArmyError when it refuses the token. */
export const openSlackChat = async (options: SlackOptions): Promise<SlackChat> => {
  const { token, clock, log, notes } = options;
  const onFatal = onceOnly(options.onFatal);
  const api = options.apiUrl === null ? {} : { apiUrl: options.apiUrl };
  const client = createSlackClient({ token, ...api, log, onFatal: () => undefined });
  const identity = await patiently(() => identify(client), "slack-token", options);
  log.info({ team: identity.team, bot: identity.botName }, "signed in to slack");
  const outbound = createSlackOutbound({
    ...identity,
    ...api,
    token,
    clock,
    notes,
    log,
    onFatal: ({ message }) => onFatal(message),
  });
  const inbound = createSlackInbound({
    ...options,
    way: { ...options.way, ...api },
    home: identity,
    call: outbound.call,
    onFatal,
  });
  return { name: "slack", forms: true, identity, ...speakingAndListening(outbound, inbound) };
};

const speakingAndListening = (
  outbound: ReturnType<typeof createSlackOutbound>,
  inbound: SlackInbound,
): Omit<SlackChat, "name" | "identity"> => ({
  ...speakingOf(outbound),
  listen: (receive) => inbound.start(receive, outbound),
  health: inbound.health,
  port: inbound.port,
  close: async () => {
    await inbound.stop();
    await outbound.close();
  },
});
