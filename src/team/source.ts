/** A text file as it was read. `path` is relative, with forward slashes; it appears in every error about the file. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** The file's name without folders and extension: what agents, workflows and templates are called by. */
export function nameOf(file: SourceText): string {
  const base = file.path.slice(file.path.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  return dot > 0 ? base.slice(0, dot) : base;
}

/** The text without a byte order mark and with plain line breaks. Neither moves a line or a column. */
export function plainText(file: SourceText): string {
  return file.text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}
