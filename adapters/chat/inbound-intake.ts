import type { z } from "zod";
import type { Inbound } from "#src/ports.ts";
import type { Delivery } from "#src/ports/inbox.ts";
import { handlingJob, type Handling, type Kept } from "./inbound-handling.ts";
import type { Heard } from "./inbound-heard.ts";
import { createLanes, type Lanes } from "./lanes.ts";

/** What came in since the start. */
export interface Counts {
  /** On disk for the first time. */
  readonly taken: number;
  /** Known already. */
  readonly repeated: number;
  /** Nothing for us. */
  readonly dropped: number;
}

/** Something a person did, as it came in. */
export interface Arrived<T extends Heard> {
  readonly id: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** Shared by what must keep its order. */
  readonly lane: string;
  readonly incoming: T;
}

/** Keeps what is for us on disk, and lets it be handled in its turn. */
export interface Intake<T extends Heard> {
  /** Resolves when it is on disk, or known to be nothing for us: only then may the platform be told. Throws what the disk throws. */
  take(arrived: Arrived<T>): Promise<keyof Counts>;
  /** Counts something that is nothing for us. */
  drop(): void;
  /** Handles what an earlier process left. Resolves when all of it has its turn. */
  replay(): Promise<void>;
  /** Resolves once everybody is answered. */
  answered(): Promise<void>;
  counts(): Counts;
}

export interface IntakeOptions<T extends Heard> {
  readonly handling: Handling<T>;
  readonly lanes: Lanes;
  /** What the inbox keeps. */
  readonly schema: z.ZodType<T>;
  /** Told when something is on disk. */
  readonly onTaken: (at: number, type: Inbound["event"]["type"]) => void;
}

/** Platforms take a few private answers a second. */
const answersAtOnce = 16;

interface State<T extends Heard> extends IntakeOptions<T> {
  /** Where private answers are given. */
  readonly answers: Lanes;
}

export const createIntake = <T extends Heard>(options: IntakeOptions<T>): Intake<T> => {
  const { parts } = options.handling;
  const counts = { taken: 0, repeated: 0, dropped: 0 };
  const answers = createLanes({ clock: parts.clock, atOnce: answersAtOnce });
  const state: State<T> = { ...options, answers };
  return {
    take: async ({ id, at, lane, incoming }) => {
      const came = (await isForUs(options, incoming))
        ? await keep(state, { id, at, lane, incoming })
        : "dropped";
      counts[came] += 1;
      return came;
    },
    drop: () => {
      counts.dropped += 1;
    },
    replay: async () => {
      for (const delivery of await parts.inbox.open()) replayOne(state, delivery);
    },
    answered: answers.idle,
    counts: () => ({ ...counts }),
  };
};

/** What is said in anybody's thread is for us only if it is a project's. */
const isForUs = async <T extends Heard>(
  { handling: { parts } }: IntakeOptions<T>,
  { channel, thread, overheard }: Heard,
): Promise<boolean> =>
  overheard !== "thread" || thread === null || (await parts.projectIn({ channel, thread })) !== undefined;

const keep = async <T extends Heard>(
  options: State<T>,
  { id, at, lane, incoming }: Arrived<T>,
): Promise<"taken" | "repeated"> => {
  const { inbox } = options.handling.parts;
  const isNew = await inbox.put({ id, at, lane, payload: JSON.stringify(incoming) });
  options.onTaken(at, incoming.event.type);
  if (isNew) enter(options, { delivery: { id, at, lane }, incoming });
  return isNew ? "taken" : "repeated";
};

const enter = <T extends Heard>({ handling, lanes, answers }: State<T>, kept: Kept<T>): void =>
  lanes.enter(kept.delivery.lane, handlingJob(handling, kept, answers));

const replayOne = <T extends Heard>(options: State<T>, { id, at, lane, payload }: Delivery): void => {
  const incoming = options.schema.safeParse(JSON.parse(payload));
  if (incoming.success) enter(options, { delivery: { id, at, lane }, incoming: incoming.data });
  else
    options.handling.parts.log.error(
      { delivery: id, err: incoming.error },
      "delivery of another version not handled",
    );
};
