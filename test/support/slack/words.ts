import type { Json } from "../json.ts";
import type { World } from "./world.ts";

type Piece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "user"; readonly id: string; readonly name: string }
  | { readonly type: "channel"; readonly id: string; readonly name: string }
  | { readonly type: "link"; readonly url: string };

/** What a person types, cut where Slack's composer would put a mention or a link: `@Ann`, `@botarmy`, `#general`, `https://…`. */
export function piecesOf(world: World, typed: string): readonly Piece[] {
  const names = new Map<string, Piece>();
  for (const { id, name } of world.people.values()) names.set(`@${name}`, { type: "user", id, name });
  names.set(`@${world.app.botName}`, { type: "user", id: world.app.botUserId, name: world.app.botName });
  for (const { id, name, kind } of world.channels.values())
    if (kind !== "im") names.set(`#${name}`, { type: "channel", id, name });
  const known = [...names.keys()].toSorted((a, b) => b.length - a.length).map(escapedForRegExp);
  const cut = new RegExp(`(${known.join("|")})(?![\\w-])|(https?://[^\\s<>]+)`, "g");
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of typed.matchAll(cut)) {
    if (match.index > at) pieces.push({ type: "text", text: typed.slice(at, match.index) });
    pieces.push(names.get(match[0]) ?? { type: "link", url: match[0] });
    at = match.index + match[0].length;
  }
  if (at < typed.length) pieces.push({ type: "text", text: typed.slice(at) });
  return pieces;
}

/** The `text` of a message: mentions by id, and `& < >` escaped. */
export const messageText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => written(piece, false)).join("");

/** The `text` of a slash command with `should_escape`: names stand beside the ids. */
export const slashText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => written(piece, true)).join("");

function written(piece: Piece, named: boolean): string {
  switch (piece.type) {
    case "text":
      return piece.text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    case "user":
      return named ? `<@${piece.id}|${loginOf(piece.name)}>` : `<@${piece.id}>`;
    case "channel":
      return `<#${piece.id}|${named ? piece.name : ""}>`;
    case "link":
      return `<${piece.url.replaceAll("&", "&amp;")}>`;
  }
}

export const loginOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".");

/** The `blocks` of a message that a person types. */
export function richText(pieces: readonly Piece[]): readonly Json[] {
  const elements = pieces.map((piece): Json => {
    if (piece.type === "user") return { type: "user", user_id: piece.id };
    if (piece.type === "channel") return { type: "channel", channel_id: piece.id };
    return piece.type === "link" ? { type: "link", url: piece.url } : { type: "text", text: piece.text };
  });
  return [{ type: "rich_text", block_id: "typed", elements: [{ type: "rich_text_section", elements }] }];
}

const escapedForRegExp = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
