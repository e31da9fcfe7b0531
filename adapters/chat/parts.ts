import type { Message } from "#src/project/message.ts";
import { messageDocument } from "./message-document.ts";
import { fitting, pack, type Paper } from "./pack.ts";

/** A message in a platform's blocks. */
export interface Composed<B> {
  readonly message: Message;
  /** All of it. */
  readonly whole: readonly B[];
  /** All of it in blocks of which as few as one can stand alone, to begin a message that is too long; `whole` when absent. */
  readonly plain?: () => readonly B[];
  /** The people to notify, who stand before the buttons of the last part. */
  readonly notified: readonly B[];
  /** A line in small print. */
  readonly small: (text: string) => readonly B[];
}

export interface Parts<B> {
  /** Never empty when the message is not. */
  readonly parts: readonly (readonly B[])[];
  /** The whole message as a Markdown file when it is too long for its parts, which then say so; else null. */
  readonly overflow: { readonly name: string; readonly text: string } | null;
}

/** A message in at most `most` parts that fit. One that is longer is in the file, and its only part begins it, says so, and has its buttons. */
export const partsOf = <B>(composed: Composed<B>, paper: Paper<B>, most: number): Parts<B> => {
  const { message, whole, notified } = composed;
  const room: Paper<B> = { ...paper, fits: (blocks, share) => paper.fits([...blocks, ...notified], share) };
  const parts = pack(whole, room, message.kind !== "view");
  const overflow = parts.length > most ? messageDocument(message) : null;
  const shown = overflow === null ? parts : [beginning(composed, overflow.name, room)];
  return { parts: [...shown.slice(0, -1), beforeButtons(shown.at(-1) ?? [], notified, paper)], overflow };
};

const beforeButtons = <B>(
  blocks: readonly B[],
  added: readonly B[],
  { isInteractive }: Paper<B>,
): readonly B[] => {
  const first = blocks.findIndex(isInteractive);
  const at = first === -1 ? blocks.length : first;
  return [...blocks.slice(0, at), ...added, ...blocks.slice(at)];
};

/** What one part can say of a message that is in a file: how it begins, where the rest is, and its buttons. */
const beginning = <B>(composed: Composed<B>, file: string, paper: Paper<B>): readonly B[] => {
  const blocks = composed.plain?.() ?? composed.whole;
  const where = composed.small(`There is more: the whole message is in the file ${file}`);
  const buttons = fitting(blocks.filter(paper.isInteractive), (some) => paper.fits([...where, ...some], 0.5));
  const end = [...where, ...buttons];
  const head = blocks.filter((block) => !paper.isInteractive(block));
  return [...fitting(head, (some) => paper.fits([...some, ...end], 1)), ...end];
};
