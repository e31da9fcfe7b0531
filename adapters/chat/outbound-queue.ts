import { ProviderError } from "#src/errors.ts";
import type { Clock } from "#src/ports.ts";
import { laneOf } from "./outbound-order.ts";
import { createPace, type MethodRates, type Rate, type RestScope } from "./outbound-pace.ts";
import { createWaitingRoom, type Caller, type Waiting } from "./outbound-waiting.ts";

/** One call to a platform. */
export interface Job<T> {
  /** What the platform counts and holds back as one, e.g. a method's name. */
  readonly method: string;
  /** Calls of one method in one lane, e.g. a channel, are made one after the other. */
  readonly lane: string;
  /** Smaller goes first. 0 is urgent: nothing that is not goes before it, however long it waits, but for one in ten. */
  readonly priority: number;
  /** Whose call it is, e.g. a thread: within one priority everybody has their turn. */
  readonly turn: string;
  /** Ends the waiting, with the signal's reason; a call that has begun goes on. */
  readonly signal?: AbortSignal;
  readonly run: () => Promise<T>;
}

/** Makes calls in the order of their urgency and never faster than allowed. */
export interface OutboundQueue {
  /** Resolves or rejects as the call does. One that is refused for its rate (ProviderError `rate`) is made again when it may be. */
  add<T>(job: Job<T>): Promise<T>;
  /** As `add`, but in the place of what still waits under the same key; every caller hears how it ended. */
  replace(key: string, job: Job<void>): Promise<void>;
  /** Rejects what waits and what comes later with a retryable ProviderError; resolves when what had begun has ended. */
  close(): Promise<void>;
}

export interface QueueOptions {
  readonly clock: Clock;
  readonly ratesOf: (method: string) => MethodRates;
  /** The rate of all methods together; absent: as often as wanted. */
  readonly overall?: Rate;
  /** Which calls rest after one that was refused for its rate: those of its method, when absent. */
  readonly restOf?: (refused: ProviderError) => RestScope;
  /** Waiting so long makes up for one step of priority: nothing waits forever. */
  readonly agingMs?: number;
}

const defaultAgingMs = 20_000;
/** So often a call is made again that was refused for its rate; then its caller hears of it. */
const mostRefusals = 3;
/** Of a refusal that is to last longer the caller hears at once. */
const patienceMs = 60_000;
/** How long a method rests when the platform did not say. */
const unsaidRestMs = 30_000;
const leastRestMs = 1_000;

export const createOutboundQueue = (options: QueueOptions): OutboundQueue => {
  const room = createWaitingRoom(options.agingMs ?? defaultAgingMs);
  const calls = createCalls(options, room);
  const enter = (
    job: Job<unknown>,
    own: Pick<Waiting, "key" | "run"> & { readonly caller: Caller },
  ): void => {
    const { caller: given, ...rest } = own;
    const { method, lane, priority, turn, signal } = job;
    if (calls.isClosed()) return given.reject(closed());
    if (signal?.aborted === true) return given.reject(signal.reason);
    const caller = signal === undefined ? given : heeding(signal, given, room.leave);
    room.enter({ method, lane, priority, turn, since: options.clock.now(), ...rest, callers: [caller] });
    calls.pump();
  };
  return {
    add: (job) =>
      new Promise((resolve, reject) => {
        const run = async (): Promise<void> => resolve(await job.run());
        enter(job, { key: undefined, run, caller: { done: () => undefined, reject } });
      }),
    replace: (key, job) =>
      new Promise((resolve, reject) => {
        enter(job, { key, run: job.run, caller: { done: resolve, reject } });
      }),
    close: calls.close,
  };
};

/** A caller who leaves when the signal is aborted; a signal that goes on keeps nothing of one who has heard. */
const heeding = (signal: AbortSignal, caller: Caller, leave: (caller: Caller) => void): Caller => {
  const over = new AbortController();
  const heard: Caller = {
    done: () => {
      over.abort();
      caller.done();
    },
    reject: (error) => {
      over.abort();
      caller.reject(error);
    },
  };
  const stop = (): void => {
    leave(heard);
    heard.reject(signal.reason);
  };
  signal.addEventListener("abort", stop, { once: true, signal: over.signal });
  return heard;
};

/** Makes the calls that wait, as soon as they may be made. */
const createCalls = (
  { clock, ratesOf, overall, restOf }: QueueOptions,
  room: ReturnType<typeof createWaitingRoom>,
) => {
  const pace = createPace(ratesOf, overall);
  const running = new Map<string, Promise<void>>();
  const nap = createNap(clock, () => pump());
  let isClosed = false;

  const readyAt = (one: Waiting, now: number): number =>
    running.has(laneOf(one)) ? Infinity : pace.readyAt(one.method, one.lane, room.isUrgent(one, now));

  const pump = (): void => {
    const now = clock.now();
    const next = room.take((one) => readyAt(one, now) <= now, now);
    if (next === undefined) return nap.until(room.least((one) => readyAt(one, now)));
    pace.took(next.method, next.lane, now);
    running.set(laneOf(next), call(next));
    pump();
  };

  const call = async (one: Waiting): Promise<void> => {
    try {
      await one.run();
      for (const caller of one.callers) caller.done();
    } catch (error) {
      if (mayRepeat(one, error)) room.reenter(one);
      else for (const caller of one.callers) caller.reject(error);
    }
    running.delete(laneOf(one));
    pump();
  };

  /** What was refused for its rate rests, whoever calls it. */
  const mayRepeat = (one: Waiting, error: unknown): boolean => {
    if (!(error instanceof ProviderError) || error.kind !== "rate") return false;
    const restMs = Math.max(error.retryAfterMs ?? unsaidRestMs, leastRestMs);
    pace.hold({ ...one, scope: restOf?.(error) ?? "method" }, clock.now() + restMs);
    return !isClosed && one.refusals < mostRefusals && restMs <= patienceMs;
  };

  const close = async (): Promise<void> => {
    isClosed = true;
    nap.until(Infinity);
    for (const one of room.empty()) for (const caller of one.callers) caller.reject(closed());
    await Promise.all(running.values());
  };
  return { pump, close, isClosed: () => isClosed };
};

const closed = (): ProviderError =>
  new ProviderError("The chat is being closed; this was not sent", { retryable: true });

/** Wakes once at a time that may be moved; Infinity is never. */
const createNap = (clock: Clock, wake: () => void) => {
  let sleeping = { at: Infinity, stop: new AbortController() };
  const sleep = async (at: number, signal: AbortSignal): Promise<void> => {
    try {
      await clock.sleep(Math.max(at - clock.now(), 1), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (signal.aborted) return;
    sleeping = { at: Infinity, stop: new AbortController() };
    wake();
  };
  return {
    until: (at: number): void => {
      if (at === sleeping.at) return;
      sleeping.stop.abort();
      sleeping = { at, stop: new AbortController() };
      if (at !== Infinity) void sleep(at, sleeping.stop.signal);
    },
  };
};
