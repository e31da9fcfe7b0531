import { z } from "zod";
import type { Clock, Log, Place } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { Message } from "#src/project/message.ts";
import { oneLine } from "../clean.ts";
import { shortened } from "../split.ts";
import { display } from "./components-text.ts";
import { DiscordFault } from "./faults.ts";
import type { Finding } from "./finding.ts";
import { escaped } from "./markdown-text.ts";
import { containerId } from "./nonce.ts";
import type { Posting } from "./posting.ts";
import { nobody, publicWire } from "./render-wire.ts";

/** A line in the channel about something in one of its threads. */
export interface Announcing {
  /** What is about to be posted under this key is to be announced. Kept on disk, so that a killed process's announcement is made up for. */
  begin(key: string, message: Message): Promise<void>;
  /** It is posted, as message `id`: announces it, once, where that was begun and not done. What goes wrong is logged only. */
  end(place: Place, key: string, id: string): Promise<void>;
}

export interface AnnouncingOptions {
  readonly posting: Posting;
  readonly finding: Finding;
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
  /** The address of a message in a thread; null when nobody knows. */
  readonly addressOf: (place: Place, id: string) => string | null;
}

/** After what is said in threads: those who are asked there are notified there. */
const priority = 2;
const lineLength = 300;

const Begun = z.object({ at: z.number(), text: z.string(), tone: Message.shape.tone });
type Begun = z.infer<typeof Begun>;

export const createAnnouncing = (options: AnnouncingOptions): Announcing => {
  const { notes, clock, log } = options;
  /** Begun in this run: nothing of it can be in the channel yet. */
  const fresh = new Map<string, Begun>();
  const begunBefore = async (key: string): Promise<Begun | null> => {
    const note = (await notes.get(noteOf(key))) ?? "";
    return note === "" ? null : Begun.parse(JSON.parse(note));
  };
  return {
    begin: async (key, { fallback, tone }) => {
      const begun = { at: clock.now(), text: shortened(oneLine(fallback), lineLength), tone };
      await notes.put(noteOf(key), JSON.stringify(begun));
      fresh.set(key, begun);
    },
    end: async (place, key, id) => {
      const begun = fresh.get(key) ?? (await begunBefore(key));
      if (begun === null) return;
      try {
        if (id !== "" && !(await isThere(options, place, { key, begun, isFresh: fresh.has(key) })))
          await announce(options, place, { key, begun, id });
        await notes.put(noteOf(key), "");
      } catch (error) {
        if (!(error instanceof DiscordFault)) throw error;
        log.warn({ channel: place.channel, err: error }, "not announced in its channel");
      } finally {
        fresh.delete(key);
      }
    },
  };
};

const noteOf = (key: string): string => `announce ${key}`;
const keyOf = (key: string): string => `${key}/announce`;

const isThere = async (
  { finding }: AnnouncingOptions,
  { channel }: Place,
  { key, begun, isFresh }: { readonly key: string; readonly begun: Begun; readonly isFresh: boolean },
): Promise<boolean> =>
  !isFresh && (await finding.messages({ channel, isThread: false, since: begun.at }, [keyOf(key)])).size > 0;

const announce = async (
  { posting, addressOf }: AnnouncingOptions,
  place: Place,
  { key, begun, id }: { readonly key: string; readonly begun: Begun; readonly id: string },
): Promise<void> => {
  const where = addressOf(place, id) ?? `<#${place.thread}>`;
  const shown = { tone: begun.tone, allowed: nobody };
  const wire = publicWire([display(`${escaped(begun.text)}\n${where}`)], containerId(keyOf(key)), shown);
  const to = { channel: place.channel, isThread: false, priority };
  await posting.message({ ...to, key: keyOf(key), wire, files: [] }, begun.at);
};
