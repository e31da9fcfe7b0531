import type { Block, Message } from "#src/project/message.ts";
import { cleaned, oneLine } from "./clean.ts";
import { shortened } from "./split.ts";

/** A picture of a message, to be uploaded with it or beside it. */
export interface Picture {
  /** A file name, each only once in a message. */
  readonly name: string;
  readonly title: string;
  /** Says what it shows. */
  readonly alt: string;
  /** A PNG; never empty. */
  readonly bytes: Uint8Array;
}

/** The pictures of a message, in order, with at most `altText` characters of what they show. Empty ones are left out: they are only told. */
export const picturesOf = (message: Message, altText: number): readonly Picture[] =>
  message.blocks
    .filter((block) => block.type === "picture")
    .map((block, i) => pictureOf(block, i, altText))
    .filter((picture) => picture.bytes.length > 0);

/** The `i`th picture of a message, from 0. */
export const pictureOf = (
  block: Extract<Block, { type: "picture" }>,
  i: number,
  altText: number,
): Picture => ({
  name: `picture-${i + 1}.png`,
  title: oneLine(block.title) || `Picture ${i + 1}`,
  alt: shortened(cleaned(block.alt).trim() || oneLine(block.title) || "A picture", altText),
  bytes: Buffer.from(block.png, "base64"),
});
