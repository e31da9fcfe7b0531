import { parsed } from "../json.ts";
import { errors } from "./errors.ts";
import type { SentFile } from "./file-facts.ts";

/** The JSON and the files of a request. Throws when it is neither JSON nor a good form. */
export async function readBody(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<{ readonly body: unknown; readonly files: ReadonlyMap<string, SentFile> }> {
  if (bytes.length === 0) return { body: undefined, files: new Map() };
  if (contentType.startsWith("multipart/form-data")) return readForm(bytes, contentType);
  const body = parsed(new TextDecoder().decode(bytes));
  if (body === undefined) throw errors.invalidJson();
  return { body, files: new Map() };
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, contentType: string) {
  const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  const files = new Map<string, SentFile>();
  const fields: Record<string, unknown> = {};
  for (const [key, value] of form) {
    if (typeof value === "string") fields[key] = value;
    else files.set(numberIn(key), await sentFile(value));
  }
  const { payload_json: json } = fields;
  const body = typeof json === "string" ? parsed(json) : fields;
  if (body === undefined) throw errors.invalidJson();
  return { body, files };
}

/** `3` of `files[3]`. */
const numberIn = (key: string): string => /^files\[(\d+)\]$/.exec(key)?.[1] ?? key;

async function sentFile(file: File): Promise<SentFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, bytes, type: file.type || "application/octet-stream" };
}
