import { createServer } from "node:http";
import type { Server } from "node:http";
import type { Json } from "../json.ts";
import { until } from "../until.ts";
import { botRoleId, defaultApp, generalId } from "./app.ts";
import type { AppFacts } from "./app.ts";
import { createCalls } from "./calls.ts";
import type { Call, OnCall } from "./calls.ts";
import { createEventLog, intents } from "./events.ts";
import type { EventLog } from "./events.ts";
import { createFaults } from "./faults.ts";
import type { Fault } from "./faults.ts";
import { createFront } from "./front.ts";
import { createGateway } from "./gateway.ts";
import type { Gateway } from "./gateway.ts";
import { createInteractions } from "./interactions.ts";
import type { Interaction } from "./interactions.ts";
import { discordLifetimes } from "./lifetimes.ts";
import type { Lifetimes } from "./lifetimes.ts";
import { createPlaces, firstRoles, textChannel } from "./places.ts";
import type { Places } from "./places.ts";
import { createRates } from "./rates.ts";
import type { RateLimited, RateOptions } from "./rates.ts";
import { createSnowflakes } from "./snowflakes.ts";
import type { Post, Refusal, Settings, World } from "./world.ts";

export interface DiscordOptions {
  readonly app?: Partial<AppFacts>;
  readonly lifetimes?: Partial<Lifetimes>;
  /** Enforces rate limits, with their headers; none unless said. */
  readonly rates?: RateOptions;
  /** Privileged intents that the developer portal grants: the message content unless said. */
  readonly privileged?: { readonly messageContent?: boolean; readonly members?: boolean };
  /** Is the nonce of a message said again when it is read later? Not unless said: nobody has proved that Discord does. */
  readonly nonceInHistory?: boolean;
  /** Edits of old messages that are done before 30046, per channel and hour; 5 unless said. */
  readonly oldEdits?: number;
  /** Bytes that one file may have; 10 MiB unless said. */
  readonly attachmentLimit?: number;
  readonly commandsPerDay?: number;
  /** What the bot was invited with; all that the app asks for, and nothing more, unless said. */
  readonly botPermissions?: bigint;
  /** The clock of ids and ages; the real one unless said. */
  readonly now?: () => number;
}

/** The Discord that tests talk to. */
export interface TestDiscord extends Places {
  readonly app: AppFacts;
  /** The text channel that is always there, #general. */
  readonly general: string;
  /** For discord.js's `rest.api`. */
  readonly apiUrl: string;
  /** What the app needs of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Every request of the app, oldest first. */
  readonly calls: readonly Call[];
  callsOf(operation: string): readonly Call[];
  onCall(hook: OnCall): () => void;
  fault(fault: Fault): () => void;
  rateLimited(): readonly RateLimited[];
  /** Answers with 401, 403 and 429: 10,000 in ten minutes get an address banned. */
  invalidRequests(): number;
  /** Requests that Discord would refuse because of what they say. */
  refused(): readonly Refusal[];
  /** Every message that the app put into a channel or thread, in order: also those whose answer it never got. */
  readonly posts: readonly Post[];
  /** The commands that the app has registered now. */
  commands(): readonly Json[];
  /** How many commands were made today. */
  commandsMade(): number;
  /** Everything that people did with the app, oldest first. */
  readonly interactions: readonly Interaction[];
  /** Everything that was told over the gateway, oldest first. */
  readonly events: EventLog["all"];
  readonly network: Pick<EventLog, "again" | "duplicate" | "hold" | "lose" | "release">;
  readonly gateway: Gateway;
  /** Resolves with the first thing that `look` finds; looks every few milliseconds, five seconds long unless said. */
  until: typeof until;
  revokeToken(): void;
  /** Grants or takes back the message content in the developer portal. */
  grantMessageContent(granted: boolean): void;
  setAttachmentLimit(bytes: number): void;
  /** Makes everything that much older: nonces, tokens, messages, sessions, addresses of files. */
  pass(ms: number): void;
  /** Lets everything go. */
  close(): Promise<void>;
}

