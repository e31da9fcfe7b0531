import { oneLine } from "../clean.ts";
import type { RichTextBlock, RichTextElement } from "./wire.ts";

/** The people to notify as a line of mentions, or none. Ids that Slack does not have are shown as text. */
export const mentionBlocks = (ids: readonly string[]): readonly RichTextBlock[] => {
  if (ids.length === 0) return [];
  const elements = ids.flatMap((id, i) => [...(i === 0 ? [] : [space]), mentionOf(id)]);
  return [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }];
};

/** The same for a message's `text`: `<@U…>`, `<!subteam^S…>`. */
export const mentionText = (ids: readonly string[]): string =>
  ids.flatMap((id) => (user.test(id) ? [`<@${id}>`] : group.test(id) ? [`<!subteam^${id}>`] : [])).join(" ");

const user = /^[UW][A-Z0-9]{2,20}$/;
const group = /^S[A-Z0-9]{2,20}$/;
const space: RichTextElement = { type: "text", text: " " };

const mentionOf = (id: string): RichTextElement => {
  if (user.test(id)) return { type: "user", user_id: id };
  if (group.test(id)) return { type: "usergroup", usergroup_id: id };
  return { type: "text", text: oneLine(id) || "…" };
};
