import type { SlackLimits } from "./limits.ts";
import { sizeOf, type SlackBlock } from "./wire.ts";

/** Whether it is for clicking: such blocks belong at the end of a message, where they are edited away. */
export const isInteractive = (block: SlackBlock): boolean => block.type === "actions";

/** What blocks take of a message's size, as JSON with the commas. */
export const sizeOfBlocks = (blocks: readonly SlackBlock[]): number =>
  blocks.reduce((sum, block) => sum + sizeOf(block) + 1, 1);

/** Do these blocks fit one message? */
const fits = (blocks: readonly SlackBlock[], limits: SlackLimits): boolean =>
  blocks.length <= limits.blocks && sizeOfBlocks(blocks) <= limits.messageSize;

/**
 * Blocks in as few parts as a message after the other takes. A heading goes with what it is for. What begins with the first buttons stays
 * together in the last part, when `together` is set and one part can take it.
 */
export const pack = (
  blocks: readonly SlackBlock[],
  limits: SlackLimits,
  together: boolean,
): readonly (readonly SlackBlock[])[] => {
  const first = together ? blocks.findIndex(isInteractive) : -1;
  const tail = first === -1 ? [] : blocks.slice(first);
  if (tail.length === 0 || !fits(tail, limits)) return filled(blocks, limits);
  const parts = filled(blocks.slice(0, first), limits);
  const last = parts.at(-1) ?? [];
  return fits([...last, ...tail], limits) ? [...parts.slice(0, -1), [...last, ...tail]] : [...parts, tail];
};

const filled = (blocks: readonly SlackBlock[], limits: SlackLimits): readonly (readonly SlackBlock[])[] => {
  const parts: SlackBlock[][] = [];
  for (const block of blocks) {
    const part = parts.at(-1);
    if (part !== undefined && fits([...part, block], limits)) part.push(block);
    else parts.push([...headingsAtEnd(part), block]);
  }
  return parts;
};

/** Takes the headings off the end of a part, unless it has nothing else. */
const headingsAtEnd = (part: SlackBlock[] | undefined): readonly SlackBlock[] => {
  if (part === undefined) return [];
  const last = part.findLastIndex((block) => block.type !== "header");
  return last === -1 ? [] : part.splice(last + 1);
};
