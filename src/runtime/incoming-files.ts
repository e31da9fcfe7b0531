import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import { BotArmyError, ProviderError } from "../errors.ts";
import type { Bodies, Chat, InboundFile } from "../ports.ts";
import type { CommandOf, GivenDocument } from "../project/command.ts";
import { suspicionsIn } from "./suspicions.ts";

/** Largest file that becomes a document, in bytes. Source: requirement A15. */
export const fileLimit = 1_000_000;
/** Most files taken from one message. */
const mostFiles = 10;
/** Longest time for the bytes of one file. */
const fetchMs = 30_000;

/** What came of the files of a message. */
export type Taken = Pick<CommandOf<"addDocuments">, "documents" | "refused">;

/**
 * Fetches files that a person sent, checks them by their content and stores what is text. A file that cannot be a document is
 * refused in words; a fault on the way is thrown as ProviderError, so that the whole delivery is tried again.
 */
export const takeFiles = async (
  parts: { readonly chat: Pick<Chat, "fetch">; readonly bodies: Bodies },
  files: readonly InboundFile[],
): Promise<Taken> => {
  const documents: GivenDocument[] = [];
  const refused: { name: string; why: string }[] = [];
  for (const [i, file] of files.entries()) {
    const name = plainName(file.name);
    const taken = i < mostFiles ? await take(parts, file) : `at most ${mostFiles} files are taken at once`;
    if (typeof taken === "string") refused.push({ name, why: taken });
    else if (documents.some((one) => one.name === name))
      refused.push({ name, why: "another file of this message has the same name" });
    else documents.push({ name, ...taken });
  }
  return { documents, refused: refused.slice(0, mostFiles) };
};

/** A stored text, or why there is none. */
const take = async (
  { chat, bodies }: { readonly chat: Pick<Chat, "fetch">; readonly bodies: Bodies },
  file: InboundFile,
): Promise<Omit<GivenDocument, "name"> | string> => {
  const text = await textOf(chat, file);
  if (typeof text === "string") return text;
  return {
    body: await bodies.put(text.text),
    words: text.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0,
    suspicious: [...suspicionsIn(text.text)],
  };
};

/** The text of a file that a person sent as the brief. Throws BotArmyError `file-refused` when it is none. */
export const briefFrom = async (chat: Pick<Chat, "fetch">, file: InboundFile): Promise<string> => {
  const text = await textOf(chat, file);
  if (typeof text === "string")
    throw new BotArmyError("file-refused", `\`${plainName(file.name)}\` cannot be the brief: ${text}`);
  return text.text;
};

const textOf = async (
  chat: Pick<Chat, "fetch">,
  file: InboundFile,
): Promise<{ readonly text: string } | string> => {
  if (file.bytes > fileLimit) return tooLarge(file.bytes);
  if (file.bytes === 0) return "it is empty";
  if (chat.fetch === undefined) return "this chat cannot hand over files";
  try {
    return await readText(await chat.fetch(file.id, fileLimit, AbortSignal.timeout(fetchMs)));
  } catch (error) {
    if (error instanceof ProviderError && !error.retryable) return error.message.slice(0, 300);
    throw error;
  }
};

const readText = async (bytes: Uint8Array): Promise<{ readonly text: string } | string> => {
  if (bytes.byteLength === 0) return "it is empty";
  if (bytes.byteLength > fileLimit) return tooLarge(bytes.byteLength);
  const type = await fileTypeFromBuffer(bytes);
  // XML is text that has a type of its own.
  if (type !== undefined && !/xml|json|text/.test(type.mime))
    return `it is ${type.ext.toUpperCase()} (${type.mime}) by its content; only text is taken: save it as Markdown or plain text`;
  return decode(bytes);
};

const decode = (bytes: Uint8Array): { readonly text: string } | string => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true })
      .decode(bytes)
      .replace(/\r\n?/g, "\n")
      .normalize("NFC");
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
    if (/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text))
      return "it has control characters and is no text";
    return /[\p{L}\p{N}]/u.test(text) ? { text } : "it has no words";
  } catch {
    return "it is not text in UTF-8: save it as UTF-8 and send it again";
  }
};

const tooLarge = (bytes: number): string =>
  `it has ${bytes} bytes; a document may have ${fileLimit}. Send the part that matters`;

/** A name that is safe as the last part of a path, and still tells the file. */
export const plainName = (given: string): string => {
  const last = given.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const cleaned = last
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[.-]+|[.-]+$/g, "")
    .replace(/\.{2,}/g, ".");
  const dot = cleaned.lastIndexOf(".");
  const [stem, ending] = dot <= 0 ? [cleaned, ".txt"] : [cleaned.slice(0, dot), cleaned.slice(dot)];
  const whole = shortened(stem, 80);
  // Two long names that begin alike are two documents, not two versions of one.
  const short = whole === stem ? stem : `${shortened(stem, 71)}-${digestOf(given)}`;
  const name = `${short}${shortened(ending, 12)}`;
  if (/\p{L}|\p{N}/u.test(short) && !deviceName.test(name)) return name;
  return `file-${digestOf(given)}.txt`;
};

const digestOf = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, 8);

/** Bytes of one part of a name: both together stay below the 255 of file systems, in scripts that take four for a character too. */
const mostBytes = 180;

const shortened = (part: string, most: number): string => {
  const characters = [...part].slice(0, most);
  while (Buffer.byteLength(characters.join("")) > mostBytes) characters.pop();
  return characters.join("");
};

/** Names that Windows keeps for devices. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
