import { createHash, createHmac } from "node:crypto";
import type { Json } from "../json.ts";
import type { SentFile, StoredFile } from "./file-facts.ts";
import type { World } from "./world.ts";

export function storeFile(
  world: World,
  sent: SentFile,
  facts: Pick<StoredFile, "channel" | "description" | "ephemeral">,
): StoredFile {
  const file = { ...facts, ...sent, name: cleaned(sent.name), id: world.newId() };
  world.files.set(file.id, file);
  return file;
}

/** Discord keeps letters, digits, `_`, `-` and `.` of a name. */
export const cleaned = (name: string): string =>
  name.replaceAll(/\s+/g, "_").replaceAll(/[^\p{L}\p{N}_.-]/gu, "");

/** An attachment as the API shows it, with an address that is good for a while from now. */
export function attachmentPayload(world: World, file: StoredFile): Json {
  const url = signedUrl(world, file);
  return {
    id: file.id,
    filename: file.name,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: file.type,
    content_scan_version: 1,
    ...(file.description === null ? {} : { description: file.description }),
    ...(file.ephemeral ? { ephemeral: true } : {}),
  };
}

function signedUrl(world: World, file: StoredFile): string {
  const from = Math.floor(world.now() / 1000);
  const until = from + Math.ceil(world.settings.lifetimes.attachmentUrl / 1000);
  const folder = file.ephemeral ? "ephemeral-attachments" : "attachments";
  const path = `/${folder}/${file.channel}/${file.id}/${encodeURIComponent(file.name)}`;
  const [ex, is] = [until.toString(16), from.toString(16)];
  return `${world.url}${path}?ex=${ex}&is=${is}&hm=${signature(world, path, ex)}&`;
}

const signature = (world: World, path: string, until: string): string =>
  createHmac("sha256", createHash("sha256").update(world.url).digest())
    .update(path + until)
    .digest("hex");

/** The file at an address, or null when the address is wrong or too old. */
export function fileAt(world: World, path: string, query: URLSearchParams): StoredFile | null {
  const ex = query.get("ex") ?? "";
  const good = query.get("hm") === signature(world, path, ex) && Number.parseInt(ex, 16) * 1000 > world.now();
  return good ? (world.files.get(path.split("/")[3] ?? "") ?? null) : null;
}
