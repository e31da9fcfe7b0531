import type { Inbound, Place, Receive, Reply } from "#src/ports.ts";
import type { Delivery } from "#src/ports/inbox.ts";
import { notice } from "#src/project/notices.ts";
import type { Job } from "../lanes.ts";
import type { Answering } from "./inbound-answering.ts";
import type { Incoming } from "./inbound-incoming.ts";
import type { OpenModal } from "./inbound-modal.ts";
import type { InboundParts } from "./inbound-parts.ts";

/** Something a person did that is on disk, and has to be handled. */
export interface Kept {
  readonly delivery: Omit<Delivery, "payload">;
  readonly incoming: Incoming;
  /** The form that it came from, while it is open. */
  readonly modal: OpenModal | null;
}

export interface Handling {
  readonly parts: InboundParts;
  readonly receive: Receive;
  readonly answering: Answering;
  /** Ends waits when everything stops: what is not done then is handled at the next start. */
  readonly stopping: AbortSignal;
}

/** Handles a delivery when its turn comes: the person, `receive`, done, and only then the answer, which is given at most once. */
export const handlingJob = (handling: Handling, kept: Kept): Job => ({
  run: async () => {
    // Whoever waits for an acknowledgement comes first.
    await new Promise((resolve) => setImmediate(resolve));
    const { inbox } = handling.parts;
    const reply = await take(handling, kept);
    await inbox.done(kept.delivery.id);
    await answer(handling, kept, reply);
    if (kept.incoming.sender.channel === null && kept.incoming.event.type !== "home")
      await drawHomeAnew(handling, kept);
  },
  failed: (error, { tries, againInMs }) => {
    const { parts, stopping } = handling;
    if (stopping.aborted) return;
    const facts = { delivery: kept.delivery.id, tries, againInMs, err: error };
    if (againInMs === null) parts.log.error(facts, "delivery set aside until the next start");
    else parts.log.warn(facts, "delivery failed");
    if (tries > 1 || kept.incoming.event.type === "home") return;
    const words =
      "That could not be done just now. It is kept, and will be tried again: you need not repeat it.";
    void answer(handling, kept, notice(words, { tone: "warning" }));
  },
});

const take = async ({ parts, receive, stopping }: Handling, kept: Kept): Promise<Reply | null> => {
  const { delivery, incoming } = kept;
  const { by, event } = incoming;
  if (incoming.overheard !== null && !(await isProjects(parts, incoming, stopping))) return null;
  const named = event.type === "decision" ? await withProject(parts, incoming, event) : event;
  if (named === null)
    return notice(
      "This question belongs to no project that is known here: use the newest message in the project's thread.",
      {
        tone: "bad",
      },
    );
  const decides = event.type === "decision" || event.type === "form";
  const person = await parts.people.find(by, decides ? "now" : "lately");
  return await receive({ ...where(parts, kept), id: delivery.id, by: person, event: named });
};

const where = ({ chat }: InboundParts, { delivery, incoming }: Kept) => {
  const { channel, thread, files } = incoming;
  return { at: delivery.at, chat, channel, thread, ...(files.length === 0 ? {} : { files }) };
};

/** What was done in somebody's home shows there. Never throws: it is drawn anew whenever they open it. */
const drawHomeAnew = async ({ parts, receive, answering }: Handling, kept: Kept): Promise<void> => {
  const { delivery, incoming } = kept;
  try {
    const person = await parts.people.find(incoming.by, "lately");
    const id = `${delivery.id}:home`;
    const home = await receive({ ...where(parts, kept), id, by: person, event: { type: "home" } });
    if (home !== null && home.kind !== "form") await answering.publishHome(incoming.sender, home);
  } catch (error) {
    parts.log.warn({ delivery: delivery.id, err: error }, "home not drawn anew");
  }
};

/** How long a thread that the bot opened may be without its project: from Slack showing its first message to us saving where it is. */
const bindsWithinMs = 5_000;
const looks = 10;

const isProjects = async (
  { projectIn, clock }: InboundParts,
  { channel, thread, overheard }: Incoming,
  stopping: AbortSignal,
): Promise<boolean> => {
  if (thread === null) return false;
  for (let look = 0; ; look++) {
    if ((await projectIn({ channel, thread })) !== undefined) return true;
    if (overheard === "thread" || look === looks) return false;
    await clock.sleep(bindsWithinMs / looks, stopping);
  }
};

type Decision = Extract<Incoming["event"], { type: "decision" }>;

/** A decision's project; null when neither it nor its thread names one. */
const withProject = async (
  { projectIn }: InboundParts,
  { channel, thread }: Incoming,
  decision: Decision,
): Promise<Inbound["event"] | null> => {
  const place: Place | null = thread === null ? null : { channel, thread };
  const project = decision.project ?? (place === null ? undefined : await projectIn(place));
  return project === undefined ? null : { ...decision, project };
};

/** Tells the person. Never throws: they see the project's thread, and can ask again. */
const answer = async ({ parts, answering }: Handling, kept: Kept, reply: Reply | null): Promise<void> => {
  const { modal, incoming, delivery } = kept;
  const { sender, event } = incoming;
  try {
    if (reply !== null && reply.kind !== "form" && reply.tone === "bad" && modal?.refuse(reply) === true)
      return;
    modal?.close();
    if (reply === null) return;
    if (reply.kind === "form") await answering.openForm(sender, reply);
    else if (event.type === "home") await answering.publishHome(sender, reply);
    else await answering.reply(sender, reply);
  } catch (error) {
    parts.log.warn({ delivery: delivery.id, err: error }, "private answer not given");
  }
};
