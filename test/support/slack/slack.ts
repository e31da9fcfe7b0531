import { createServer } from "node:http";
import type { Server } from "node:http";
import { until } from "../until.ts";
import { defaultApp, defaultEvents, defaultScopes } from "./app.ts";
import type { AppFacts } from "./app.ts";
import { createCalls } from "./calls.ts";
import type { Call, OnCall } from "./calls.ts";
import { createDeliveries } from "./deliveries.ts";
import type { Deliveries } from "./deliveries.ts";
import { startEmulated } from "./emulated.ts";
import { createFaults } from "./faults.ts";
import type { Fault } from "./faults.ts";
import { createFront } from "./front.ts";
import { carryByHttp, sendSigned } from "./http-mode.ts";
import type { HttpAnswer, HttpRequest } from "./http-mode.ts";
import type { Lifetimes } from "./lifetimes.ts";
import { createPlaces } from "./places.ts";
import type { Places } from "./places.ts";
import { createRates } from "./rates.ts";
import type { RateLimited, RateOptions } from "./rates.ts";
import { createResponseUrls } from "./response-urls.ts";
import { createSocketMode } from "./socket-mode.ts";
import type { Connection } from "./socket-mode.ts";
import type { Post, ProblemsOf, World } from "./world.ts";

export interface SlackOptions {
  readonly app?: Partial<AppFacts>;
  /** What Slack would refuse beside counts and sizes; nothing is refused without it. */
  readonly problemsOf?: ProblemsOf;
  /** Enforces Slack's rate limits. */
  readonly rates?: RateOptions;
  readonly lifetimes?: Partial<Lifetimes>;
  /** Answers a second post with the same `client_msg_id` with the first; off, because nobody has proved that Slack does. */
  readonly dedupe?: boolean;
  /** Scopes that were granted; all that the app asks for unless said. */
  readonly scopes?: readonly string[];
  /** Event subscriptions, e.g. `message.channels`. */
  readonly events?: readonly string[];
}

/** The Slack that tests talk to. */
export interface TestSlack extends Places {
  readonly app: AppFacts;
  /** For WebClient's `slackApiUrl`. */
  readonly apiUrl: string;
  /** Every request of the app, oldest first. */
  readonly calls: readonly Call[];
  callsOf(method: string): readonly Call[];
  onCall(hook: OnCall): () => void;
  fault(fault: Fault): () => void;
  rateLimited(): readonly RateLimited[];
  /** Every message and file that the app put into a channel, in order: also those whose answer it never got. */
  readonly posts: readonly Post[];
  /** Resolves with the first thing that `look` finds; looks every few milliseconds, five seconds long unless said. */
  until<T>(
    look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
    ms?: number,
  ): Promise<T>;
  /** Everything that Slack told the app, oldest first. */
  readonly deliveries: Deliveries["all"];
  readonly network: Pick<Deliveries, "again" | "duplicate" | "hold" | "lose" | "release">;
  readonly connections: readonly Connection[];
  /** From now on payloads are sent to this address instead of a connection; null for connections again. */
  useHttp(url: string | null): void;
  /** Sends one request to an address, good or bad. */
  request(url: string, request: HttpRequest): Promise<HttpAnswer>;
  readonly scopes: Set<string>;
  readonly events: Set<string>;
  revokeToken(): void;
  /** Makes triggers and response URLs that much older. */
  pass(ms: number): void;
  /** Lets everything go; nothing is delivered any more. */
  close(): Promise<void>;
}

const slackLifetimes: Lifetimes = {
  trigger: 3_000,
  responseUrl: 30 * 60_000,
  ack: 3_000,
  share: 30,
  redeliver: [3_000, 60_000, 300_000],
};

/** Starts a Slack on a free loopback port, with one channel `C0GENERAL` (#general) that the bot is in. */
export async function startSlack(options: SlackOptions = {}): Promise<TestSlack> {
  const server = createServer();
  const url = await listening(server);
  const ending = new AbortController();
  const world = await worldOf(options, url, ending.signal);
  const calls = createCalls();
  const faults = createFaults();
  const rates = options.rates === undefined ? null : createRates(options.rates);
  const responseUrls = createResponseUrls(world);
  const { deliveries, app } = world;
  const socketMode = createSocketMode({ server, url, appId: app.appId, deliveries });
  deliveries.carryWith(socketMode.carry);
  server.on("request", createFront({ world, calls, faults, rates, responseUrls, ticket: socketMode.ticket }));
  const places = createPlaces(world, responseUrls);
  await places.channel("C0GENERAL", { name: "general" });
  return {
    ...places,
    app,
    apiUrl: `${url}/api/`,
    calls: calls.all,
    callsOf: (method) => calls.all.filter((call) => call.method === method),
    onCall: calls.onCall,
    fault: faults.plan,
    rateLimited: () => rates?.limited ?? [],
    posts: world.posts,
    until,
    deliveries: deliveries.all,
    network: deliveries,
    connections: socketMode.connections,
    useHttp: (to) =>
      deliveries.carryWith(to === null ? socketMode.carry : carryByHttp(to, app.signingSecret, world)),
    request: (to, request) => sendSigned(to, app.signingSecret, request),
    scopes: world.scopes,
    events: world.events,
    revokeToken: () => {
      world.switches.revoked = true;
    },
    pass: (ms) => {
      world.passed.ms += ms;
    },
    close: async () => {
      ending.abort();
      await socketMode.close();
      await Promise.all([closed(server), world.emulated.close()]);
    },
  };
}

async function worldOf(options: SlackOptions, url: string, ending: AbortSignal): Promise<World> {
  const app = { ...defaultApp, ...options.app };
  const lifetimes = { ...slackLifetimes, ...options.lifetimes };
  return {
    app,
    emulated: await startEmulated(app, url),
    url,
    lifetimes,
    problemsOf: options.problemsOf ?? (() => []),
    people: new Map(),
    groups: new Map(),
    channels: new Map(),
    messages: new Map(),
    ephemerals: [],
    posts: [],
    triggers: new Map(),
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    hiddenUntil: new Map(),
    broadcasts: new Map(),
    thinking: new Map(),
    deliveries: createDeliveries({ lifetimes, ending }),
    events: new Set(options.events ?? defaultEvents),
    scopes: new Set(options.scopes ?? defaultScopes),
    dedupe: options.dedupe ?? false,
    switches: { revoked: false },
    passed: { ms: 0 },
    formFiles: new Map(),
    ending,
  };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
