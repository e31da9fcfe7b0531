import type { Message } from "#src/project/message.ts";
import { contextDrafts } from "./drafts.ts";
import type { SlackLimits } from "./limits.ts";
import { messageBlocks } from "./message-blocks.ts";
import type { HomeView, SlackBlock } from "./wire.ts";

/** Room for the view around its blocks. */
const around = 1_000;

/** What a person's App Home shows. What is too long for a view is left out at the end, and the last line says how much and where to see it. */
export const renderHome = (message: Message, limits: SlackLimits): HomeView => {
  const blocks = messageBlocks(message, limits, false);
  const shown = fitting(blocks, limits.view.homeBlocks, limits);
  if (shown.length === blocks.length) return { type: "home", blocks: [...blocks] };
  const some = fitting(blocks, limits.view.homeBlocks - 1, limits);
  const left = blocks.length - some.length;
  const told = contextDrafts(
    `${left} more ${left === 1 ? "block does" : "blocks do"} not fit here: say status in a project's thread to see one project at a time`,
    limits,
  );
  return { type: "home", blocks: [...some, ...told.flatMap((draft) => draft.blocks)] };
};

const fitting = (blocks: readonly SlackBlock[], most: number, limits: SlackLimits): readonly SlackBlock[] => {
  let left = limits.view.bytes - around;
  const end = blocks.findIndex((block, i) => {
    left -= Buffer.byteLength(JSON.stringify(block), "utf8") + 1;
    return i >= most || left < 0;
  });
  return end === -1 ? blocks : blocks.slice(0, end);
};
