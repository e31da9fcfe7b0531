import type { Receive, Reply } from "#src/ports.ts";
import { notice } from "#src/project/notices.ts";
import type { Handling, InboundParts, Kept } from "../inbound-handling.ts";
import type { Answering } from "./inbound-answering.ts";
import type { Deferring } from "./inbound-deferring.ts";
import type { Incoming } from "./inbound-incoming.ts";
import type { Places } from "./inbound-places.ts";
import type { People } from "./people.ts";

export interface DiscordHandlingOptions {
  readonly parts: InboundParts & { readonly people: People; readonly places: Places };
  readonly receive: Receive;
  readonly answering: Answering;
  readonly deferring: Deferring;
  /** Ends waits when everything stops. */
  readonly stopping: AbortSignal;
}

/** How Discord's deliveries are handled. */
export const discordHandling = (options: DiscordHandlingOptions): Handling<Incoming> => {
  const { parts, receive, stopping } = options;
  return {
    parts,
    receive,
    stopping,
    settle: (incoming) => settle(parts, incoming),
    find: ({ by }, when) => parts.people.find(by, when),
    answer: (kept, reply) => answer(options, kept, { reply: reply ?? hindranceIn(kept), part: "" }),
    excuse: (kept, reply) => answer(options, kept, { reply, part: "/excuse" }),
  };
};

const hindranceIn = ({ incoming: { hindrance } }: Kept<Incoming>): Reply | null =>
  hindrance === null ? null : notice(hindrance, { tone: "warning" });

/** Finds out whether a message was written in a thread, or answers a thread's first message. */
const settle = async (
  { places, projectIn }: DiscordHandlingOptions["parts"],
  incoming: Incoming,
): Promise<Incoming> => {
  const { message } = incoming;
  if (message === null) return incoming;
  const { channel, thread } = message.place === null ? incoming : await places.find(message.place);
  const { answers } = message;
  const isInThread = thread !== null || incoming.thread !== null || answers === null;
  if (isInThread) return { ...incoming, channel, thread: thread ?? incoming.thread };
  const isProjects = (await projectIn({ channel, thread: answers })) !== undefined;
  return { ...incoming, channel, thread: isProjects ? answers : null };
};

/** An interaction can be answered for so long: docs.discord.com/developers/interactions/receiving-and-responding. */
const answerableMs = 15 * 60_000;

/** `part` tells several answers to one message apart. */
const answer = async (
  { parts, answering, deferring }: DiscordHandlingOptions,
  { delivery, incoming }: Kept<Incoming>,
  { reply, part }: { readonly reply: Reply | null; readonly part: string },
): Promise<void> => {
  const { interaction, message, by, channel, thread } = incoming;
  if (interaction !== null) {
    if (parts.clock.now() - delivery.at > answerableMs) {
      parts.log.info({ delivery: delivery.id }, "too late for an answer");
      return;
    }
    deferring.end(interaction);
    await answering.respond(interaction, reply);
  } else if (message !== null && reply !== null)
    await answering.tellDirectly({ user: by.id, id: `${message.id}${part}`, channel, thread }, reply);
};
