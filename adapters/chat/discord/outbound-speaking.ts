import type { Chat, Clock, Place, Posted } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { emptyFile, priorityOf } from "../outbound-words.ts";
import type { Finding } from "./finding.ts";
import { discordLimits } from "./limits.ts";
import { partKey } from "./nonce.ts";
import type { Announcing } from "./outbound-announcing.ts";
import type { Opening } from "./outbound-opening.ts";
import type { Posting } from "./posting.ts";
import { renderMessage, type DiscordPart, type DiscordParts } from "./render.ts";
import type { Rotating } from "./rotating.ts";
import type { Uploads } from "./uploads.ts";

export interface SpeakingOptions {
  readonly posting: Posting;
  readonly uploads: Uploads;
  readonly finding: Finding;
  readonly opening: Opening;
  readonly rotating: Rotating;
  readonly announcing: Announcing;
  readonly clock: Clock;
}

/** The part of a chat that speaks in threads. */
export type Speaking = Pick<Chat, "openThread" | "post" | "edit" | "upload" | "find">;

/** A message is posted part by part, its file before its last part: with the last part all of it is there. */
export const createSpeaking = (options: SpeakingOptions): Speaking => {
  const { opening, posting, uploads, rotating, announcing, clock } = options;
  const tried = createTried(clock);

  const post: Chat["post"] = async (place, key, message) => {
    if (message.announce === true) await announcing.begin(key, message);
    const id = await tried.once(key, (times) => postParts(options, { place, key, message }, times));
    await announcing.end(place, key, id);
    return { ...place, id };
  };
  return {
    post,
    openThread: async (channel, key, message) => {
      const rendered = renderMessage(message, discordLimits, { key, most: 1 });
      const root = await opening.open(channel, contentOf(lastOf(rendered)), { key, message });
      await shareOverflow(uploads, root, { key, rendered, since: clock.now(), mayBeThere: true });
      return root;
    },
    edit: async (place, id, message) => {
      if (id === place.thread && message.kind === "status") return await rotating.redraw(place, message);
      await posting.edit({
        channel: id === place.thread ? place.channel : place.thread,
        isThread: id !== place.thread,
        priority: priorityOf(message),
        id,
        show: (container) => {
          const mark = container === null ? {} : { container };
          const most = id === place.thread ? { most: 1 } : {};
          return contentOf(lastOf(renderMessage(message, discordLimits, { ...mark, ...most })));
        },
      });
    },
    upload: async (place, key, { path, version, text }) => {
      if (text === "") return await post(place, key, emptyFile(path));
      const bytes = Buffer.from(text, "utf8");
      const file = { path, bytes, facts: { bytes: bytes.length, version } };
      const id = await tried.once(key, (times) => uploads.share(place, file, { key, ...times }));
      return { ...place, id };
    },
    find: async (channel, thread, key) => {
      if (thread === null) return await opening.find(channel, key);
      const found = await findIn(options, { channel, thread }, { key, since: tried.at(key) });
      if (found === undefined) tried.asked(key);
      return found;
    },
  };
};

/** When a key was tried first in this run, and whether some of it may be there: from a try that failed, or from an earlier run. */
interface Times {
  readonly since: number;
  readonly mayBeThere: boolean;
}

/** So many keys that were asked for are remembered: they are posted soon, or by somebody else. */
const mostAsked = 1_000;

const createTried = (clock: Clock) => {
  const triedAt = new Map<string, number>();
  /** Whoever asks for a key thinks that it may have been posted, in part at least. */
  const asked = new Set<string>();
  return {
    at: (key: string): number | null => triedAt.get(key) ?? null,
    asked: (key: string): void => {
      asked.add(key);
      const [oldest] = asked;
      if (oldest !== undefined && asked.size > mostAsked) asked.delete(oldest);
    },
    /** Runs it, and forgets the key once that was done. */
    once: async <T>(key: string, run: (times: Times) => Promise<T>): Promise<T> => {
      const before = triedAt.get(key);
      const since = before ?? clock.now();
      triedAt.set(key, since);
      const result = await run({ since, mayBeThere: before !== undefined || asked.has(key) });
      triedAt.delete(key);
      asked.delete(key);
      return result;
    },
  };
};

interface Speech {
  readonly place: Place;
  readonly key: string;
  readonly message: Message;
}

/** Posts what is not there yet and returns the id of the last part. */
const postParts = async (
  { posting, uploads, finding }: SpeakingOptions,
  { place, key, message }: Speech,
  times: Times,
): Promise<string> => {
  const rendered = renderMessage(message, discordLimits, key);
  const { parts } = rendered;
  const keys = parts.map((part, i) => part.key ?? partKey(key, i, parts.length));
  const to = { channel: place.thread, isThread: true, priority: priorityOf(message) };
  const isNew = parts.length === 1 || !times.mayBeThere;
  const there = isNew ? null : await finding.messages({ ...to, since: null }, keys);
  let id = "";
  for (const [i, part] of parts.entries()) {
    const own = keys[i] ?? key;
    if (own === key) await shareOverflow(uploads, place, { key, rendered, ...times });
    id = there?.get(own)?.id ?? (await posting.message({ ...to, ...contentOf(part), key: own }, times.since));
  }
  return id;
};

const lastOf = ({ parts }: DiscordParts): DiscordPart => {
  const part = parts.at(-1);
  if (part === undefined) throw new Error("a message without parts");
  return part;
};

const contentOf = (part: DiscordPart) => ({ wire: part, files: part.pictures });

/** The whole of a message that is too long, under a key of its own. */
const shareOverflow = async (
  uploads: Uploads,
  place: Place,
  { key, rendered, ...times }: Times & { readonly key: string; readonly rendered: DiscordParts },
): Promise<void> => {
  const { overflow } = rendered;
  if (overflow === null) return;
  const file = { path: overflow.name, bytes: Buffer.from(overflow.text, "utf8"), facts: null };
  await uploads.share(place, file, { key: `${key}#file`, ...times });
};

const findIn = async (
  { finding, announcing }: SpeakingOptions,
  place: Place,
  { key, since }: { readonly key: string; readonly since: number | null },
): Promise<Posted | undefined> => {
  const search = { channel: place.thread, isThread: true, since };
  const found = (await finding.messages(search, [key])).get(key);
  if (found === undefined) return undefined;
  await announcing.end(place, key, found.id);
  return { ...place, id: found.id };
};
