import type { types } from "@slack/bolt";
import type { Picture } from "../pictures.ts";

export type RichTextBlock = types.RichTextBlock;
export type RichTextElement = types.RichTextElement;
export type RichTextBlockElement = types.RichTextBlockElement;
export type ActionsBlock = types.ActionsBlock;
export type TableBlock = types.TableBlock;
export type InputBlock = types.InputBlock;
export type HomeView = types.HomeView;
export type ModalView = types.ModalView;
export type PlainText = types.PlainTextElement;

/** The blocks that BotArmy posts: none of them parses text, so that no text can ping or link. */
export type SlackBlock =
  | RichTextBlock
  | ActionsBlock
  | TableBlock
  | types.HeaderBlock
  | types.ContextBlock
  | types.DividerBlock;

/** The arguments of chat.postMessage, chat.update and chat.postEphemeral that say what is shown; the caller adds where, key and metadata. */
export interface WireMessage {
  readonly blocks: readonly SlackBlock[];
  /** For notifications and clients without blocks; markup is escaped, only listed people are mentioned. */
  readonly text: string;
  /** Names and addresses in `text` stay text; chat.update would link them otherwise. */
  readonly parse: "none";
  readonly link_names: false;
}

/** A neutral message as Slack takes it: posted in order, the last part has the buttons and is the one that is edited. */
export interface SlackParts {
  /** Never empty. */
  readonly parts: readonly WireMessage[];
  /** The whole message as a Markdown file when it is too long for its parts, which then say so; else null. */
  readonly overflow: { readonly name: string; readonly text: string } | null;
  readonly pictures: readonly Picture[];
}

/** Text that Slack shows as it is: no markup, no `:emoji:` names, at most `most` characters. */
export const plainText = (text: string): PlainText => ({ type: "plain_text", text, emoji: false });

/** What a value takes of a message or view, as JSON. */
export const sizeOf = (value: object): number => JSON.stringify(value).length;
