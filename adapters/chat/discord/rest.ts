import type * as Sdk from "discord.js";
import type { Clock } from "#src/ports.ts";
import { answeredByOther, faultOf, refusedTooOften, type DiscordFault } from "./faults.ts";

export interface DiscordRestOptions {
  /** The bot token. */
  readonly token: string;
  /** Where the API is, ending in `/api`, for tests and proxies; Discord's own by default. */
  readonly apiUrl?: string;
  /** How long an answer may take; 10 s by default, a minute more with files. */
  readonly timeoutMs?: number;
  readonly clock: Pick<Clock, "now">;
  /** Told once when Discord refuses the token for good. */
  readonly onFatal: (error: Error) => void;
}

/** A file that goes with a request, in the order of its body's `attachments`. */
export interface RequestFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One request of the API. */
export interface DiscordRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the API's version, e.g. `/channels/1/messages`. */
  readonly path: `/${string}`;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly files?: readonly RequestFile[];
  /** False where the address is secret by itself: interactions and what answers them. */
  readonly auth?: false;
  /** What it is for, in faults: `a message`, `an edit`. */
  readonly what: string;
}

/** Makes one request, once, without waiting for its turn. Throws DiscordFault. */
export type CallDiscord = (request: DiscordRequest) => Promise<unknown>;

/** Discord answers within a second or so; what takes longer is sent again under its nonce, or looked up. */
const defaultTimeoutMs = 10_000;
const filesTimeoutMs = 60_000;
/** After a refused token Discord is left alone for so long: 10,000 refusals in 10 minutes shut out the whole address. */
const refusedRestMs = 60_000;

/** A client that loads the SDK at the first request. */
export const createDiscordRest = (options: DiscordRestOptions): CallDiscord => {
  const { token, clock, onFatal } = options;
  let loading: Promise<Loaded> | undefined;
  let refused: { readonly fault: DiscordFault; readonly until: number } | undefined;
  let isTold = false;
  const refuse = (fault: DiscordFault): void => {
    refused = { fault, until: clock.now() + refusedRestMs };
    if (!isTold) onFatal(fault);
    isTold = true;
  };
  return async (request) => {
    // Answers to interactions need no token.
    if (request.auth !== false && refused !== undefined && refused.until > clock.now()) throw refused.fault;
    const { rest, sdk } = await (loading ??= loadRest(options));
    // The SDK forgets the token for good after one 401.
    rest.setToken(token);
    try {
      const answer = await rest.request(requestData(request, options));
      // A page: Discord answers in JSON, or with nothing.
      if (answer instanceof ArrayBuffer && answer.byteLength > 0)
        throw answeredByOther(request.what, { ambiguous: true });
      return answer;
    } catch (error) {
      const fault = faultOf(error, request, sdk);
      if (fault.kind === "auth") refuse(fault);
      throw fault;
    }
  };
};

interface Loaded {
  readonly rest: Sdk.REST;
  readonly sdk: typeof Sdk;
}

/** Neither retries nor waits: the SDK's would post twice, and hold up what is more urgent. */
const loadRest = async ({ apiUrl, timeoutMs = defaultTimeoutMs }: DiscordRestOptions): Promise<Loaded> => {
  const sdk = await import("discord.js");
  const rest = new sdk.REST({
    ...(apiUrl === undefined ? {} : { api: apiUrl.replace(/\/+$/, "") }),
    version: "10",
    retries: 0,
    rejectOnRateLimit: () => true,
    // Ours counts by itself, and answers to interactions not at all: Discord does not either.
    globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    // Ours comes first, since it also ends the reading of an answer.
    timeout: timeoutMs + filesTimeoutMs + 1_000,
    makeRequest: async (url, init) => {
      const response = await sdk.DefaultRestOptions.makeRequest(url, init);
      if (response.status !== 429) return response;
      throw refusedTooOften(await response.text(), response.headers);
    },
  });
  return { rest, sdk };
};

const requestData = (request: DiscordRequest, { timeoutMs = defaultTimeoutMs }: DiscordRestOptions) => {
  const { method, path, query, body, files = [], auth = true } = request;
  return {
    // Proven: these are the values of the SDK's RequestMethod.
    method: method as Sdk.RequestMethod,
    fullRoute: path,
    auth,
    signal: AbortSignal.timeout(timeoutMs + (files.length === 0 ? 0 : filesTimeoutMs)),
    ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
    ...(body === undefined ? {} : { body }),
    ...(files.length === 0 ? {} : { files: files.map(({ name, bytes }) => ({ name, data: bytes })) }),
  };
};
