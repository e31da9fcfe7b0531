import { ProviderError, type FaultKind, type Spent } from "../errors.ts";
import { duration } from "../project/numbers.ts";
import { mostBadRequests, remedies } from "./remedies.ts";
import { nameOf, type Route } from "./route.ts";

/** What one call has been through so far. */
export interface Journey {
  /** In the order in which they are preferred. */
  readonly routes: readonly Route[];
  /** Every fault so far, oldest first. */
  readonly faults: readonly { readonly route: Route; readonly error: ProviderError }[];
}

/** Where to go from here. */
export type Direction =
  | { readonly type: "ask"; readonly route: Route }
  | { readonly type: "wait"; readonly ms: number }
  | { readonly type: "give-up" };

/**
 * The first healthy route that this call may still ask, else the one that is healthy again soonest. One that did not answer in time
 * comes last: it would only take more of it. `endsAt` is the call's deadline.
 */
export const nextOf = (
  journey: Journey,
  time: { readonly now: number; readonly endsAt: number },
): Direction => {
  const open = journey.routes.filter((route) => mayAsk(journey, route));
  const healthy = open.filter(({ breaker }) => breaker.readyAt() <= time.now);
  const route = healthy.find((one) => !wasLate(journey, one)) ?? healthy[0];
  if (route !== undefined) return { type: "ask", route };
  const soonest = Math.min(...open.map(({ breaker }) => breaker.readyAt()));
  return soonest < time.endsAt ? { type: "wait", ms: soonest - time.now } : { type: "give-up" };
};

/** Would another route be asked within the call's time when this one does not answer? */
export const hasAnother = (journey: Journey, route: Route, endsAt: number): boolean =>
  journey.routes.some(
    (other) =>
      other !== route &&
      mayAsk(journey, other) &&
      !wasLate(journey, other) &&
      other.breaker.readyAt() < endsAt,
  );

/** How often this call has asked this route in vain. */
export const failuresOf = ({ faults }: Journey, route: Route): number =>
  faults.filter((fault) => fault.route === route).length;

/** May this call ask it (again)? Every route can be asked a few times only, so every call ends. */
export const mayAsk = (journey: Journey, route: Route): boolean => {
  const last = lastFault(journey, route);
  if (journey.faults.filter(({ error }) => error.kind === "bad-request").length >= mostBadRequests)
    return false;
  if (last === undefined) return true;
  return last.retryable && failuresOf(journey, route) < remedies[last.kind].attempts;
};

/** Why a route did not answer: its last fault in this call, or what keeps all calls away from it; null when nothing is known. */
export const whyNot = (journey: Journey, route: Route): FaultKind | null =>
  lastWord(journey, route)?.kind ?? route.breaker.state().reason;

/** The error of a call that no route answered. It is worth trying later when one of the routes may then answer. `usage`: of all its attempts. */
export const gaveUp = (journey: Journey, now: number, usage: Spent | null): ProviderError => {
  const hopeful = journey.routes.filter((route) => mayPass(journey, route));
  const waits = hopeful.map(({ breaker }) => breaker.readyAt() - now).filter((ms) => ms > 0);
  const [first] = hopeful.length === 0 ? journey.routes : hopeful;
  return new ProviderError(storiesOf(journey, now), {
    kind: (first === undefined ? null : whyNot(journey, first)) ?? "connection",
    retryable: hopeful.length > 0,
    retryAfterMs: waits.length === hopeful.length && waits.length > 0 ? Math.min(...waits) : null,
    usage,
    cause: journey.faults.at(-1)?.error,
  });
};

/** The error of a call whose time was up before any route answered. */
export const tooLate = (
  journey: Journey,
  { now, deadlineMs }: { readonly now: number; readonly deadlineMs: number },
  usage: Spent | null,
): ProviderError =>
  new ProviderError(`no answer within ${duration(deadlineMs)}: ${storiesOf(journey, now)}`, {
    kind: "timeout",
    retryable: true,
    usage,
    cause: journey.faults.at(-1)?.error,
  });

const lastFault = ({ faults }: Journey, route: Route): ProviderError | undefined =>
  faults.findLast((fault) => fault.route === route)?.error;

/** The last fault, unless another call has had the route closed for good meanwhile: then nothing that it said before counts. */
const lastWord = (journey: Journey, route: Route): ProviderError | undefined => {
  const fault = lastFault(journey, route);
  const { until, reason } = route.breaker.state();
  return until === Number.POSITIVE_INFINITY && fault?.kind !== reason ? undefined : fault;
};

const wasLate = (journey: Journey, route: Route): boolean => lastFault(journey, route)?.kind === "timeout";

const mayPass = (journey: Journey, route: Route): boolean => {
  const kind = whyNot(journey, route);
  return kind !== null && remedies[kind].passes && (lastWord(journey, route)?.retryable ?? true);
};

const storiesOf = (journey: Journey, now: number): string =>
  journey.routes.map((route) => storyOf(journey, route, now)).join(" | ");

const storyOf = (journey: Journey, route: Route, now: number): string => {
  const fault = lastWord(journey, route);
  if (fault !== undefined) return fault.message;
  const { reason, until } = route.breaker.state();
  const time =
    until === null
      ? "for now"
      : Number.isFinite(until)
        ? `for ${duration(until - now)}`
        : "until the next start";
  return reason === null
    ? `${nameOf(route)} was not asked`
    : `${nameOf(route)} is left alone ${time} (${reason})`;
};
