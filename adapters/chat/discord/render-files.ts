import { oneLine } from "../clean.ts";
import { fileFacts } from "../file-words.ts";
import { display } from "./components-text.ts";
import type { WireMessage } from "./components-wire.ts";
import { escaped, runsText } from "./markdown-text.ts";
import { containerId } from "./nonce.ts";
import { publicWire } from "./render-wire.ts";

/** A file that is posted: under which names its bytes are attached (at most 10, as `attachmentName` makes them), and what else is said, as plain text. */
export interface PostedFile {
  readonly path: string;
  /** Of the whole file; null leaves them out. */
  readonly facts: { readonly bytes: number; readonly version: number } | null;
  readonly attachments: readonly string[];
  /** E.g. that it was compressed, or is in pieces; may be empty. */
  readonly note: string;
}

/** A message that has files, known again by its key. */
export const renderFile = (file: PostedFile, key: string): WireMessage => {
  const facts = file.facts === null ? [] : [{ text: ` (${fileFacts(file.facts)})` }];
  const title = runsText([{ text: "📎 " }, { text: oneLine(file.path) || "file", code: true }, ...facts]);
  const note = oneLine(file.note);
  return publicWire(
    [
      display(note === "" ? title : `${title}\n-# ${escaped(note)}`),
      ...file.attachments.map((name) => ({ type: 13 as const, file: { url: `attachment://${name}` } })),
    ],
    containerId(key),
  );
};

/** A name that Discord keeps as it is, so that a component can refer to it: the end of a path in ASCII letters, digits, `-`, `_` and dots. */
export const attachmentName = (path: string): string => {
  const name = path.split("/").at(-1) ?? "";
  const safe = name
    .replaceAll(/[^\w.-]+/g, "_")
    .replaceAll(/^[._]+/g, "")
    .slice(-100);
  return safe === "" ? "file" : safe;
};
