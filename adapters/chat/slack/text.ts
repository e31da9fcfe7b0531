import { cleaned } from "../clean.ts";
import { shortened } from "../split.ts";
import type { SlackLimits } from "./limits.ts";

/** A message's `text` before mentions: nothing in it is markup; shortened to the bytes that an edit may have. */
export const wireText = (text: string, limits: SlackLimits): string => {
  const clean = cleaned(text).trim() || "…";
  let most = clean.length;
  while (bytesOf(escaped(shortened(clean, most))) > limits.textBytes) most = Math.floor(most * 0.9);
  return escaped(shortened(clean, most));
};

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8");
