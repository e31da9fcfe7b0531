import type { Chat, Clock, Place, Posted } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import type { Message } from "#src/project/message.ts";
import { createRootTimes, type RootTimes } from "../outbound-roots.ts";
import { emptyFile, priorityOf } from "../outbound-words.ts";
import { isLast, type Finding } from "./finding.ts";
import { slackLimits } from "./limits.ts";
import type { Part, Posting } from "./posting.ts";
import { filesOf } from "./private.ts";
import { renderMessage } from "./render.ts";
import type { Uploads } from "./uploads.ts";
import type { SlackParts } from "./wire.ts";

export interface SpeakingOptions {
  readonly posting: Posting;
  readonly uploads: Uploads;
  readonly finding: Finding;
  readonly clock: Clock;
  readonly notes: Notes;
}

/** The part of a chat that speaks in threads. */
export type Speaking = Pick<Chat, "openThread" | "post" | "edit" | "upload" | "find">;

/** A message is posted part by part, its files before its last part: with the last part all of it is there. */
export const createSpeaking = (options: SpeakingOptions): Speaking => {
  const { posting, uploads, notes, clock } = options;
  const roots = createRootTimes(notes);
  /** When a key was tried first in this run. */
  const triedAt = new Map<string, number>();

  const post: Chat["post"] = async (place, key, message) => {
    const before = triedAt.get(key) ?? null;
    const since = before ?? clock.now();
    triedAt.set(key, since);
    const id = await postParts(options, { ...place, key, message }, { before, since });
    triedAt.delete(key);
    return { ...place, id };
  };

  return {
    post,
    openThread: async (channel, key, message) => {
      const rendered = renderMessage(message, slackLimits, 1);
      const root = rootOf(rendered, { channel, thread: null, key, message });
      const thread = await posting.part(root, await roots.begin(key, clock.now()));
      await shareFiles(uploads, { channel, thread }, { key, rendered });
      return { channel, thread, id: thread };
    },
    edit: async ({ channel, thread }, id, message) => {
      const { parts } = renderMessage(message, slackLimits, id === thread ? 1 : undefined);
      const wire = parts.at(-1);
      if (wire === undefined) throw new Error("a message without parts");
      await posting.edit({ channel, thread, ts: id, wire, priority: priorityOf(message) });
    },
    upload: async (place, key, { path, text }) => {
      if (text === "") return await post(place, key, emptyFile(path));
      const file = { name: path.split("/").at(-1) ?? path, title: path, bytes: Buffer.from(text, "utf8") };
      return { ...place, id: await uploads.share(place, key, file) };
    },
    find: async (channel, thread, key) => {
      if (thread === null) return await findRoot({ ...options, roots }, channel, key);
      return await findIn(options, { channel, thread }, { key, since: triedAt.get(key) ?? null });
    },
  };
};

/** Posts what is not there yet and returns the ts of the last part. `before` is null when an earlier run may have begun. */
const postParts = async (
  { posting, uploads, finding }: SpeakingOptions,
  speech: Speech & Place,
  { before, since }: { readonly before: number | null; readonly since: number },
): Promise<string> => {
  const rendered = renderMessage(speech.message, slackLimits);
  const parts = partsOf(rendered, speech);
  const there = parts.length === 1 ? [] : await finding.parts({ ...speech, since: before }, speech.key);
  let ts = "";
  for (const part of parts) {
    if (isLast(part)) await shareFiles(uploads, speech, { key: speech.key, rendered });
    ts = there.find((one) => one.part === part.part)?.ts ?? (await posting.part(part, since));
  }
  return ts;
};

interface Speech {
  readonly channel: string;
  readonly thread: string | null;
  readonly key: string;
  readonly message: Message;
}

const partsOf = ({ parts }: SlackParts, { message, ...where }: Speech): readonly Part[] =>
  parts.map((wire, n) => ({
    ...where,
    wire,
    part: n + 1,
    parts: parts.length,
    priority: priorityOf(message),
    announce: message.announce === true && n === parts.length - 1,
  }));

/** A root comes before most others, whatever it says: without it nothing can be said or asked in its thread. */
const rootOf = (rendered: SlackParts, speech: Speech): Part => {
  const [root] = partsOf(rendered, speech);
  if (root === undefined) throw new Error("a message without parts");
  return { ...root, priority: 1 };
};

/** Long texts and pictures, under keys of their own. */
const shareFiles = async (
  uploads: Uploads,
  place: Place,
  { key, rendered }: { readonly key: string; readonly rendered: SlackParts },
): Promise<void> => {
  for (const [n, file] of filesOf(rendered).entries())
    await uploads.share(place, `${key}#file${n + 1}`, file);
};

const findRoot = async (
  { finding, roots }: Pick<SpeakingOptions, "finding"> & { readonly roots: RootTimes },
  channel: string,
  key: string,
): Promise<Posted | undefined> => {
  const found = await finding.parts({ channel, thread: null, since: await roots.begun(key) }, key);
  const root = found.find(isLast);
  return root === undefined ? undefined : { channel, thread: root.ts, id: root.ts };
};

const findIn = async (
  { finding, uploads }: SpeakingOptions,
  place: Place,
  { key, since }: { readonly key: string; readonly since: number | null },
): Promise<Posted | undefined> => {
  const file = await uploads.find(place, key);
  if (file === null) return undefined;
  if (file !== undefined) return { ...place, id: file };
  const last = (await finding.parts({ ...place, since }, key)).find(isLast);
  return last === undefined ? undefined : { ...place, id: last.ts };
};
