import { openSlackChat } from "#adapters/chat/slack/slack.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { Secret } from "#src/config/secret.ts";
import type { SlackConfig } from "#src/config/slack.ts";
import { openThreads } from "#src/main/chat-hooks.ts";
import { openSlack } from "#src/main/slack.ts";
import type { Chat } from "#src/ports.ts";
import { problemsOf, problemsOfView } from "../adapters/chat/slack/block-rules.ts";
import { startSlack, type SlackOptions, type TestSlack } from "../support/slack/slack.ts";
import type { ProblemsOf } from "../support/slack/world.ts";
import { until } from "../support/until.ts";
import { createSlackPeople, slackId, type SlackPeople } from "./slack-people.ts";
import { slackTroubles } from "./slack-troubles.ts";
import type { Obstacle, Platform, World, WorldOptions } from "./world.ts";

/** A Slack with people on it. */
export interface SlackWorld extends World {
  readonly slack: TestSlack;
  readonly person: SlackPeople["person"];
  /** Where Slack sends signed requests; empty in Socket Mode. */
  url(): string;
}

export interface SlackWorldOptions {
  readonly slack?: SlackOptions;
  /** HTTP with signed requests instead of Socket Mode. */
  readonly http?: boolean;
  /** Ids of people that messages may notify besides. */
  readonly mayNotify?: readonly string[];
}

const general = "C0GENERAL";

/** Slack as stories use it. */
export const onSlack = (options: SlackWorldOptions = {}): Platform<SlackWorld> => ({
  name: "slack",
  obstacles: slackObstacles,
  open: async (asked) => {
    const slack = await startSlack({
      problemsOf: refusals(asked, options.mayNotify ?? []),
      ...(asked.rates ? { rates: { burst: 3 } } : {}),
      ...options.slack,
    });
    return worldOf(slack, options);
  },
});

const club = "C0CLUB0001";

const obstacle = (
  what: string,
  isPrivate: boolean,
  gone: { readonly joined: boolean } | { readonly archived: boolean },
): Obstacle<SlackWorld> => ({
  what,
  prepare: async ({ slack }) => {
    await slack.channel(club, { name: "club", private: isPrivate });
    slack.scopes.delete("channels:join");
    return club;
  },
  begin: ({ slack }, channel) => slack.setChannel(channel, gone),
  end: ({ slack }, channel) => slack.setChannel(channel, { joined: true, archived: false }),
});

const slackObstacles = [
  obstacle("removed from a private channel", true, { joined: false }),
  obstacle("removed from a channel", false, { joined: false }),
  obstacle("in a channel that was archived", false, { archived: true }),
];

/** Slack's rules for what is shown, and nobody is notified but who may be. */
const refusals = ({ mayNotify }: WorldOptions, more: readonly string[]): ProblemsOf => {
  const known = [...["Ann", "Bob"].map(slackId), ...mayNotify.map(groupId), ...more];
  return (shown, surface) => (surface === "message" ? problemsOf(shown, known) : problemsOfView(shown));
};

const groupId = (name: string): string => `S0${name.toUpperCase()}`;

const worldOf = (slack: TestSlack, { http = false }: SlackWorldOptions): SlackWorld => {
  const people = createSlackPeople(slack, general);
  let port = (): number | null => null;
  const url = (): string => (http ? `http://127.0.0.1:${port()}/slack/events` : "");
  return {
    name: "slack",
    slack,
    url,
    channel: general,
    ...people,
    otherChannel: async () => {
      await slack.channel("C0OTHER001", { name: "other" });
      return "C0OTHER001";
    },
    group: groupId,
    ...looking(slack),
    troubles: () => slackTroubles(slack),
    lately: () => slack.calls.slice(-3),
    connect: async (opened, { clock, hooks }) => {
      const config = configFor(slack, http);
      if (clock === null && !http) return await openSlack(config, opened, hooks);
      const chat = await openQuick(config, { ...opened, ...hooks, clock: clock ?? systemClock });
      port = chat.port;
      return chat;
    },
    ready: async () => {
      if (http) slack.useHttp(url());
      else await until(() => slack.connections.some(({ open }) => open), 20_000);
    },
    failAtStart: () => {
      slack.fault({ method: "auth.test", times: 2, wrong: "drop-before" });
      slack.fault({ method: "auth.test", nth: 3, wrong: { status: 503 } });
    },
    revoke: () =>
      slack.fault({
        method: "*",
        times: 1_000_000,
        when: ({ method }) => method !== "apps.connections.open",
        wrong: { error: "token_revoked" },
      }),
    close: () => slack.close(),
  };
};

const looking = (
  slack: TestSlack,
): Pick<
  SlackWorld,
  "thread" | "count" | "roots" | "files" | "posted" | "announced" | "whispers" | "edits" | "answers"
> => ({
  thread: slack.thread,
  count: async (place) => (await slack.messages(place)).length,
  roots: async (id) => (await slack.roots(id)).map(({ ts }) => ts),
  files: slack.files,
  posted: () => slack.posts.length,
  announced: () =>
    slack
      .callsOf("chat.postMessage")
      .filter(({ args }) => args["reply_broadcast"] === true || args["reply_broadcast"] === "true")
      .map(({ args }) => String(args["text"])),
  whispers: () => slack.posts.filter(({ channel }) => channel.startsWith("D")).map(({ text }) => text),
  edits: (ts) => slack.callsOf("chat.update").filter(({ args }) => args["ts"] === ts).length,
  answers: () => ({ words: done(slack, "respond"), forms: done(slack, "views.open") }),
});

const done = (slack: TestSlack, method: string): number =>
  slack.callsOf(method).filter(({ doneAt }) => doneAt !== null).length;

type Around = Omit<
  Parameters<typeof openSlackChat>[0],
  "inbox" | "notes" | "token" | "way" | "apiUrl" | "projectIn" | "threads"
>;
type Opened = Parameters<typeof openSlack>[1];

/** As `openSlack` does it, with another clock. */
const openQuick = async (
  { botToken, way, apiUrl }: SlackConfig,
  { chatMemory, store, ...around }: Around & Pick<Opened, "chatMemory" | "store">,
): Promise<Chat & { port(): number | null }> =>
  await openSlackChat({
    ...around,
    ...chatMemory("slack"),
    token: botToken.reveal(),
    way:
      way.type === "socket"
        ? { type: "socket", appToken: way.appToken.reveal() }
        : { type: "http", signingSecret: way.signingSecret.reveal(), port: way.port },
    apiUrl,
    projectIn: ({ thread }) => store.byThread("slack", thread),
    threads: () => openThreads({ store, log: around.log }, "slack"),
  });

const configFor = (slack: TestSlack, http: boolean): SlackConfig => ({
  botToken: new Secret(slack.app.botToken),
  way: http
    ? { type: "http", signingSecret: new Secret(slack.app.signingSecret), port: 0 }
    : { type: "socket", appToken: new Secret(slack.app.appToken) },
  apiUrl: slack.apiUrl,
});
