import { z } from "zod";
import { readAtMost } from "../download.ts";
import { connectionFault, DiscordFault, httpFault } from "./faults.ts";
import type { DiscordCalls } from "./outbound-calls.ts";

export interface FetchingOptions {
  readonly calls: DiscordCalls;
  /** Where the API is, when it is not Discord's own. */
  readonly apiUrl: string | undefined;
}

/**
 * The bytes of a file that a person sent. Its id is its address on Discord's file server, which is good for about a day, or
 * `{channel}/{message}/{attachment}`: the message is asked for a fresh one. Throws DiscordFault, final when it is gone or has more
 * than `most` bytes, or the signal's reason.
 */
export type FetchFile = (file: string, most: number, signal: AbortSignal) => Promise<Uint8Array>;

const timeoutMs = 60_000;

export const createFetching = ({ calls, apiUrl }: FetchingOptions): FetchFile => {
  const isTrusted = trusting(apiUrl);
  return async (file, most, signal) => {
    const address = await addressOf(calls, file, signal);
    if (address === null || !URL.canParse(address)) throw gone();
    const url = new URL(address);
    if (!isTrusted(url)) throw final("elsewhere", `The file is at ${url.host}, which is not Discord's.`);
    const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await download(url, most, ending);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof DiscordFault ? error : connectionFault(error, "a download");
    }
  };
};

const Attachments = z.looseObject({
  attachments: z.array(z.looseObject({ id: z.string(), url: z.string() })).default([]),
});

const addressOf = async (calls: DiscordCalls, file: string, signal: AbortSignal): Promise<string | null> => {
  const [, channel, message, attachment] = /^(\d+)\/(\d+)\/(\d+)$/.exec(file) ?? [];
  if (channel === undefined) return file;
  const request = {
    method: "GET",
    path: `/channels/${channel}/messages/${message}`,
    what: "a message with a file",
  } as const;
  const answer = await calls.make("read messages", request, { lane: file, priority: 1, signal });
  const { data } = Attachments.safeParse(answer);
  return data?.attachments.find(({ id }) => id === attachment)?.url ?? null;
};

/** Discord's file servers, and the one that the API was said to be at. */
const trusting = (apiUrl: string | undefined): ((url: URL) => boolean) => {
  const own = apiUrl === undefined ? null : new URL(apiUrl);
  return (url) => {
    if (own !== null && url.host === own.host && url.protocol === own.protocol) return true;
    const isOurs = url.hostname === "cdn.discordapp.com" || url.hostname === "media.discordapp.net";
    return url.protocol === "https:" && url.port === "" && isOurs;
  };
};

/** The address is secret by itself: no token goes there. */
const download = async (url: URL, most: number, signal: AbortSignal): Promise<Uint8Array> => {
  const response = await fetch(url, { redirect: "error", signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw goneStatuses.has(response.status) ? gone() : httpFault(response.status, "a download");
  }
  const bytes = await readAtMost(response, most);
  if (bytes !== null) return bytes;
  throw new DiscordFault(`The file has more than ${most} bytes. Send a smaller file.`, {
    code: "file_too_large",
    kind: "too-large",
    retryable: false,
  });
};

/** Also what is said of an address that is no longer good. */
const goneStatuses = new Set([401, 403, 404, 410]);

const gone = (): DiscordFault => final("file_gone", "The file is no longer in Discord. Send it again.");

const final = (code: string, message: string): DiscordFault =>
  new DiscordFault(message, { code, kind: "bad-request", retryable: false });
