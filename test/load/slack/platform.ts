import { string } from "../../support/json.ts";
import type { Delivery } from "../../support/slack/deliveries.ts";
import { elementsIn } from "../../support/slack/elements.ts";
import type { Person } from "../../support/slack/person.ts";
import { startSlack } from "../../support/slack/slack.ts";
import type { Post } from "../../support/slack/world.ts";
import type { Deed, LoadDouble, LoadPlatform } from "../platform.ts";
import { look } from "./look.ts";

/** The channel that all share. */
const channel = "C0GENERAL";
/** Slack's own: one a second, after a few at once. */
const rates = { minuteMs: 60_000, burst: 4 };
/** An answer of Slack's takes about as long. */
const latencyMs = 120;

const open = async (count: number): Promise<LoadDouble> => {
  const slack = await startSlack({ rates });
  slack.fault({ method: "*", times: Infinity, wrong: { slowMs: latencyMs } });
  const people = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      slack.person(`U0PERSON${String(n).padStart(2, "0")}`, { name: `Person ${n}` }),
    ),
  );
  return {
    env: {
      SLACK_BOT_TOKEN: slack.app.botToken,
      SLACK_APP_TOKEN: slack.app.appToken,
      SLACK_API_URL: slack.apiUrl,
    },
    people: people.map((person) => ({
      start: async (brief) => deedOf(await person.slash(channel, `start ${brief}`)),
    })),
    ready: async () => {
      await slack.until(() => slack.connections.some(({ open: isOpen }) => isOpen), 20_000);
    },
    said: () => slack.posts.length,
    approval: (nth) => {
      const post = slack.posts[nth];
      return post === undefined ? null : approvalIn(post, people);
    },
    look: () => look(slack),
    close: slack.close,
  };
};

const deedOf = (delivery: Delivery | null): Deed => ({ ackMs: delivery?.ackMs ?? null });

const approvalIn = ({ ts, blocks }: Post, people: readonly Person[]): (() => Promise<Deed>) | null => {
  const ids = elementsIn(blocks).map(({ element }) => string(element["action_id"]));
  const button = ids.find((id) => id.startsWith("decide|") && id.endsWith("|approve"));
  const asked = people.find(({ id }) => JSON.stringify(blocks).includes(id));
  if (button === undefined || asked === undefined) return null;
  return async () => deedOf(await asked.click(ts, button));
};

/** Slack on this machine. A channel and its threads have one rate of posts. */
export const slackPlatform: LoadPlatform = {
  limits: {
    posts: { everyMs: 1_000, burst: 3 },
    laneOf: () => channel,
    usedShare: 0.9,
    // Tier 3.
    editsPerMinute: { most: 50, of: "all messages" },
  },
  open,
};
