import { z } from "zod";
import type { Place } from "#src/ports.ts";
import type { CatchUpPace } from "../catch-up-reading.ts";
import { createCatchUp, type CatchUp, type CatchUpOptions } from "../catch-up.ts";

export interface SlackCatchUpOptions extends Pick<
  CatchUpOptions,
  "notes" | "clock" | "log" | "threads" | "speak" | "heardUntil" | "isListening"
> {
  /** One call of the Web API. Throws ProviderError. */
  readonly call: (method: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Takes an event as if Slack had sent it. True when it was new. */
  readonly recover: (body: unknown) => Promise<boolean>;
  readonly teamId: string;
}

const pace: CatchUpPace = {
  // Slack delivers again what it could not deliver.
  shortMs: 10_000,
  overlapMs: 60_000,
  // 40 a minute: conversations.replies may be called 50 times, and posting needs it too.
  everyMs: 1_500,
};

/** Reads what was said in Slack's threads while nobody listened. */
export const createSlackCatchUp = (options: SlackCatchUpOptions): CatchUp =>
  createCatchUp({
    ...options,
    pace,
    lost: "clicks and commands of that time are lost: Slack told the people so",
    read: (from) => readReplies(options, from),
  });

const Replies = z.object({
  messages: z.array(z.looseObject({ ts: z.string() })).default([]),
  response_metadata: z.object({ next_cursor: z.string().default("") }).nullish(),
});

const readReplies = async (
  { call, teamId }: SlackCatchUpOptions,
  { place, oldest, next }: Parameters<CatchUpOptions["read"]>[0],
): ReturnType<CatchUpOptions["read"]> => {
  const args = { ...argumentsFor(place, oldest), ...(next === null ? {} : { cursor: next }) };
  const { messages, response_metadata: more } = Replies.parse(await call("conversations.replies", args));
  // Slack adds the thread's first message to every page.
  const said = messages.filter(({ ts }) => Number(ts) * 1_000 >= oldest);
  const cursor = more?.next_cursor ?? "";
  return {
    bodies: said.map((message) => eventOf(message, place, teamId)),
    next: cursor === "" ? null : cursor,
  };
};

const argumentsFor = ({ channel, thread }: Place, oldest: number) => ({
  channel,
  ts: thread,
  oldest: (oldest / 1_000).toFixed(6),
  limit: 200,
});

/** What Slack would have sent. */
const eventOf = (message: object, { channel }: Place, teamId: string) => ({
  type: "event_callback",
  event_id: "caught-up",
  team_id: teamId,
  event: { ...message, type: "message", channel },
});
