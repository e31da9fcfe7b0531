import type { Block, Message } from "../../project/message.ts";

/** A page for the person who asked: a heading and what stands under it. */
export const view = (heading: string, blocks: readonly Block[]): Message => ({
  kind: "view",
  tone: "neutral",
  from: null,
  blocks: [{ type: "heading", text: heading }, ...blocks],
  mentions: [],
  fallback: heading,
});

/** Rows of text under their columns, or a line that says there are none. */
export const table = (columns: readonly string[], rows: readonly (readonly string[])[]): Block =>
  rows.length === 0
    ? { type: "prose", text: "Nothing here." }
    : { type: "table", columns: [...columns], rows: rows.map((row) => [...row]) };

/** What a page says that could not look at every project; nothing when it did. */
export const notLookedAt = (all: readonly string[], most: number): readonly Block[] =>
  all.length <= most
    ? []
    : [{ type: "context", text: `Only the newest ${most} projects of all channels were looked at.` }];
