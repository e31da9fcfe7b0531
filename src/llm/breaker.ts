import type { FaultKind } from "../errors.ts";
import type { Clock } from "../ports.ts";
import {
  closedCircuit,
  failed,
  held,
  hoped,
  isOpen,
  succeeded,
  type CallEnd,
  type Circuit,
  type CircuitLimits,
} from "./circuit.ts";

/** A call that is let through, to be told how it ended; only the first word counts. */
export interface Pass {
  succeeded(): void;
  /** It failed in a way that speaks against the provider. */
  failed(kind: FaultKind): void;
  /** It ended without saying anything about the provider, such as by an abort. */
  released(): void;
}

/** How things stand, for operators. */
export interface BreakerState {
  /** `half-open`: one call is let through to see whether it works again. */
  readonly state: "closed" | "open" | "half-open";
  /** When it may be tried again; infinite until the next start, null when it is not open. */
  readonly until: number | null;
  /** Why it is not closed; null when it is. */
  readonly reason: FaultKind | null;
  /** Failures in a row. */
  readonly failures: number;
}

/** Keeps calls away from a provider's model that fails. */
export interface Breaker {
  /** Starts a call, or null when none may be started now. */
  enter(): Pass | null;
  /** The time from which on a call may be started: now or earlier when it may. A running trial is to be asked about again in a second. */
  readyAt(): number;
  /** Opens it for at least that long, whatever it counted. */
  hold(kind: FaultKind, ms: number): void;
  /** Aborted when it opens next. */
  whenOpen(): AbortSignal;
  /** Lets one call through as a trial although its time is not over: somebody says that it is mended. Nothing when it is not open. */
  tryAgain(): void;
  state(): BreakerState;
}

/** Peers open after three to ten failures and for some seconds; a model call is long, so we wait a little longer. */
const usualLimits: CircuitLimits = { threshold: 5, firstMs: 10_000, longestMs: 300_000 };

/** How soon to look again whether a trial has ended. */
const trialMs = 1_000;

/**
 * Opens after some failures in a row, or when told. When its time is over, one call is let through as a trial: it closes the breaker,
 * or opens it for twice the time.
 */
export const createBreaker = ({
  clock,
  limits = usualLimits,
}: {
  readonly clock: Clock;
  readonly limits?: CircuitLimits;
}): Breaker => {
  let circuit = closedCircuit;
  let trialRuns = false;
  let opening = new AbortController();

  const become = (next: Circuit): void => {
    const opened = next.until > circuit.until;
    circuit = next;
    if (!opened) return;
    const told = opening;
    opening = new AbortController();
    told.abort(new Error(`no call may start: ${next.reason}`));
  };

  return {
    enter: () => {
      if (isOpen(circuit, clock.now()) || trialRuns) return null;
      const isTrial = circuit.needsTrial;
      trialRuns = isTrial;
      return passFor((change) => {
        if (isTrial) trialRuns = false;
        become(change(circuit, { now: clock.now(), isTrial }));
      }, limits);
    },
    readyAt: () => (trialRuns && !isOpen(circuit, clock.now()) ? clock.now() + trialMs : circuit.until),
    hold: (kind, ms) => become(held(circuit, kind, clock.now() + ms)),
    whenOpen: () => opening.signal,
    tryAgain: () => become(hoped(circuit, clock.now())),
    state: () => stateOf(circuit, clock.now()),
  };
};

type Change = (circuit: Circuit, end: CallEnd) => Circuit;

const passFor = (end: (change: Change) => void, limits: CircuitLimits): Pass => {
  let over = false;
  const endOnce = (change: Change): void => {
    if (over) return;
    over = true;
    end(change);
  };
  return {
    succeeded: () => endOnce(succeeded),
    failed: (kind) => endOnce((circuit, call) => failed(circuit, kind, { ...call, limits })),
    released: () => endOnce((circuit) => circuit),
  };
};

const stateOf = (circuit: Circuit, now: number): BreakerState => {
  const { failures, needsTrial, reason, until } = circuit;
  if (isOpen(circuit, now)) return { state: "open", until, reason, failures };
  return needsTrial
    ? { state: "half-open", until: null, reason, failures }
    : { state: "closed", until: null, reason: null, failures };
};
