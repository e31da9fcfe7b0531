import type { Block, Message } from "#src/project/message.ts";
import { blockPieces, picturePieces, pictureTitle } from "../block-pieces.ts";
import { cleaned, oneLine } from "../clean.ts";
import { pictureOf, type Picture } from "../pictures.ts";
import { line } from "../pieces.ts";
import { toned } from "../toned.ts";
import { buttonSlabs, choiceSlabs } from "./components-actions.ts";
import { sizeOf } from "./components-size.ts";
import { display, smallSlabs, textSlabs } from "./components-text.ts";
import type { Slab } from "./components-wire.ts";
import type { DiscordLimits } from "./limits.ts";
import { headingText } from "./markdown-text-pieces.ts";

/** All components of a message, each within its limits, without limits of the whole; never none. */
export const messageSlabs = (message: Message, limits: DiscordLimits): readonly Slab[] => {
  const { from } = message;
  const speaker = from === null ? [] : smallSlabs(oneLine(`${from.badge} ${from.name}`), limits);
  const body = slabsOf(toned(message), limits);
  return [...speaker, ...(body.length > 0 ? body : fallbackSlabs(message, limits))];
};

const fallbackSlabs = (message: Message, limits: DiscordLimits): readonly Slab[] =>
  textSlabs([line([{ text: cleaned(message.fallback).trim() || "…" }])], limits);

/** Files in a row share a text. */
const slabsOf = (blocks: readonly Block[], limits: DiscordLimits): readonly Slab[] => {
  const pictures = blocks.filter((block) => block.type === "picture");
  return groups(blocks).flatMap((group) => {
    const [block] = group;
    if (block?.type === "file")
      return textSlabs(
        group.flatMap((file) => (file.type === "file" ? blockPieces(file) : [])),
        limits,
      );
    if (block?.type === "picture")
      return pictureSlabs(block, pictureOf(block, pictures.indexOf(block), limits.altText), limits);
    return block === undefined ? [] : blockSlabs(block, limits);
  });
};

const groups = (blocks: readonly Block[]): readonly (readonly Block[])[] => {
  const result: Block[][] = [];
  for (const block of blocks) {
    const group = result.at(-1);
    if (block.type === "file" && group?.[0]?.type === "file") group.push(block);
    else result.push([block]);
  }
  return result;
};

const blockSlabs = (block: Exclude<Block, { type: "picture" }>, limits: DiscordLimits): readonly Slab[] => {
  switch (block.type) {
    case "heading":
      return headingSlabs(oneLine(block.text), limits);
    case "actions":
      return choiceSlabs(block, limits);
    case "buttons":
      return buttonSlabs(block, limits);
    case "context":
      return smallSlabs(block.text, limits);
    default:
      return textSlabs(blockPieces(block), limits);
  }
};

const headingSlabs = (text: string, limits: DiscordLimits): readonly Slab[] => {
  const heading = headingText([{ text, bold: true }], 1);
  if (sizeOf(heading, limits) > limits.text) return textSlabs([line([{ text, bold: true }])], limits);
  return text === "" ? [] : [display(heading)];
};

/** The picture says by itself what it shows, to those who cannot see it; an empty one is told in words. */
const pictureSlabs = (
  block: Extract<Block, { type: "picture" }>,
  picture: Picture,
  limits: DiscordLimits,
): readonly Slab[] => {
  if (picture.bytes.length === 0) return textSlabs(picturePieces(block), limits);
  const item = { media: { url: `attachment://${picture.name}` }, description: picture.alt };
  return [...textSlabs([pictureTitle(picture.title)], limits), { type: 12, items: [item] }];
};
