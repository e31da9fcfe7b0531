import type { Clock, Place } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { SlackFault } from "./faults.ts";
import type { Finding } from "./finding.ts";
import type { SlackCalls } from "./outbound-calls.ts";
import { createUploadSteps, type UploadFile, type UploadTarget } from "./uploads-steps.ts";

/** Files of ours in threads, each once. */
export interface Uploads {
  /** Shares a file in a thread under a key and returns its id. Throws SlackFault. */
  share(place: Place, key: string, file: UploadFile): Promise<string>;
  /** Shares a file at most once: nothing is kept of it, so that it is neither found nor resumed. */
  send(target: UploadTarget, file: UploadFile): Promise<void>;
  /** The id of the file that was shared in this thread under a key; null when it was only begun, undefined when the key has no file. */
  find(place: Place, key: string): Promise<string | null | undefined>;
}

export interface UploadsOptions {
  readonly calls: SlackCalls;
  readonly finding: Finding;
  readonly notes: Notes;
  readonly clock: Clock;
  /** Aborted when the chat is being closed. */
  readonly closing: AbortSignal;
}

/** A completed file is shared a moment later: it is looked for after these waits. */
const looksAfterMs = [0, 500, 1_500, 3_000];

/**
 * Slack takes a file in three steps: an address, the bytes, the completion that shares it. Its id is kept on disk before the bytes
 * are sent, so that a process that was killed in between asks for this file before it sends another.
 */
export const createUploads = (options: UploadsOptions): Uploads => {
  const { notes, calls, closing } = options;
  const steps = createUploadSteps(calls, closing);
  const sharing = createSharing(options);

  const resume = async (place: Place, known: Named): Promise<boolean> => {
    if (await sharing.isThere(place, known.id)) return true;
    try {
      await sharing.complete(place, known);
      return true;
    } catch (error) {
      // The bytes never arrived, or the file is gone: it has to be sent anew.
      if (error instanceof SlackFault && !error.retryable && error.kind === "bad-request") return false;
      throw error;
    }
  };
  return {
    find: async (place, key) => {
      const known = await notes.get(noteOf(key));
      if (known === undefined) return undefined;
      return (await sharing.isThere(place, known)) ? known : null;
    },
    send: async (target, file) => {
      const { id, url } = await steps.begin(file);
      await steps.bytes(url, file);
      await steps.complete(target, { id, title: file.title });
    },
    share: async (place, key, file) => {
      const known = await notes.get(noteOf(key));
      if (known !== undefined && (await resume(place, { id: known, title: file.title }))) return known;
      const { id, url } = await steps.begin(file);
      await notes.put(noteOf(key), id);
      await steps.bytes(url, file);
      await sharing.complete(place, { id, title: file.title });
      return id;
    },
  };
};

const noteOf = (key: string): string => `upload ${key}`;

interface Named {
  readonly id: string;
  readonly title: string;
}

const createSharing = (options: UploadsOptions) => {
  const { calls, clock, closing, finding } = options;
  const steps = createUploadSteps(calls, closing);

  /** Looks until it is shared, not known at all, or the waits are over. */
  const isSeen = async (place: Place, id: string): Promise<boolean> => {
    for (const waitMs of looksAfterMs) {
      await clock.sleep(waitMs, closing);
      const state = await steps.state(place, id);
      if (state !== "unshared") return state === "shared";
    }
    return false;
  };
  const isThere = async (place: Place, id: string): Promise<boolean> =>
    (await isSeen(place, id)) || (await finding.file({ ...place, since: null }, id));

  /** Returns when it is in the thread, so that what is posted next comes below it. */
  const complete = async (place: Place, file: Named): Promise<void> => {
    try {
      await steps.complete(place, file);
    } catch (error) {
      if (!(error instanceof SlackFault) || !error.ambiguous) throw error;
      await clock.sleep(2_500, closing);
      if (await isThere(place, file.id)) return;
      await steps.complete(place, file);
    }
    await isSeen(place, file.id);
  };
  return { isThere, complete };
};
