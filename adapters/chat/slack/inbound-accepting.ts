import type { Inbound } from "#src/ports.ts";
import { notice } from "#src/project/notices.ts";
import { createIntake, type Counts, type Intake } from "../inbound-intake.ts";
import type { Lanes } from "../lanes.ts";
import type { Watchdog } from "../watchdog.ts";
import { slackHandling, type SlackHandlingOptions } from "./inbound-handling.ts";
import { Incoming } from "./inbound-incoming.ts";
import { createOpenModal, type OpenModal } from "./inbound-modal.ts";
import { readPayload } from "./payloads-read.ts";
import type { Read } from "./payloads-result.ts";
import type { Arrival, Take } from "./receivers.ts";

export interface Accepting {
  /** Keeps a payload on disk if it is for us, acknowledges it, and lets it be handled in its turn. */
  readonly take: Take;
  /** The same for one that Slack did not send by itself. True when it was new. */
  readonly recover: (body: unknown) => Promise<boolean>;
  /** Handles what an earlier process left. Resolves when all of it has its turn. */
  replay(): Promise<void>;
  /** Resolves once everybody is answered. */
  answered(): Promise<void>;
  counts(): Counts;
}

export interface AcceptingOptions {
  readonly handling: SlackHandlingOptions;
  readonly lanes: Lanes;
  readonly watchdog: Watchdog;
  /** Told when something is on disk. */
  readonly onTaken: (at: number, type: Inbound["event"]["type"]) => void;
  readonly onTrouble: (trouble: Extract<Read, { type: "trouble" }>) => void;
}

type Ack = Arrival["ack"];
type IncomingRead = Extract<Read, { type: "incoming" }>;

interface State extends AcceptingOptions {
  readonly intake: Intake<Incoming>;
  /** Forms in front of people, by delivery: a submission that comes twice is answered alike. */
  readonly modals: Map<string, OpenModal>;
}

export const createAccepting = (options: AcceptingOptions): Accepting => {
  const { parts } = options.handling;
  const modals = new Map<string, OpenModal>();
  const handling = slackHandling(options.handling, modals);
  const intake = createIntake({ ...options, handling, schema: Incoming });
  const state: State = { ...options, intake, modals };
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
    replay: intake.replay,
    answered: intake.answered,
    counts: intake.counts,
  };
};

const idOf = (read: Read): string => (read.type === "incoming" ? read.id : read.type);

interface Arrived<R extends Read = Read> {
  readonly read: R;
  readonly ack: Ack;
  /** The view of a submission. */
  readonly view: unknown;
}

/** True when something new was kept. */
const accept = async (state: State, arrived: Arrived): Promise<boolean> => {
  const { read, ack } = arrived;
  if (read.type === "incoming") return await acceptIncoming(state, { ...arrived, read });
  await ack();
  state.intake.drop();
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
  const { id, incoming } = read;
  const modal = openModal(state, read, view);
  const came = await state.intake.take({ ...read, at: incoming.sender.at });
  // Its form is closed as it was when it came first.
  if (came !== "taken") modal?.close();
  await acknowledge(state, ack, id);
  return came === "taken";
};

/** The form that a submission has in front of its person; null when there is none, or it is known already. */
const openModal = (state: State, { id, incoming }: IncomingRead, view: unknown): OpenModal | null => {
  if (incoming.event.type !== "form" || view === null || state.modals.has(id)) return null;
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
