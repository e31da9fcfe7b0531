import type { Person } from "../../support/slack/person.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Did } from "./did.ts";
import type { Plan } from "./plans.ts";
import { createPlayer } from "./player.ts";
import type { Rows } from "./rows.ts";

/** The people of a round. They do what they want to do depending on what they see in Slack, and try again what Slack says did not work. */
export interface Crowd {
  /** Resolves when everybody has done everything, and all projects are over. */
  readonly over: Promise<void>;
  readonly did: readonly Did[];
  readonly people: readonly Person[];
  /** Calls `tell` at every acknowledgement of what somebody did. */
  onAck(tell: () => void): () => void;
  /** Sends everybody home. */
  end(): void;
}

export const createCrowd = async (slack: TestSlack, plans: readonly Plan[], rows: Rows): Promise<Crowd> => {
  const did: Did[] = [];
  const listeners = new Set<() => void>();
  const ending = new AbortController();
  const keep = (one: Did): void => {
    did.push(one);
    for (const { done } of one.deliveries)
      void done.then(({ ackMs }) => {
        if (ackMs !== null) for (const tell of listeners) tell();
      });
  };
  for (const { channel } of plans)
    if (channel !== "C0GENERAL") await slack.channel(channel, { name: channel.slice(2).toLowerCase() });
  const people = new Map(
    await Promise.all(plans.map(async ({ id, name }) => [id, await slack.person(id, { name })] as const)),
  );
  const over = Promise.all(
    plans.map(async (plan) => {
      const player = createPlayer({ slack, plan, people, rows, keep, ending: ending.signal });
      await player.play();
    }),
  );
  // Whoever waits for it hears of it; nobody may be left to.
  over.catch(() => undefined);
  return {
    over: over.then(() => undefined),
    did,
    people: [...people.values()],
    onAck: (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    end: () => ending.abort(new Error("the round is over")),
  };
};
