import type { Reply } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { notice } from "../outbound-words.ts";
import { discordLimits } from "./limits.ts";
import type { Content } from "./outbound-body.ts";
import { attachmentName } from "./render-files.ts";
import { privateWire } from "./render-wire.ts";
import { renderPrivate } from "./render.ts";

/** A message for one person's eyes as answers, in order: never none; one that is too long ends with a file. */
export const privateContents = (message: Message): readonly [Content, ...Content[]] => {
  const { parts, overflow } = renderPrivate(message, discordLimits);
  const [first, ...rest] = parts.map((part): Content => ({ wire: part, files: part.pictures }));
  if (first === undefined) throw new Error("a message without parts");
  return [first, ...rest, ...(overflow === null ? [] : [fileOf(overflow)])];
};

const fileOf = ({ name, text }: { readonly name: string; readonly text: string }): Content => {
  const attached = attachmentName(name);
  return {
    wire: privateWire([{ type: 13, file: { url: `attachment://${attached}` } }]),
    files: [{ name: attached, bytes: Buffer.from(text, "utf8") }],
  };
};

/** What to say where a message is all that can be shown: of a form its words, of nothing that it is done. */
export const messageOf = (reply: Reply | null): Message => {
  if (reply === null) return notice("Done.");
  return reply.kind === "form" ? notice(reply.fallback) : reply;
};
