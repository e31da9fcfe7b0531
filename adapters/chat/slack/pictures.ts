import type { Block, Message } from "#src/project/message.ts";
import { cleaned, oneLine } from "../clean.ts";
import { shortened } from "../split.ts";
import type { SlackLimits } from "./limits.ts";
import type { Picture } from "./wire.ts";

/** The pictures of a message, in order; Slack refuses empty files, so that an empty one is only told. */
export const picturesOf = (message: Message, limits: SlackLimits): readonly Picture[] =>
  message.blocks
    .filter((block) => block.type === "picture")
    .map((block, i) => pictureOf(block, i, limits))
    .filter((picture) => picture.bytes.length > 0);

const pictureOf = (block: Extract<Block, { type: "picture" }>, i: number, limits: SlackLimits): Picture => ({
  name: `picture-${i + 1}.png`,
  title: oneLine(block.title) || `Picture ${i + 1}`,
  alt: shortened(cleaned(block.alt).trim() || oneLine(block.title) || "A picture", limits.altText),
  bytes: Buffer.from(block.png, "base64"),
});
