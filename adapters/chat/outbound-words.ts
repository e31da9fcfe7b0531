import type { Message } from "#src/project/message.ts";

/** Decisions first: somebody waits for them. What merely shows how things stand can wait. */
export const priorityOf = ({ kind }: Pick<Message, "kind">): number => {
  if (kind === "escalation") return 0;
  return kind === "status" ? 2 : 1;
};

/** In place of a file without bytes, which platforms refuse. */
export const emptyFile = (path: string): Message =>
  notice(
    `\`${path}\` is empty: there is nothing to upload.`,
    `${path} is empty: there is nothing to upload.`,
  );

/** A message of one paragraph of CommonMark; `fallback` says the same without markup. */
export const notice = (text: string, fallback = text): Message => ({
  kind: "notice",
  tone: "neutral",
  from: null,
  blocks: [{ type: "prose", text }],
  mentions: [],
  fallback,
});
