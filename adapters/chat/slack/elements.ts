import type { types } from "@slack/bolt";
import type { Run } from "../runs.ts";

/** A run as Slack's text or link element. Text elements are never parsed: `<!channel>` in them is just that. */
export const elementOf = (run: Run): types.RichTextText | types.RichTextLink => {
  const style = {
    ...(run.bold ? { bold: true } : {}),
    ...(run.italic ? { italic: true } : {}),
    ...(run.strike ? { strike: true } : {}),
    ...(run.code ? { code: true } : {}),
  };
  const styled = Object.keys(style).length === 0 ? {} : { style };
  // A link without a text of its own shows where it leads.
  return run.url === undefined
    ? { type: "text", text: run.text, ...styled }
    : { type: "link", url: run.url, ...styled };
};
