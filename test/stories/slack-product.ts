import { fileURLToPath } from "node:url";
import { openSlackChat, type SlackChat } from "#adapters/chat/slack/slack.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { createLocalEngine } from "#adapters/engine/local.ts";
import { Secret } from "#src/config/secret.ts";
import type { SlackConfig } from "#src/config/slack.ts";
import { openDemo, openMachine, type Opened } from "#src/main.ts";
import type { ChatHooks } from "#src/main/chat-hooks.ts";
import { openSlack } from "#src/main/slack.ts";
import type { Clock } from "#src/ports.ts";
import type { SettingsChange } from "#src/project/workflow.ts";
import { createArmy } from "#src/runtime/army.ts";
import type { Parts } from "#src/runtime/parts.ts";
import type { SlackOptions, TestSlack } from "../support/slack/slack.ts";

export interface SlackStageOptions {
  readonly slack?: SlackOptions;
  readonly scenario?: string;
  readonly settings?: SettingsChange;
  /** HTTP with signed requests instead of Socket Mode. */
  readonly http?: boolean;
  /** How many times faster than the machine's clock the product's goes; 5 unless said. */
  readonly pace?: number;
  /** Whom a message may mention beside Ann and Bob. */
  readonly mentions?: readonly string[];
}

/** What outlives a process. */
export interface Around {
  readonly data: string;
  readonly slack: TestSlack;
  /** Null for the machine's own. */
  readonly clock: Clock | null;
  readonly told: string[];
  /** How far each person's private messages were read. */
  readonly read: Map<string, number>;
  /** What each call of the model was given as documents: their names. */
  readonly given: string[][];
}

/** The whole product as one process runs it. */
export interface Product {
  readonly parts: Parts;
  /** Where Slack sends signed requests; empty in Socket Mode. */
  readonly url: string;
  /** Ends it gracefully. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the product with the scripted model on a data folder, signed in to this Slack. */
export const startProduct = async (around: Around, options: SlackStageOptions): Promise<Product> => {
  const { data, slack, clock, told } = around;
  const { http } = options;
  let port: SlackChat["port"] = () => null;
  const tell = (words: string): void => void told.push(words);
  const waiting = new AbortController();
  const hooks: ChatHooks = {
    onFatal: tell,
    onWait: tell,
    onReady: () => undefined,
    signal: waiting.signal,
  };
  const { model, settings } = await openDemo({
    scenario: options.scenario ?? "clean",
    seed: 1,
    msPerStep: 0,
  });
  const config = configFor(slack, options);
  const machine = await openMachine({
    data,
    root,
    logLevel: "info",
    defaults: { workflow: "sdlc", mode: "scripted", settings: { ...settings, ...options.settings } },
    model: () => ({
      ...model,
      complete: async (request, signal) => {
        around.given.push(request.documents.map(({ name }) => name));
        return await model.complete(request, signal);
      },
    }),
    warn: tell,
    chats: async (opened) => {
      if (clock === null && http !== true) return [await openSlack(config, opened, hooks)];
      const chat = await openQuick(config, { ...opened, clock: clock ?? systemClock }, hooks);
      port = chat.port;
      return [chat];
    },
  });
  const parts = clock === null ? machine.parts : withClock(machine.parts, clock);
  const army = createArmy(parts, { broken: (error) => tell(String(error)) });
  await army.start();
  const url = http === true ? `http://127.0.0.1:${port()}/slack/events` : "";
  if (url === "") await slack.until(() => slack.connections.some(({ open }) => open), 20_000);
  else slack.useHttp(url);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await army.stop();
    await machine.close();
  };
  return { parts, url, stop: () => (stopped ??= stop()) };
};

const withClock = (parts: Parts, clock: Clock): Parts => ({
  ...parts,
  clock,
  engine: createLocalEngine({ store: parts.store, clock }),
});

/** As `openSlack` does it, with another clock. */
const openQuick = async (
  { botToken, way, apiUrl }: SlackConfig,
  { chatMemory, log, store, clock }: Opened & { readonly clock: Clock },
  hooks: ChatHooks,
): Promise<SlackChat> =>
  await openSlackChat({
    ...chatMemory("slack"),
    token: botToken.reveal(),
    way:
      way.type === "socket"
        ? { type: "socket", appToken: way.appToken.reveal() }
        : { type: "http", signingSecret: way.signingSecret.reveal(), port: way.port },
    apiUrl,
    clock,
    log,
    projectIn: ({ thread }) => store.byThread("slack", thread),
    threads: async () => [],
    ...hooks,
  });

const configFor = (slack: TestSlack, { http }: SlackStageOptions): SlackConfig => ({
  botToken: new Secret(slack.app.botToken),
  way:
    http === true
      ? { type: "http", signingSecret: new Secret(slack.app.signingSecret), port: 0 }
      : { type: "socket", appToken: new Secret(slack.app.appToken) },
  apiUrl: slack.apiUrl,
});
