import { setTimeout as sleep } from "node:timers/promises";
import { createDiscordOutbound, type DiscordOutbound } from "#adapters/chat/discord/outbound.ts";
import type { Clock, Place } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { memoryNotes } from "../../../../fakes/memory-inbox.ts";
import type { Call } from "../../../../support/discord/calls.ts";
import { startDiscord, type DiscordOptions, type TestDiscord } from "../../../../support/discord/discord.ts";
import { closedAfter, fastClock, fastFactor, keptLog, say } from "../../outbound-stage.ts";

export interface Stage {
  readonly discord: TestDiscord;
  readonly outbound: DiscordOutbound;
  readonly log: ReturnType<typeof keptLog>;
  /** What the operator was told. */
  readonly fatal: readonly Error[];
  readonly clock: Clock;
  /** Everybody's clock goes on by so much at once: what is there gets older. */
  pass(ms: number): void;
  /** The same Discord and disk with a new adapter, after the old process was killed. */
  restart(): DiscordOutbound;
  close(): Promise<void>;
}

/** Stages of a test file, each closed after its test: `afterEach(stages.close)`. */
export const createStages = () => closedAfter(createStage);

interface StageOptions extends DiscordOptions {
  readonly timeoutMs?: number;
  readonly fileBytes?: number;
  /** A fast one unless said. */
  readonly clock?: Clock;
}

const createStage = async ({
  timeoutMs = 5_000,
  fileBytes,
  clock: base = fastClock(),
  ...facts
}: StageOptions = {}): Promise<Stage> => {
  const { clock, pass } = movedClock(base);
  // An interaction has its three seconds though everybody's clock is fast.
  const lifetimes = { ack: 3_000 * fastFactor, ...facts.lifetimes };
  const discord = await startDiscord({ now: clock.now, ...facts, lifetimes });
  const [log, notes] = [keptLog(), memoryNotes()];
  const fatal: Error[] = [];
  const { token, applicationId } = discord.app;
  const start = (): DiscordOutbound =>
    createDiscordOutbound({
      token,
      applicationId,
      botUserId: applicationId,
      apiUrl: discord.apiUrl,
      timeoutMs,
      clock,
      notes,
      log,
      onFatal: (error) => fatal.push(error),
      ...(fileBytes === undefined ? {} : { fileBytes: () => fileBytes }),
    });
  const outbound = start();
  return { discord, outbound, log, fatal, clock, pass, restart: start, close: () => discord.close() };
};

const movedClock = (base: Clock) => {
  let passed = 0;
  const clock: Clock = { now: () => Math.round(base.now() + passed), sleep: base.sleep };
  return {
    clock,
    pass: (ms: number): void => {
      passed += ms;
    },
  };
};

/** The machine's clock. */
export const realClock: Clock = {
  now: Date.now,
  sleep: async (ms, signal) => await sleep(ms, undefined, { signal }),
};

/** Opens a thread with a root that says `root`. */
export const openThread = async ({ outbound, discord }: Stage): Promise<Place> => {
  const { channel, thread } = await outbound.openThread(discord.general, "p-1:1:1", say("root"));
  return { channel, thread };
};

/** What people read in a thread, without the message that it was opened on. */
export const textsIn = ({ discord }: Stage, { thread }: Place): readonly string[] =>
  discord
    .messages(thread)
    .filter(({ message }) => message.type !== 21)
    .map(({ text }) => text);

/** How a project stands. */
export const status = (text: string, facts: Partial<Message> = {}): Message =>
  say(text, { kind: "status", ...facts });

/** Does something that is killed at its first call that is meant: there it hangs for ever, and nobody hears of it. */
export const killedAt = async (
  { discord }: Pick<Stage, "discord">,
  isMeant: (when: "before" | "after", call: Call) => boolean,
  act: () => Promise<unknown>,
): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = discord.onCall(async (when, call) => {
    if (!isMeant(when, call)) return;
    stop();
    resolve();
    await new Promise(() => undefined);
  });
  void act().catch(() => undefined);
  await promise;
};
