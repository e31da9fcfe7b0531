import type { Chat } from "#src/ports.ts";

/** The part of a chat platform that speaks. */
export type Speaking = Required<
  Pick<Chat, "openThread" | "post" | "edit" | "upload" | "find" | "fetch" | "draft" | "link">
>;

/** Only that part of a way out that can do more. */
export const speakingOf = (way: Speaking): Speaking => {
  const { openThread, post, edit, upload, find, fetch, draft, link } = way;
  return { openThread, post, edit, upload, find, fetch, draft, link };
};
