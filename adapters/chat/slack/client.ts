import type * as Sdk from "@slack/web-api";
import type { Log } from "#src/ports.ts";
import { isTokenRefused } from "./faults-known.ts";
import { faultOf } from "./faults.ts";

export interface SlackClientOptions {
  /** The bot token, `xoxb-…`. */
  readonly token: string;
  /** Where the Web API is, for tests and proxies; Slack's own by default. */
  readonly apiUrl?: string;
  /** How long an answer may take; 10 s by default. */
  readonly timeoutMs?: number;
  readonly log: Log;
  /** Told once when Slack refuses the token for good. */
  readonly onFatal: (error: Error) => void;
}

/** Makes one call of the Web API, once. Throws SlackFault. */
export type CallSlack = (method: string, args: SlackArgs) => Promise<unknown>;

export type SlackArgs = Readonly<Record<string, unknown>>;

/** Slack answers within 3 s or so; a post that takes longer is looked up. */
const defaultTimeoutMs = 10_000;

/** Used when a 429 does not say for how long, as the SDK's error for it could not be told from others. */
const unsaidRestSeconds = "30";

/** A client that loads the SDK at the first call. */
export const createSlackClient = (options: SlackClientOptions): CallSlack => {
  let loading: Promise<Loaded> | undefined;
  let isTold = false;
  const load = (): Promise<Loaded> => (loading ??= loadClient(options));
  return async (method, args) => {
    const { client, sdk } = await load();
    try {
      return await client.apiCall(method, { ...args });
    } catch (error) {
      const fault = faultOf(error, method, sdk);
      if (isTokenRefused(fault.code) && !isTold) {
        isTold = true;
        options.onFatal(fault);
      }
      throw fault;
    }
  };
};

interface Loaded {
  readonly client: Sdk.WebClient;
  readonly sdk: typeof Sdk;
}

/** Neither retries nor a shared pause: the SDK's would post twice, and hold up all channels for one. */
const loadClient = async ({ token, apiUrl, log, timeoutMs }: SlackClientOptions): Promise<Loaded> => {
  const sdk = await import("@slack/web-api");
  const client = new sdk.WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs ?? defaultTimeoutMs,
    allowAbsoluteUrls: false,
    fetch: fetchWithRest,
    logger: quietLogger(log, sdk.LogLevel.INFO),
  });
  return { client, sdk };
};

const fetchWithRest: Sdk.FetchFunction = async (url, init) => {
  const response = await fetch(url, init);
  if (response.status !== 429 || /^\d+$/.test(response.headers.get("retry-after") ?? "")) return response;
  const headers = new Headers(response.headers);
  headers.set("retry-after", unsaidRestSeconds);
  return new Response(null, { status: 429, headers });
};

/** The SDK warns of what becomes a fault anyway; its debug lines hold people's words. */
const quietLogger = (log: Log, level: Sdk.LogLevel): Sdk.Logger => {
  const say = (...said: unknown[]): void => log.debug({ said: said.map(String).join(" ") }, "slack client");
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: say,
    error: say,
    setLevel: () => undefined,
    getLevel: () => level,
    setName: () => undefined,
  };
};
