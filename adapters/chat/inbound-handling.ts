import type { Clock, Inbound, Log, Place, Receive, Reply } from "#src/ports.ts";
import type { Delivery, Inbox } from "#src/ports/inbox.ts";
import type { Message } from "#src/project/message.ts";
import { notice } from "#src/project/notices.ts";
import type { Person } from "#src/project/words.ts";
import type { Heard } from "./inbound-heard.ts";
import type { Job, Lanes } from "./lanes.ts";

/** What every way in is made of. */
export interface InboundParts {
  /** The name of this chat in projects, e.g. `slack`. */
  readonly chat: string;
  readonly inbox: Inbox;
  /** The project that is talked about in a thread. A look into the own store: the platform waits meanwhile. */
  readonly projectIn: (place: Place) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Something a person did that is on disk, and has to be handled. */
export interface Kept<T extends Heard> {
  readonly delivery: Omit<Delivery, "payload">;
  readonly incoming: T;
}

export interface Handling<T extends Heard> {
  readonly parts: InboundParts;
  readonly receive: Receive;
  /** Ends waits when everything stops: what is not done then is handled at the next start. */
  readonly stopping: AbortSignal;
  /** Finds out where it was, for platforms that do not say it at once. What it throws has it tried again. */
  readonly settle?: (incoming: T) => Promise<T>;
  /** Who did it. `now` is for what decides something. What it throws has it tried again. */
  readonly find: (incoming: T, when: "now" | "lately") => Promise<Person>;
  /** Tells the person, at most once; what it throws is only logged. */
  readonly answer: (kept: Kept<T>, reply: Reply | null) => Promise<void>;
  /** Tells the person that it did not work at once; what it throws is only logged. */
  readonly excuse: (kept: Kept<T>, words: Message) => Promise<void>;
  /** Done after the answer. Must not throw. */
  readonly after?: (kept: Kept<T>) => Promise<void>;
}

/**
 * Handles a delivery when its turn comes: the person, `receive`, done, and only then the answer, which is given at most once. Nobody
 * waits for the answer of somebody else: it is given in a lane of its own, among `answers`.
 */
export const handlingJob = <T extends Heard>(
  handling: Handling<T>,
  kept: Kept<T>,
  answers: Pick<Lanes, "enter">,
): Job => ({
  run: async () => {
    // Whoever waits for an acknowledgement comes first.
    await new Promise((resolve) => setImmediate(resolve));
    const reply = await take(handling, kept);
    await handling.parts.inbox.done(kept.delivery.id);
    answers.enter(kept.delivery.id, {
      run: async () => {
        await tell(handling, kept, () => handling.answer(kept, reply));
        await handling.after?.(kept);
      },
      failed: (error) => handling.parts.log.error({ delivery: kept.delivery.id, err: error }, "answer broke"),
    });
  },
  failed: (error, { tries, againInMs }) => {
    const { parts, stopping } = handling;
    if (stopping.aborted) return;
    const facts = { delivery: kept.delivery.id, tries, againInMs, err: error };
    if (againInMs === null) parts.log.error(facts, "delivery set aside until the next start");
    else parts.log.warn(facts, "delivery failed");
    if (tries > 1) return;
    const words =
      "That could not be done just now. It is kept, and will be tried again: you need not repeat it.";
    void tell(handling, kept, () => handling.excuse(kept, notice(words, { tone: "warning" })));
  },
});

/** What `receive` is told of a delivery besides its id, the person and the event. */
export const inboundBase = (
  { chat }: Pick<InboundParts, "chat">,
  at: number,
  { channel, thread, files }: Heard,
): Pick<Inbound, "at" | "chat" | "channel" | "thread" | "files"> => ({
  at,
  chat,
  channel,
  thread,
  ...(files.length === 0 ? {} : { files }),
});

const take = async <T extends Heard>(handling: Handling<T>, kept: Kept<T>): Promise<Reply | null> => {
  const { parts, receive, settle, find } = handling;
  const { delivery } = kept;
  const incoming = settle === undefined ? kept.incoming : await settle(kept.incoming);
  const { event } = incoming;
  if (incoming.overheard !== null && !(await isProjects(handling, incoming))) return null;
  const named = event.type === "decision" ? await withProject(parts, incoming, event) : event;
  if (named === null)
    return notice(
      "This question belongs to no project that is known here: use the newest message in the project's thread.",
      { tone: "bad" },
    );
  const by = await find(incoming, decides.has(event.type) ? "now" : "lately");
  return await receive({ ...inboundBase(parts, delivery.at, incoming), id: delivery.id, by, event: named });
};

/** Words decide as well as clicks do. */
const decides: ReadonlySet<Heard["event"]["type"]> = new Set([
  "slash",
  "message",
  "button",
  "decision",
  "form",
]);

/** How long a thread that the bot opened may be without its project: from its first message being seen to us saving where it is. */
const bindsWithinMs = 5_000;
const looks = 10;

const isProjects = async (
  { parts: { projectIn, clock }, stopping }: Pick<Handling<Heard>, "parts" | "stopping">,
  { channel, thread, overheard }: Heard,
): Promise<boolean> => {
  if (thread === null) return false;
  for (let look = 0; ; look++) {
    if ((await projectIn({ channel, thread })) !== undefined) return true;
    if (overheard === "thread" || look === looks) return false;
    await clock.sleep(bindsWithinMs / looks, stopping);
  }
};

type Decision = Extract<Heard["event"], { type: "decision" }>;

/** A decision's project; null when neither it nor its thread names one. */
const withProject = async (
  { projectIn }: InboundParts,
  { channel, thread }: Heard,
  decision: Decision,
): Promise<Inbound["event"] | null> => {
  const place: Place | null = thread === null ? null : { channel, thread };
  const project = decision.project ?? (place === null ? undefined : await projectIn(place));
  return project === undefined ? null : { ...decision, project };
};

/** Never throws: the person sees the project's thread, and can ask again. */
const tell = async <T extends Heard>(
  { parts }: Handling<T>,
  { delivery }: Kept<T>,
  act: () => Promise<void>,
): Promise<void> => {
  try {
    await act();
  } catch (error) {
    parts.log.warn({ delivery: delivery.id, err: error }, "private answer not given");
  }
};
