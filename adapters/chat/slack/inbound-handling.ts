import type { Receive, Reply } from "#src/ports.ts";
import { inboundBase, type Handling, type Kept } from "../inbound-handling.ts";
import type { Answering } from "./inbound-answering.ts";
import type { Incoming } from "./inbound-incoming.ts";
import type { OpenModal } from "./inbound-modal.ts";
import type { SlackInboundParts } from "./inbound-parts.ts";

export interface SlackHandlingOptions {
  readonly parts: SlackInboundParts;
  readonly receive: Receive;
  readonly answering: Answering;
  /** Ends waits when everything stops. */
  readonly stopping: AbortSignal;
}

/** How Slack's deliveries are handled. `modals` are the forms that are still open in front of people, by delivery. */
export const slackHandling = (
  options: SlackHandlingOptions,
  modals: ReadonlyMap<string, OpenModal>,
): Handling<Incoming> => {
  const { parts, receive, stopping } = options;
  const answer = (kept: Kept<Incoming>, reply: Reply | null): Promise<void> =>
    tell(options, { kept, modal: modals.get(kept.delivery.id) ?? null }, reply);
  return {
    parts,
    receive,
    stopping,
    find: ({ by }, when) => parts.people.find(by, when),
    answer,
    excuse: async (kept, words) => {
      if (kept.incoming.event.type !== "home") await answer(kept, words);
    },
    after: async (kept) => {
      const { sender, event } = kept.incoming;
      if (sender.channel === null && event.type !== "home") await drawHomeAnew(options, kept);
    },
  };
};

const tell = async (
  { answering }: SlackHandlingOptions,
  { kept, modal }: { readonly kept: Kept<Incoming>; readonly modal: OpenModal | null },
  reply: Reply | null,
): Promise<void> => {
  const { sender, event } = kept.incoming;
  if (reply !== null && reply.kind !== "form" && reply.tone === "bad" && modal?.refuse(reply) === true)
    return;
  modal?.close();
  if (reply === null) return;
  if (reply.kind === "form") await answering.openForm(sender, reply);
  else if (event.type === "home") await answering.publishHome(sender, reply);
  else await answering.reply(sender, reply);
};

/** What was done in somebody's home shows there. Never throws: it is drawn anew whenever they open it. */
const drawHomeAnew = async (
  { parts, receive, answering }: SlackHandlingOptions,
  { delivery, incoming }: Kept<Incoming>,
): Promise<void> => {
  try {
    const by = await parts.people.find(incoming.by, "lately");
    const id = `${delivery.id}:home`;
    const home = await receive({
      ...inboundBase(parts, delivery.at, incoming),
      id,
      by,
      event: { type: "home" },
    });
    if (home !== null && home.kind !== "form") await answering.publishHome(incoming.sender, home);
  } catch (error) {
    parts.log.warn({ delivery: delivery.id, err: error }, "home not drawn anew");
  }
};
