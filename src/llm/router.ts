import { BotArmyError, type FaultKind } from "../errors.ts";
import type { Clock, Model, ModelRequest, ModelResponse } from "../ports.ts";
import { sumUsage } from "../project/budget.ts";
import type { Usage } from "../project/words.ts";
import { attempt } from "./attempt.ts";
import { startDeadline, type Deadline } from "./deadline.ts";
import { failuresOf, gaveUp, hasAnother, mayAsk, nextOf, tooLate, whyNot, type Journey } from "./journey.ts";
import { attemptOf, type Entry } from "./ledger.ts";
import { splitName, type Prices } from "./prices.ts";
import { pauseMs, remedies } from "./remedies.ts";
import { nameOf, type Attempt, type Route } from "./route.ts";

export interface RouterOptions {
  /** The routes of an agent's call, best first; at least one. Their paces and breakers are shared between calls. */
  readonly routesFor: (about: ModelRequest["about"]) => readonly Route[];
  readonly prices: Prices;
  readonly clock: Clock;
  /** 0 to 1, for pauses. */
  readonly random: () => number;
  /** Most time one call may take, all its waits and attempts together; less for a step that has less. */
  readonly deadlineMs: number;
  /** Told every attempt before its result is used. Must not throw. */
  readonly onAttempt: (attempt: Attempt) => void | Promise<void>;
}

/**
 * A model made of several: asks the first healthy route, and does about each fault what `remedies` says. Always ends, at its deadline
 * at the latest: with an answer, with the signal's reason, or with a ProviderError. What failed attempts used is part of the usage
 * of either, and every price is filled in. Throws BotArmyError `no-route` for an agent without routes.
 */
export const createRouter = (options: RouterOptions): Model => {
  return {
    name: "router",
    others: (request) => routesOf(options, request).length > 0,
    complete: (request, signal) => complete(options, request, signal),
  };
};

/**
 * The part of a step's time in which a call may wait and begin attempts: it gives up before the step does, since it can tell why. An
 * attempt that nobody can take the place of may go on to the step's end.
 */
const shareOfStep = 0.9;

/** One call under way. */
interface Trip {
  readonly request: ModelRequest;
  readonly caller: AbortSignal;
  readonly deadline: Deadline;
  /** Every attempt ends here at the latest, milliseconds since 1970. */
  readonly endsAt: number;
  journey: Journey;
  /** What every attempt used that used anything. */
  readonly spent: Usage[];
  /** Attempts so far. */
  nth: number;
}

