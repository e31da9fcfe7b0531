import { z } from "zod";
import type { Clock, Log, Place } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { Message } from "#src/project/message.ts";
import { priorityOf } from "../outbound-words.ts";
import { DiscordFault, isGone } from "./faults.ts";
import type { Finding } from "./finding.ts";
import { createLatest } from "./latest.ts";
import { discordLimits } from "./limits.ts";
import type { Content } from "./outbound-body.ts";
import { isId, timeOf } from "./outbound-times.ts";
import type { Posting } from "./posting.ts";
import { renderMessage } from "./render.ts";

/** Status cards: the first is the message that a thread was opened on. */
export interface Rotating {
  /**
   * Shows how a project stands: on its newest card, or on a new one when that is too old, since Discord lets only few messages be
   * edited that are older than an hour. The first card changes then only when the tone does. While a thread's card is being drawn,
   * only the newest of its further states waits. Throws DiscordFault.
   */
  redraw(place: Place, status: Message): Promise<void>;
}

export interface RotatingOptions {
  readonly posting: Posting;
  readonly finding: Finding;
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
}

/** Ten minutes before Discord counts. */
const oldAfterMs = 50 * 60_000;

/** The newest card of a thread. */
const Card = z.object({
  id: z.string(),
  /** How many there were after the first one. */
  n: z.number().int(),
  /** The tone of the first one; null when nobody knows. */
  tone: Message.shape.tone.nullable(),
});
type Card = z.infer<typeof Card>;

export const createRotating = (options: RotatingOptions): Rotating => {
  const { notes, clock } = options;
  const isOld = ({ id }: Card): boolean => !isId(id) || clock.now() - timeOf(id) >= oldAfterMs;

  const latest = createLatest();

  /** Draws the newest card, or posts a new one; returns which it is. */
  const draw = async (place: Place, status: Message, card: Card): Promise<Card> => {
    if (isOld(card)) return await anew(place, status, card);
    try {
      await edit(options, place, { id: card.id, status });
      return card.id === place.thread ? { ...card, tone: status.tone } : card;
    } catch (error) {
      // Somebody deleted it, or it is older than we think.
      if (!(error instanceof DiscordFault) || !mayRotate.has(error.code)) throw error;
      return await anew(place, status, card);
    }
  };
  /** What a process that was killed posted may show an older state. */
  const anew = async (place: Place, status: Message, card: Card): Promise<Card> => {
    const { next, isFound } = await rotate(options, place, { card, status });
    return isFound ? await draw(place, status, next) : next;
  };
  const redraw = async (place: Place, status: Message): Promise<void> => {
    const before = await readCard(notes, place);
    const card = await draw(place, status, before);
    if (card.tone !== status.tone) await redrawFirst(options, place, status);
    if (card.tone !== status.tone || before.tone !== status.tone)
      await keepCard(notes, place, { ...card, tone: status.tone });
  };
  return {
    redraw: async (place, status) => await latest(place.thread, () => redraw(place, status)),
  };
};

/** People look at the first card in the channel. One that was deleted is not missed. */
const redrawFirst = async (options: RotatingOptions, place: Place, status: Message): Promise<void> =>
  await edit(options, place, { id: place.thread, status }).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });

const mayRotate = new Set(["10008", "30046"]);

const noteOf = ({ thread }: Place): string => `card ${thread}`;

const readCard = async (notes: Notes, place: Place): Promise<Card> => {
  const note = await notes.get(noteOf(place));
  return note === undefined ? { id: place.thread, n: 0, tone: null } : Card.parse(JSON.parse(note));
};

const keepCard = async (notes: Notes, place: Place, card: Card): Promise<void> =>
  await notes.put(noteOf(place), JSON.stringify(card));

interface Rotated {
  readonly next: Card;
  /** It was there already, whatever it shows. */
  readonly isFound: boolean;
}

/** Posts the next card and takes away the one before it, unless that is the first. */
const rotate = async (
  { posting, finding, notes, clock, log }: RotatingOptions,
  place: Place,
  { card, status }: { readonly card: Card; readonly status: Message },
): Promise<Rotated> => {
  const { thread } = place;
  const n = card.n + 1;
  const key = `${thread}/card/${n}`;
  // A process that was killed may have posted it.
  const there = (
    await finding.messages({ channel: thread, isThread: true, since: cardTime(card) }, [key])
  ).get(key);
  const to = { channel: thread, isThread: true, priority: priorityOf(status) };
  const post = { ...contentOf(status, { key }), ...to, key };
  const id = there?.id ?? (await posting.message(post, clock.now()));
  await keepCard(notes, place, { ...card, id, n });
  if (card.id !== thread && isId(card.id))
    await posting.remove(to, card.id).catch((error: unknown) => {
      if (!(error instanceof DiscordFault)) throw error;
      log.debug({ thread, err: error }, "an old card is still there");
    });
  return { next: { ...card, id, n }, isFound: there !== undefined };
};

const cardTime = ({ id }: Card): number | null => (isId(id) ? timeOf(id) : null);

const edit = async (
  { posting }: RotatingOptions,
  { channel, thread }: Place,
  { id, status }: { readonly id: string; readonly status: Message },
): Promise<void> =>
  await posting.edit({
    channel: id === thread ? channel : thread,
    isThread: id !== thread,
    priority: priorityOf(status),
    id,
    show: (mark) => contentOf(status, mark === null ? {} : { container: mark }),
  });

const contentOf = (
  status: Message,
  mark: { readonly key?: string; readonly container?: number },
): Content => {
  const part = renderMessage(status, discordLimits, { ...mark, most: 1 }).parts.at(-1);
  if (part === undefined) throw new Error("a message without parts");
  return { wire: part, files: part.pictures };
};
