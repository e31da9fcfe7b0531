import { createHash } from "node:crypto";
import { z } from "zod";

/** What every post of ours carries where people do not see it: the effect's key, and which part of how many it is. */
export interface PartKey {
  readonly key: string;
  /** From 1 on. */
  readonly part: number;
  readonly parts: number;
}

const eventType = "botarmy";

/** The message metadata by which a part is found again. Visible to every app of the workspace, so it holds no secret. */
export const metadataOf = ({ key, part, parts }: PartKey) => ({
  event_type: eventType,
  event_payload: { k: key, part, parts },
});

const Metadata = z.looseObject({
  event_type: z.literal(eventType),
  event_payload: z.looseObject({
    k: z.string(),
    part: z.number().int().positive(),
    parts: z.number().int().positive(),
  }),
});

/** Reads the metadata of a message; undefined when they are not ours. */
export const readMetadata = (metadata: unknown): PartKey | undefined => {
  const read = Metadata.safeParse(metadata);
  if (!read.success) return undefined;
  const { k, part, parts } = read.data.event_payload;
  return { key: k, part, parts };
};

/** A namespace of our own for RFC 9562 version 5 ids. */
const namespace = Buffer.from("6f1b6c0f2d5f4c1e9a53d2a8b7c4e910", "hex");

/** The same UUID for the same part, always: Slack drops a second post under it while it remembers the first. */
export const clientMessageId = ({ key, part }: PartKey): string => {
  const hash = createHash("sha1").update(namespace).update(`${key}#${part}`).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};