/** The catch only sorts: an abort goes on as its reason, a deadline becomes a fault that tells the whole story. */
const complete = async (
  guide: RouterOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelResponse> => {
  signal.throwIfAborted();
  const journey: Journey = { routes: routesOf(guide, request), faults: [] };
  const { clock } = guide;
  const deadlineMs = Math.min(guide.deadlineMs, Math.floor(shareOfStep * (request.timeoutMs ?? Infinity)));
  const deadline = startDeadline(clock, { ms: deadlineMs }, signal);
  const endsAt = clock.now() + guide.deadlineMs;
  const trip: Trip = { request, caller: signal, deadline, endsAt, journey, spent: [], nth: 0 };
  try {
    return await travel(guide, trip);
  } catch (error) {
    signal.throwIfAborted();
    if (!deadline.reached()) throw error;
    throw tooLate(trip.journey, { now: clock.now(), deadlineMs }, usageOf(trip));
  } finally {
    deadline.stop();
  }
};

const travel = async (guide: RouterOptions, trip: Trip): Promise<ModelResponse> => {
  const { clock } = guide;
  for (;;) {
    const { signal, endsAt } = trip.deadline;
    signal.throwIfAborted();
    const next = nextOf(trip.journey, { now: clock.now(), endsAt });
    if (next.type === "give-up") throw gaveUp(trip.journey, clock.now(), usageOf(trip));
    if (next.type === "wait") await clock.sleep(next.ms, signal);
    else {
      const response = await ask(guide, trip, next.route);
      if (response !== null) return response;
    }
  }
};

/** One attempt on one route; null when it brought no answer and another may be made. */
const ask = async (guide: RouterOptions, trip: Trip, route: Route): Promise<ModelResponse | null> => {
  const { clock } = guide;
  const { request, caller, deadline } = trip;
  const attempts = failuresOf(trip.journey, route) + 1;
  const patience = () => patienceFor(trip, route, clock.now());
  const ended = await attempt(
    { route, request, attempts, clock, patience },
    { waiting: deadline.signal, caller },
  );
  if (ended.type === "closed") return null;
  const entry = await record(guide, trip, { route, ended });
  switch (ended.type) {
    case "answer":
      return { ...ended.response, ...switchOf(trip, entry.reason), usage: sumUsage(trip.spent) };
    case "broken-off":
      throw ended.error;
    case "fault":
      trip.journey = { ...trip.journey, faults: [...trip.journey.faults, { route, error: ended.error }] };
      await pause(guide, trip, { route, kind: ended.error.kind });
      return null;
  }
};

/** Half of the time when another route could use the other half, else all that is left. */
const patienceFor = ({ journey, deadline, endsAt }: Trip, route: Route, now: number) => {
  const isShared = hasAnother(journey, route, deadline.endsAt);
  return { ms: Math.ceil(isShared ? (deadline.endsAt - now) / 2 : endsAt - now), latest: endsAt };
};

/** Writes the attempt down before anything is made of it. */
const record = async (
  guide: RouterOptions,
  trip: Trip,
  made: Pick<Entry, "route" | "ended">,
): Promise<Entry> => {
  trip.nth += 1;
  const entry = {
    ...made,
    request: trip.request,
    nth: trip.nth,
    endedAt: guide.clock.now(),
    reason: reasonFor(trip, made.route),
  };
  const line = attemptOf(entry, guide.prices);
  const { tokensIn, tokensOut, usd } = line;
  const calls = callsOf(made.ended, tokensIn + tokensOut);
  if (calls > 0) trip.spent.push({ calls, tokensIn, tokensOut, usd });
  await guide.onAttempt(line);
  return entry;
};

/** What counts tokens counts as a call. */
const callsOf = (ended: Entry["ended"], tokens: number): number => {
  const least = tokens > 0 ? 1 : 0;
  switch (ended.type) {
    case "answer":
      return ended.response.usage.calls;
    case "fault":
      return ended.error.usage?.calls ?? least;
    case "broken-off":
      return least;
  }
};

/** Why it is not the first route's turn; null when it is. */
const reasonFor = ({ journey }: Trip, route: Route): string | null => {
  const [first] = journey.routes;
  if (first === undefined || first === route) return null;
  return whyNot(journey, first) ?? "not ready";
};

const switchOf = ({ journey }: Trip, reason: string | null): Pick<ModelResponse, "switched"> => {
  const [first] = journey.routes;
  return first === undefined || reason === null ? {} : { switched: { from: nameOf(first), reason } };
};

/** A route that is to be asked again although it did not ask for time gets a moment. */
const pause = async (
  { clock, random }: RouterOptions,
  { journey, deadline }: Trip,
  { route, kind }: { readonly route: Route; readonly kind: FaultKind },
): Promise<void> => {
  if (remedies[kind].stayAway !== "no" || !mayAsk(journey, route)) return;
  if (route.breaker.readyAt() <= clock.now()) await clock.sleep(pauseMs(random()), deadline.signal);
};

const usageOf = ({ spent }: Trip): Usage | null => (spent.length === 0 ? null : sumUsage(spent));

const routesOf = ({ routesFor }: RouterOptions, { about, avoid }: ModelRequest): readonly Route[] => {
  const routes = routesFor(about);
  if (routes.length === 0)
    throw new BotArmyError(
      "no-route",
      `${about.agent} has no model; name one in its file, in botarmy.yml or in the environment`,
    );
  return avoid === undefined
    ? routes
    : routes.filter(({ provider }) => provider !== splitName(avoid).provider);
};
