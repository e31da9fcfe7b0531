import type { Inbound, Receive } from "#src/ports.ts";
import { notice } from "#src/project/notices.ts";
import { createIntake, type Counts, type Intake } from "../inbound-intake.ts";
import type { Lanes } from "../lanes.ts";
import type { Watchdog } from "../watchdog.ts";
import type { Answering } from "./inbound-answering.ts";
import { createDeferring, type Deferring } from "./inbound-deferring.ts";
import { discordHandling, type DiscordHandlingOptions } from "./inbound-handling.ts";
import { Incoming } from "./inbound-incoming.ts";
import { readPacket, readSaid, type Packet } from "./inbound-packets.ts";
import type { Home, Read } from "./inbound-read.ts";
import { askBack, offer, type Suggest } from "./interactions-direct.ts";
import type { KnownPlace } from "./messages.ts";

export interface Accepting {
  /** Keeps on disk what is for us, and lets it be handled in its turn. Throws what the disk throws: nobody is answered then. */
  take(packet: Packet): Promise<void>;
  /** The same for a message that was read from a thread. True when it was new. */
  recover(said: unknown, place: KnownPlace): Promise<boolean>;
  /** Handles what an earlier process left. Resolves when all of it has its turn. */
  replay(): Promise<void>;
  /** Has Discord wait for the answers to what is not handled, which the next process gives. */
  putOff(): Promise<void>;
  /** Resolves once everybody is answered whose turn it was. */
  answered(): Promise<void>;
  counts(): Counts;
}

export interface AcceptingOptions {
  readonly home: Home;
  readonly parts: DiscordHandlingOptions["parts"];
  readonly receive: Receive;
  readonly answering: Answering;
  readonly stopping: AbortSignal;
  readonly lanes: Lanes;
  readonly watchdog: Watchdog;
  readonly suggest: Suggest;
  /** Told when something is on disk. */
  readonly onTaken: (at: number, type: Inbound["event"]["type"]) => void;
}

interface State extends AcceptingOptions {
  readonly intake: Intake<Incoming>;
  readonly deferring: Deferring;
}

export const createAccepting = (options: AcceptingOptions): Accepting => {
  const { home, parts } = options;
  const deferring = createDeferring({
    answering: options.answering,
    clock: parts.clock,
    onFault: (error) => parts.log.warn({ err: error }, "answer not put off"),
  });
  const handling = discordHandling({ ...options, deferring });
  const intake = createIntake({ ...options, handling, schema: Incoming });
  const state: State = { ...options, intake, deferring };
  const reading = { home, places: parts.places };
  return {
    take: async (packet) => {
      const at = parts.clock.now();
      const read = readPacket(packet, reading);
      await options.watchdog.watch(read.type === "incoming" ? read.id : read.type, async () => {
        await accept(state, read, at);
      });
    },
    recover: (said, place) => accept(state, readSaid(said, place, reading), parts.clock.now()),
    replay: intake.replay,
    putOff: deferring.all,
    answered: intake.answered,
    counts: intake.counts,
  };
};

/** True when something new was kept. */
const accept = async (state: State, read: Read, at: number): Promise<boolean> => {
  if (read.type !== "incoming") {
    state.intake.drop();
    notKept(state, read);
    return false;
  }
  const came = await state.intake.take({ ...read, at });
  const { interaction } = read.incoming;
  if (came === "taken" && interaction !== null) state.deferring.begin(interaction, at);
  return came === "taken";
};

const notKept = (state: State, read: Exclude<Read, { type: "incoming" }>): void => {
  const { answering, suggest, parts } = state;
  const told = (what: Promise<void>): void => {
    what.catch((error: unknown) => parts.log.warn({ err: error }, "private answer not given"));
  };
  switch (read.type) {
    case "dropped":
      parts.log.debug({ reason: read.reason }, "payload dropped");
      return;
    case "refused":
      parts.log.info({ reason: read.reason }, "refused");
      told(answering.respond(read.interaction, notice(read.words, { tone: "bad" })));
      return;
    case "asks":
      told(askBack(answering.atOnce, parts.projectIn, read));
      return;
    case "completes":
      told(offer(answering.atOnce, suggest, read));
  }
};
