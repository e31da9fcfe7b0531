import type { Picture } from "../pictures.ts";
import type { WireMessage } from "./components-wire.ts";
import type { RequestFile } from "./rest.ts";

/** A file of a message, which its components name. */
export type MessageFile = Pick<Picture, "name" | "bytes"> & { readonly alt?: string };

/** A message as it is posted: what is shown, and the files that it shows. */
export interface Content {
  readonly wire: WireMessage;
  readonly files: readonly MessageFile[];
}

/** Only the person who asked sees it; said when a message is made, never when it is changed. */
const ephemeralFlag = 64;

/** The body of a message that is made. */
export const bodyOf = ({ wire, files }: Content) => ({
  components: wire.components,
  flags: wire.flags,
  allowed_mentions: wire.allowedMentions,
  ...(files.length === 0 ? {} : { attachments: attachmentsOf(files) }),
});

/** The body of a message that is changed: its files take the place of those it had. */
export const changedBodyOf = ({ wire, files }: Content) => ({
  ...bodyOf({ wire, files }),
  flags: wire.flags & ~ephemeralFlag,
  attachments: attachmentsOf(files),
});

const attachmentsOf = (files: readonly MessageFile[]) =>
  files.map(({ name, alt }, i) => ({
    id: String(i),
    filename: name,
    ...(alt === undefined || alt === "" ? {} : { description: alt }),
  }));

/** The files of a request, where there are any. */
export const filesOf = (files: readonly MessageFile[]): { readonly files?: readonly RequestFile[] } =>
  files.length === 0 ? {} : { files };
