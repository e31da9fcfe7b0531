import type { Clock } from "#src/ports.ts";

/** Something to do when its turn in its lane comes. */
export interface Job {
  /** Throws when it has to be tried again. */
  run(): Promise<void>;
  /**
   * Told of every failure: how many there were so far, and in how many milliseconds it is tried again; null when it is set
   * aside, so that its lane can go on without it. Must not throw.
   */
  failed(error: unknown, failure: { readonly tries: number; readonly againInMs: number | null }): void;
}

/** Jobs of one lane run one after the other in the order in which they came, those of different lanes side by side. */
export interface Lanes {
  /** Takes a job. After `stop` it is not run. */
  enter(lane: string, job: Job): void;
  /** Jobs that were taken and have not ended. */
  count(): number;
  /** Resolves once there are none. */
  idle(): Promise<void>;
  /** Starts nothing more, and resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** The first wait after a failure; each further one is twice as long. */
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
/** About five minutes: after that it does not mend itself, and the lane's other jobs have waited long enough. */
const mostTries = 10;

/** Lanes that keep nothing for a lane that is idle. A lane waits while its first job waits for its next try. */
export const createLanes = (options: {
  readonly clock: Clock;
  /** How many jobs run side by side; 16 by default. */
  readonly atOnce?: number;
}): Lanes => {
  const state: State = {
    atOnce: 16,
    ...options,
    lanes: new Map(),
    ready: [],
    stopping: new AbortController(),
    running: 0,
    count: 0,
    bells: [],
  };
  return {
    enter: (name, job) => {
      state.count += 1;
      const lane = state.lanes.get(name);
      if (lane === undefined) {
        state.lanes.set(name, { name, jobs: [job], tries: 0 });
        state.ready.push(name);
        fill(state);
      } else lane.jobs.push(job);
    },
    count: () => state.count,
    idle: () => when(state, () => state.count === 0),
    stop: () => {
      state.stopping.abort(new Error("the lanes are closed"));
      return when(state, () => state.running === 0);
    },
  };
};

interface Lane {
  readonly name: string;
  /** The first one runs or waits for its next try. */
  readonly jobs: Job[];
  /** Failures of the first job. */
  tries: number;
}

interface State {
  readonly clock: Clock;
  readonly atOnce: number;
  readonly lanes: Map<string, Lane>;
  /** Names of lanes whose first job may run. */
  readonly ready: string[];
  readonly stopping: AbortController;
  running: number;
  count: number;
  bells: readonly { readonly rings: () => boolean; readonly ring: () => void }[];
}

const when = (state: State, rings: () => boolean): Promise<void> =>
  rings()
    ? Promise.resolve()
    : new Promise((ring) => {
        state.bells = [...state.bells, { rings, ring }];
      });

/** Starts what may run now. */
const fill = (state: State): void => {
  while (state.running < state.atOnce && !state.stopping.signal.aborted) {
    const lane = state.lanes.get(state.ready.shift() ?? "");
    if (lane === undefined) return;
    state.running += 1;
    void step(state, lane);
  }
};

const step = async (state: State, lane: Lane): Promise<void> => {
  const againInMs = await attempt(lane);
  state.running -= 1;
  if (againInMs === null) leave(state, lane);
  else void wait(state, lane, againInMs);
  fill(state);
  const rung = state.bells.filter(({ rings }) => rings());
  state.bells = state.bells.filter((bell) => !rung.includes(bell));
  for (const { ring } of rung) ring();
};

/** Runs a lane's first job; null when it is over, else the time until its next try. */
const attempt = async (lane: Lane): Promise<number | null> => {
  const [job] = lane.jobs;
  try {
    await job?.run();
    return null;
  } catch (error) {
    lane.tries += 1;
    const { tries } = lane;
    const againInMs = tries >= mostTries ? null : Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs);
    job?.failed(error, { tries, againInMs });
    return againInMs;
  }
};

const leave = (state: State, lane: Lane): void => {
  lane.jobs.shift();
  lane.tries = 0;
  state.count -= 1;
  if (lane.jobs.length === 0) state.lanes.delete(lane.name);
  else state.ready.push(lane.name);
};

const wait = async (state: State, lane: Lane, ms: number): Promise<void> => {
  const { signal } = state.stopping;
  await state.clock.sleep(ms, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  state.ready.push(lane.name);
  fill(state);
};
