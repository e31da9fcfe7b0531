import { z } from "zod";
import { readAtMost } from "../download.ts";
import { connectionFault, httpFault, SlackFault } from "./faults.ts";
import type { SlackCalls } from "./outbound-calls.ts";

export interface FetchingOptions {
  readonly calls: SlackCalls;
  /** The bot token; it goes to Slack's own hosts only. */
  readonly token: string;
  /** Where the Web API is, when it is not Slack's own. */
  readonly apiUrl: string | undefined;
}

/** The bytes of a file that a person sent; throws SlackFault, final when it is gone or has more than `most` bytes, or the signal's reason. */
export type FetchFile = (file: string, most: number, signal: AbortSignal) => Promise<Uint8Array>;

const timeoutMs = 60_000;
const mostRedirects = 3;

const Info = z.looseObject({
  file: z.looseObject({
    name: z.string().nullish(),
    size: z.number().default(0),
    mode: z.string().default(""),
    mimetype: z.string().default(""),
    is_external: z.boolean().default(false),
    url_private: z.string().optional(),
    url_private_download: z.string().optional(),
  }),
});
type File = z.infer<typeof Info>["file"];

export const createFetching = (options: FetchingOptions): FetchFile => {
  const isTrusted = trusting(options.apiUrl);
  return async (id, most, signal) => {
    const info = await options.calls.call("files.info", { file: id }, { lane: id, priority: 1, signal });
    const { file } = Info.parse(info);
    const address = addressOf(file);
    if (file.size > most) throw tooLarge(file, most);
    const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await get(address, { ...options, isTrusted, ending });
      if (isPage(response, file, address)) throw needsScope();
      const bytes = await readAtMost(response, most);
      if (bytes === null) throw tooLarge(file, most);
      return bytes;
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof SlackFault ? error : connectionFault(error, "download");
    }
  };
};

const addressOf = (file: File): URL => {
  const address = file.url_private_download ?? file.url_private ?? "";
  if (file.is_external || file.mode === "external")
    throw final("file_external", `${nameOf(file)} is not kept by Slack, only linked. Send the file itself.`);
  if (!URL.canParse(address) || file.mode === "tombstone" || file.mode === "hidden_by_limit")
    throw final("file_deleted", `${nameOf(file)} is no longer in Slack. Send it again.`);
  return new URL(address);
};

/** Slack's hosts, for which the token is meant anyway, and the one that the Web API was said to be at. */
const trusting = (apiUrl: string | undefined): ((url: URL) => boolean) => {
  const own = apiUrl === undefined ? null : new URL(apiUrl);
  return (url) => {
    if (own !== null && url.host === own.host && url.protocol === own.protocol) return true;
    return url.protocol === "https:" && url.port === "" && /(?:^|\.)slack(?:-gov)?\.com$/.test(url.hostname);
  };
};

interface Getting {
  readonly token: string;
  readonly isTrusted: (url: URL) => boolean;
  readonly ending: AbortSignal;
}

/** Follows redirects by hand, since each new address must be one that may see the token. */
const get = async (address: URL, { token, isTrusted, ending }: Getting): Promise<Response> => {
  let url = address;
  for (let n = 0; n <= mostRedirects; n += 1) {
    if (!isTrusted(url)) throw final("file_elsewhere", `The file is at ${url.host}, which is not Slack's.`);
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, redirect: "manual", signal: ending });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return checked(response);
    await response.body?.cancel();
    url = new URL(location, url);
  }
  throw final("file_elsewhere", "Slack sent the download from one address to another without end.");
};

const checked = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  await response.body?.cancel();
  throw httpFault(response.status, "download");
};

/** Without the scope, Slack answers 200 with the page for signing in, often after a redirect. */
const isPage = (response: Response, file: File, address: URL): boolean => {
  const type = response.headers.get("content-type") ?? "";
  const isFileItself = file.mimetype.includes("html") && response.url === address.href;
  return type.startsWith("text/html") && !isFileItself;
};

const nameOf = (file: File): string => file.name ?? "The file";

const tooLarge = (file: File, most: number): SlackFault =>
  new SlackFault(`${nameOf(file)} has more than ${most} bytes. Send a smaller file.`, {
    code: "file_too_large",
    kind: "too-large",
    retryable: false,
  });

const needsScope = (): SlackFault =>
  final(
    "missing_scope",
    "Slack gave a page in place of the file: the app lacks the scope files:read. Add it and install the app again.",
  );

const final = (code: string, message: string): SlackFault =>
  new SlackFault(message, { code, kind: "bad-request", retryable: false });
