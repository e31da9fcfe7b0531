import type { Place } from "#src/ports.ts";
import { DiscordFault } from "./faults.ts";
import type { Finding } from "./finding.ts";
import { discordLimits } from "./limits.ts";
import { partKey } from "./nonce.ts";
import type { Content } from "./outbound-body.ts";
import type { Posting } from "./posting.ts";
import { renderFile, type PostedFile } from "./render-files.ts";
import { piecesFor, type FileToShare, type Piece } from "./uploads-plan.ts";

/** A file, and what is said of it. */
export interface SharedFile extends FileToShare, Pick<PostedFile, "facts"> {}

/** Under which key a file is shared. */
export interface ShareOrder {
  readonly key: string;
  /** When that was begun, in milliseconds since 1970. */
  readonly since: number;
  /** May some of it have been shared before? */
  readonly mayBeThere: boolean;
}

/** Files of ours in threads, each once. */
export interface Uploads {
  /** Shares a file in a thread, and returns the id of its message: the last one, where it needs more. Throws DiscordFault. */
  share(place: Place, file: SharedFile, order: ShareOrder): Promise<string>;
}

export interface UploadsOptions {
  readonly posting: Posting;
  readonly finding: Finding;
  /** How many bytes an attachment may have in a channel's server. */
  readonly fileBytes: (channel: string) => number;
}

/** A file is a message that has it: so it is posted once, and found, as messages are. */
export const createUploads = (options: UploadsOptions): Uploads => ({
  share: async (place, file, order) => {
    const most = Math.min(options.fileBytes(place.channel), discordLimits.fileBytes);
    // A server may take less than we know of.
    for (const bytes of [most, Math.floor(most / 4)]) {
      const pieces = await piecesFor(file, bytes);
      if (pieces === null) break;
      try {
        return await postPieces(options, place, { file, pieces, order });
      } catch (error) {
        if (!(error instanceof DiscordFault) || error.kind !== "too-large") throw error;
      }
    }
    return await post(options, place, { content: notShared(file, order.key), order });
  },
});

interface Pieces {
  readonly file: SharedFile;
  readonly pieces: readonly Piece[];
  readonly order: ShareOrder;
}

const postPieces = async (
  options: UploadsOptions,
  place: Place,
  { file, pieces, order }: Pieces,
): Promise<string> => {
  const keys = pieces.map((_, i) => partKey(order.key, i, pieces.length));
  const search = { channel: place.thread, isThread: true, since: null };
  const there = order.mayBeThere ? await options.finding.messages(search, keys) : null;
  let id = "";
  for (const [i, piece] of pieces.entries()) {
    const key = keys[i] ?? order.key;
    const content = contentOf(file, piece, key);
    id = there?.get(key)?.id ?? (await post(options, place, { content, order: { ...order, key } }));
  }
  return id;
};

const post = async (
  { posting }: UploadsOptions,
  { thread }: Place,
  { content, order }: { readonly content: Content; readonly order: ShareOrder },
): Promise<string> =>
  await posting.message(
    { ...content, channel: thread, isThread: true, key: order.key, priority: 1 },
    order.since,
  );

const contentOf = ({ path, facts }: SharedFile, { name, bytes, note }: Piece, key: string): Content => ({
  wire: renderFile({ path, facts, attachments: [name], note }, key),
  files: [{ name, bytes }],
});

const notShared = ({ path, facts }: SharedFile, key: string): Content => {
  const note = "It is larger than this server takes. It is kept with the files of the project.";
  return { wire: renderFile({ path, facts, attachments: [], note }, key), files: [] };
};
