import type { MethodRates, Rate } from "../outbound-pace.ts";

/** Slack's tiers are calls a minute; these keep just below: in any minute 49 of 50, 99 of 100, 20 of 20. */
const tier2: Rate = { everyMs: 3_200, burst: 2 };
const tier3: Rate = { everyMs: 1_300, burst: 3 };
/** Cards of questions that were decided are redrawn before the others: their buttons do nothing any more. */
const tier3Cards: Rate = { ...tier3, kept: 1 };
const tier4: Rate = { everyMs: 650, burst: 7 };

/** Slack takes about one message a second in a channel, and short bursts: those are kept for questions, so that three at once are asked within a second. */
const inChannel: Rate = { everyMs: 1_000, burst: 3, kept: 2 };

/** Files come as often as messages do: our choice, Slack only gives the tier. */
const filesInChannel: Rate = { everyMs: 1_000, burst: 3 };

/** What Slack allows of a method: docs.slack.dev/apis/web-api/rate-limits and each method's page. The lane is a channel where nothing else is said. */
const known: Readonly<Record<string, MethodRates>> = {
  // "Several hundred" a minute in a workspace.
  "chat.postMessage": { each: inChannel, all: { everyMs: 250, burst: 10, kept: 4 } },
  // The lane is a thread: cards are redrawn calmly.
  "chat.update": { each: { everyMs: 3_000, burst: 1 }, all: tier3Cards },
  "chat.postEphemeral": { all: tier4 },
  "conversations.open": { all: tier3 },
  "files.getUploadURLExternal": { all: tier4 },
  // Posts a message for each file, and is counted by itself: it takes nothing from the messages.
  "files.completeUploadExternal": { each: filesInChannel, all: tier4 },
  "files.info": { all: tier4 },
  "users.info": { all: tier4 },
  "usergroups.list": { all: tier2 },
  "usergroups.users.list": { all: tier2 },
  "views.open": { all: tier4 },
  "views.update": { all: tier4 },
  // The lane is a person, whose home is drawn anew every 5 seconds at most.
  "views.publish": { each: { everyMs: 5_000, burst: 2 }, all: tier4 },
  // The lane is a thread. Slack gives no number for it.
  "assistant.threads.setStatus": { each: { everyMs: 3_000, burst: 1 }, all: tier4 },
  // Not a method: five posts for each address.
  response_url: {},
};

/** The rates of a Web API method; a method that is not listed is taken for tier 3. */
export const slackRates = (method: string): MethodRates => known[method] ?? { all: tier3 };
