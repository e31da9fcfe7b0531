import type { Paper } from "../pack.ts";
import type { SlackLimits } from "./limits.ts";
import { sizeOf, type SlackBlock } from "./wire.ts";

/** A message of Slack, as blocks are laid out on it. */
export const slackPaper = (limits: SlackLimits): Paper<SlackBlock> => ({
  fits: (blocks, share) =>
    blocks.length <= limits.blocks && sizeOfBlocks(blocks) <= limits.messageSize * share,
  isHeading: (block) => block.type === "header",
  isInteractive: (block) => block.type === "actions",
});

/** What blocks take of a message's size, as JSON with the commas. */
const sizeOfBlocks = (blocks: readonly SlackBlock[]): number =>
  blocks.reduce((sum, block) => sum + sizeOf(block) + 1, 1);
