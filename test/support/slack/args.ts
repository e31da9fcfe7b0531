import { isRecord, parsed } from "../json.ts";
import type { Json } from "../json.ts";

/** The arguments of a Web API call: JSON, or a form in which some values are JSON. */
export function argsOf(body: string, contentType: string): Json {
  if (contentType.includes("json")) {
    const value = parsed(body);
    return isRecord(value) ? value : {};
  }
  return Object.fromEntries([...new URLSearchParams(body)].map(([key, value]) => [key, decoded(key, value)]));
}

const structured = new Set([
  "attachments",
  "blocks",
  "chunks",
  "files",
  "loading_messages",
  "metadata",
  "prompts",
  "view",
]);

const decoded = (key: string, value: string): unknown =>
  structured.has(key) ? (parsed(value) ?? value) : value;