/** View, send, attach, history, threads and messages in them: what the app's install link asks for. */
const invitedWith = 309_237_746_688n;

/** Starts a Discord on a free loopback port, with one server and the text channel #general. */
export async function startDiscord(options: DiscordOptions = {}): Promise<TestDiscord> {
  const server = createServer();
  const url = await listening(server);
  const ending = new AbortController();
  const passed = { ms: 0 };
  const world = worldOf(options, { url, ending: ending.signal, passed });
  const calls = createCalls();
  const faults = createFaults();
  const rates = options.rates === undefined ? null : createRates(options.rates);
  const gateway = createGateway(world, server);
  server.on("request", createFront({ world, calls, faults, rates }));
  const { app, settings, switches } = world;
  return {
    ...createPlaces(world),
    app,
    general: generalId,
    apiUrl: `${url}/api`,
    env: { DISCORD_BOT_TOKEN: app.token, DISCORD_API_URL: `${url}/api` },
    calls: calls.all,
    callsOf: (operation) => calls.all.filter((call) => call.operation === operation),
    onCall: calls.onCall,
    fault: faults.plan,
    rateLimited: () => rates?.limited ?? [],
    invalidRequests: () => calls.all.filter(({ answered }) => invalid.has(answered)).length,
    refused: () => world.refusals,
    posts: world.posts,
    commands: () => [...world.commands.values()],
    commandsMade: () => world.commandsMade.length,
    interactions: world.interactions.all,
    events: world.events.all,
    network: world.events,
    gateway,
    until,
    revokeToken: () => {
      switches.revoked = true;
      gateway.closeWith(4_004);
    },
    grantMessageContent: (granted) => {
      settings.privileged.messageContent = granted;
    },
    setAttachmentLimit: (bytes) => {
      settings.attachmentLimit = bytes;
    },
    pass: (ms) => {
      passed.ms += ms;
    },
    close: async () => {
      ending.abort();
      await gateway.close();
      await closed(server);
    },
  };
}

const invalid: ReadonlySet<unknown> = new Set([401, 403, 429]);

interface Beginning {
  readonly url: string;
  readonly ending: AbortSignal;
  readonly passed: { readonly ms: number };
}

function worldOf(options: DiscordOptions, { url, ending, passed }: Beginning): World {
  const app = { ...defaultApp, ...options.app };
  const clock = options.now ?? Date.now;
  const now = (): number => clock() + passed.ms;
  const settings = settingsOf(options);
  const events = createEventLog();
  const roles = firstRoles({
    guildId: app.guildId,
    botRoleId,
    name: app.name,
    botPermissions: options.botPermissions ?? invitedWith,
  });
  return {
    app,
    url,
    settings,
    people: new Map([[app.ownerId, { id: app.ownerId, name: "Owner", roles: new Set<string>() }]]),
    roles: new Map(roles.map((role) => [role.id, role])),
    channels: new Map([
      [generalId, textChannel({ app, now }, { id: generalId, name: "general", denied: 0n })],
    ]),
    messages: new Map(),
    ephemerals: new Map(),
    posts: [],
    files: new Map(),
    commands: new Map(),
    commandsMade: [],
    modals: new Map(),
    refusals: [],
    oldEdits: new Map(),
    typing: [],
    events,
    interactions: createInteractions({
      lifetimes: settings.lifetimes,
      ending,
      now,
      send: (payload) =>
        events.send({ t: "INTERACTION_CREATE", intent: intents.none, payload: () => payload }),
    }),
    switches: { revoked: false },
    newId: createSnowflakes(clock),
    now,
    ending,
  };
}

const settingsOf = (options: DiscordOptions): Settings => ({
  lifetimes: { ...discordLifetimes, ...options.lifetimes },
  privileged: { messageContent: true, members: false, ...options.privileged },
  nonceInHistory: options.nonceInHistory ?? false,
  oldEdits: options.oldEdits ?? 5,
  attachmentLimit: options.attachmentLimit ?? 10 * 1024 * 1024,
  commandsPerDay: options.commandsPerDay ?? 200,
});

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
