import { setTimeout as sleep } from "node:timers/promises";
import { string } from "../support/json.ts";
import { elementsIn } from "../support/slack/elements.ts";
import type { Person } from "../support/slack/person.ts";
import type { TestSlack } from "../support/slack/slack.ts";
import type { Post } from "../support/slack/world.ts";

/** People who start one project each and approve whatever they are asked. */
export interface People {
  /** Resolves when all have started theirs, one every `everyMs`. */
  start(everyMs: number): Promise<void>;
  stop(): Promise<void>;
  /** How many clicks were made. */
  clicks(): number;
}

/** As long as a quick reader takes. */
const readingMs = 1_500;
const lookEveryMs = 50;

const briefs = [
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Members see which lanes are free. A booking can be cancelled until an hour before. The system must answer within 300 ms.",
  "A library lends tools to its neighbours. A neighbour must reserve a tool for a week. The librarian sees what is late. Reminders go out by mail a day before. The service must keep working offline.",
  "A bakery takes orders for the morning. Customers must order before eight in the evening. The baker prints a list by kind of bread. Payment happens at the counter. Data is kept for one year.",
] as const;

export const createPeople = async (slack: TestSlack, count: number, channel: string): Promise<People> => {
  const people = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      slack.person(`U0PERSON${String(n).padStart(2, "0")}`, { name: `Person ${n}` }),
    ),
  );
  const stopping = new AbortController();
  const clicking = new Set<Promise<void>>();
  let seen = 0;
  let clicks = 0;

  const decide = async (post: Post, button: string): Promise<void> => {
    await sleep(readingMs);
    const owner = people.find(({ id }) => JSON.stringify(post.blocks).includes(id));
    await owner?.click(post.ts, button);
    clicks += 1;
  };
  const look = async (): Promise<void> => {
    for (; !stopping.signal.aborted; await sleep(lookEveryMs)) {
      const fresh = slack.posts.slice(seen);
      seen += fresh.length;
      for (const post of fresh) {
        const button = approveIn(post);
        if (button === null) continue;
        const done = decide(post, button).finally(() => clicking.delete(done));
        clicking.add(done);
      }
    }
  };
  const looking = look();
  return {
    start: async (everyMs) => {
      for (const [n, person] of people.entries()) {
        void begin(person, channel, n);
        await sleep(everyMs);
      }
    },
    stop: async () => {
      stopping.abort();
      await looking;
      await Promise.all(clicking);
    },
    clicks: () => clicks,
  };
};

const begin = async (person: Person, channel: string, n: number): Promise<void> => {
  await person.slash(
    channel,
    `start ${briefs[n % briefs.length] ?? briefs[0]} This is club number ${n + 1}.`,
  );
};

/** The action_id of the button that approves; null when nothing is asked. */
const approveIn = ({ blocks }: Post): string | null => {
  const ids = elementsIn(blocks).map(({ element }) => string(element["action_id"]));
  return ids.find((id) => id.startsWith("decide|") && id.endsWith("|approve")) ?? null;
};
