import { z } from "zod";
import type { Place } from "#src/ports.ts";
import type { CallPlace } from "../outbound-calls.ts";
import { connectionFault, httpFault, SlackFault } from "./faults.ts";
import type { SlackCalls } from "./outbound-calls.ts";

/** A file to upload; `bytes` is not empty: Slack refuses that. */
export interface UploadFile {
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Says what a picture shows, in at most 1,000 characters. */
  readonly alt?: string;
}

/** Where a file is shared; null is the channel itself. */
export interface UploadTarget {
  readonly channel: string;
  readonly thread: string | null;
}

/** The steps of an upload, one call each. */
export interface UploadSteps {
  /** Asks for an address to send the bytes to. A file that is only begun is seen by nobody. */
  begin(file: UploadFile): Promise<{ readonly id: string; readonly url: string }>;
  bytes(url: string, file: UploadFile): Promise<void>;
  /** Shares it. */
  complete(target: UploadTarget, file: { readonly id: string; readonly title: string }): Promise<void>;
  /** What Slack knows of a file; it may know of a share a moment later than it made it. */
  state(place: Place, id: string): Promise<"shared" | "unshared" | "unknown">;
}

/** Files of ours are small texts and pictures. */
const bytesTimeoutMs = 60_000;

const Begun = z.looseObject({ file_id: z.string(), upload_url: z.url() });
const Shares = z.record(
  z.string(),
  z.array(z.looseObject({ ts: z.string(), thread_ts: z.string().optional() })),
);
const Info = z.looseObject({
  file: z.looseObject({
    shares: z.looseObject({ public: Shares.optional(), private: Shares.optional() }).optional(),
  }),
});

export const createUploadSteps = (calls: SlackCalls, closing: AbortSignal): UploadSteps => ({
  begin: async ({ name, bytes, alt }) => {
    const args = { filename: name, length: bytes.length, ...(alt === undefined ? {} : { alt_txt: alt }) };
    const begun = Begun.parse(await calls.call("files.getUploadURLExternal", args, ofFile(name)));
    return { id: begun.file_id, url: begun.upload_url };
  },
  bytes: async (url, { bytes, name }) => {
    await calls.request("upload", () => sendBytes(url, bytes, closing), ofFile(name));
  },
  complete: async ({ channel, thread }, { id, title }) => {
    const args = {
      files: [{ id, title }],
      channel_id: channel,
      ...(thread === null ? {} : { thread_ts: thread }),
    };
    await calls.call("files.completeUploadExternal", args, { ...ofFile(channel), turn: thread ?? channel });
  },
  state: async (place, id) => {
    try {
      return stateIn(place, Info.parse(await calls.call("files.info", { file: id }, ofFile(id))));
    } catch (error) {
      if (error instanceof SlackFault && goneCodes.has(error.code)) return "unknown";
      throw error;
    }
  },
});

const goneCodes = new Set(["file_not_found", "file_deleted"]);

const ofFile = (lane: string): CallPlace => ({ lane, priority: 1 });

const stateIn = ({ channel, thread }: Place, { file }: z.infer<typeof Info>): "shared" | "unshared" => {
  const shares = [file.shares?.public?.[channel], file.shares?.private?.[channel]].flatMap(
    (list) => list ?? [],
  );
  return shares.some((share) => share.thread_ts === thread) ? "shared" : "unshared";
};

/** The address is secret by itself: no token goes there. */
const sendBytes = async (url: string, bytes: Uint8Array, closing: AbortSignal): Promise<void> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    // A copy: a view on shared memory would not do as a body.
    body: new Uint8Array(bytes),
    redirect: "error",
    signal: AbortSignal.any([closing, AbortSignal.timeout(bytesTimeoutMs)]),
  }).catch((error: unknown) => {
    closing.throwIfAborted();
    throw connectionFault(error, "upload");
  });
  await response.body?.cancel();
  if (!response.ok) throw httpFault(response.status, "upload");
};
