import type { SentFile } from "./file-facts.ts";

/** A file that a person sends. */
export interface FileToSend {
  readonly name: string;
  readonly text: string | Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  pdf: "application/pdf",
  png: "image/png",
  txt: "text/plain; charset=utf-8",
  zip: "application/zip",
};

/** The file as Discord takes it from a person, with the type that its name says. */
export function asSent({ name, text }: FileToSend): SentFile {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return { name, bytes, type: types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream" };
}

export function isFile(value: unknown): value is FileToSend {
  return typeof value === "object" && value !== null && "name" in value && "text" in value;
}
