import type { Inbound } from "#src/ports.ts";
import type { Delivery } from "#src/ports/inbox.ts";
import { notice } from "#src/project/notices.ts";
import type { Lanes } from "../lanes.ts";
import { handlingJob, type Handling, type Kept } from "./inbound-handling.ts";
import { Incoming } from "./inbound-incoming.ts";
import { createOpenModal, type OpenModal } from "./inbound-modal.ts";
import { readPayload } from "./payloads-read.ts";
import type { Read } from "./payloads-result.ts";
import type { Arrival, Take } from "./receivers.ts";
import type { Watchdog } from "./watchdog.ts";

/** What came in since the start. */
export interface Counts {
  /** On disk for the first time. */
  readonly taken: number;
  /** Known already. */
  readonly repeated: number;
  /** Nothing for us. */
  readonly dropped: number;
}

export interface Accepting {
  /** Keeps a payload on disk if it is for us, acknowledges it, and lets it be handled in its turn. */
  readonly take: Take;
  /** The same for one that Slack did not send by itself. True when it was new. */
  readonly recover: (body: unknown) => Promise<boolean>;
  /** Handles what an earlier process left. Resolves when all of it has its turn. */
  replay(): Promise<void>;
  counts(): Counts;
}

export interface AcceptingOptions {
  readonly handling: Handling;
  readonly lanes: Lanes;
  readonly watchdog: Watchdog;
  /** Told when something new is on disk. */
  readonly onTaken: (at: number, type: Inbound["event"]["type"]) => void;
  readonly onTrouble: (trouble: Extract<Read, { type: "trouble" }>) => void;
}

type Ack = Arrival["ack"];
type IncomingRead = Extract<Read, { type: "incoming" }>;

interface State extends AcceptingOptions {
  readonly counts: { taken: number; repeated: number; dropped: number };
  /** Forms in front of people, by delivery: a submission that comes twice is answered alike. */
  readonly modals: Map<string, OpenModal>;
}

export const createAccepting = (options: AcceptingOptions): Accepting => {
  const state: State = { ...options, counts: { taken: 0, repeated: 0, dropped: 0 }, modals: new Map() };
  const { parts } = options.handling;
  return {
    take: async ({ body, ack, retryNum, retryReason }) => {
      const read = readPayload(body, { ...parts.home, at: parts.clock.now() });
      if (retryNum !== undefined && retryNum > 0)
        parts.log.info({ delivery: idOf(read), retryNum, retryReason }, "delivered again by Slack");
      await options.watchdog.watch(idOf(read), async () => {
        await accept(state, { read, ack, view: body["view"] });
      });
    },
    recover: async (body) => {
      const read = readPayload(body, { ...parts.home, at: parts.clock.now() });
      return await accept(state, { read, ack: async () => undefined, view: null });
    },
    replay: async () => {
      for (const delivery of await parts.inbox.open()) replayOne(state, delivery);
    },
    counts: () => ({ ...state.counts }),
  };
};

const idOf = (read: Read): string => (read.type === "incoming" ? read.id : read.type);

interface Arrived<R extends Read = Read> {
  readonly read: R;
  readonly ack: Ack;
  /** The view of a submission. */
  readonly view: unknown;
}

/** True when something was kept. */
const accept = async (state: State, arrived: Arrived): Promise<boolean> => {
  const { read, ack } = arrived;
  if (read.type === "incoming") return await acceptIncoming(state, { ...arrived, read });
  await ack();
  state.counts.dropped += 1;
  const { answering, parts } = state.handling;
  if (read.type === "dropped") parts.log.debug({ reason: read.reason }, "payload dropped");
  if (read.type === "trouble") state.onTrouble(read);
  if (read.type === "refused") {
    parts.log.info({ reason: read.reason }, "refused");
    answering.reply(read.sender, notice(read.words, { tone: "bad" })).catch((error: unknown) => {
      parts.log.warn({ err: error }, "private answer not given");
    });
  }
  return false;
};

const acceptIncoming = async (state: State, { read, ack, view }: Arrived<IncomingRead>): Promise<boolean> => {
  const { incoming, id, lane } = read;
  const { projectIn, inbox } = state.handling.parts;
  const { channel, thread } = incoming;
  if (
    incoming.overheard === "thread" &&
    thread !== null &&
    (await projectIn({ channel, thread })) === undefined
  ) {
    state.counts.dropped += 1;
    await ack();
    return false;
  }
  const at = incoming.sender.at;
  const isNew = await inbox.put({ id, at, lane, payload: JSON.stringify(incoming) });
  state.onTaken(at, incoming.event.type);
  state.counts[isNew ? "taken" : "repeated"] += 1;
  if (isNew) enter(state, { delivery: { id, at, lane }, incoming, modal: openModal(state, read, view) });
  await acknowledge(state, ack, id);
  return isNew;
};

const enter = ({ handling, lanes }: State, kept: Kept): void =>
  lanes.enter(kept.delivery.lane, handlingJob(handling, kept));

const openModal = (state: State, { id, incoming }: IncomingRead, view: unknown): OpenModal | null => {
  if (incoming.event.type !== "form" || view === null) return null;
  const modal = createOpenModal(view, state.handling.parts.clock);
  state.modals.set(id, modal);
  void modal.answer.then(() => state.modals.delete(id));
  return modal;
};

/** It is on disk, so that a connection that has closed meanwhile does no harm: Slack sends it again, and it is known then. */
const acknowledge = async (state: State, ack: Ack, id: string): Promise<void> => {
  const answer = await state.modals.get(id)?.answer;
  try {
    await (answer === undefined ? ack() : ack(answer));
  } catch (error) {
    state.handling.parts.log.info({ delivery: id, err: error }, "acknowledgement not sent");
  }
};

const replayOne = (state: State, { id, at, lane, payload }: Delivery): void => {
  const { log } = state.handling.parts;
  const incoming = Incoming.safeParse(JSON.parse(payload));
  if (incoming.success) enter(state, { delivery: { id, at, lane }, incoming: incoming.data, modal: null });
  else log.error({ delivery: id, err: incoming.error }, "delivery of another version not handled");
};
