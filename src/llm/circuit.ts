import type { FaultKind } from "../errors.ts";

/** What a breaker knows of the past. */
export interface Circuit {
  /** Failures in a row. */
  readonly failures: number;
  /** Times it opened by failures since a call last succeeded. */
  readonly openings: number;
  /** Open before this time. */
  readonly until: number;
  /** After that time one call has to succeed before others may follow. */
  readonly needsTrial: boolean;
  readonly reason: FaultKind | null;
}

/** When it opens and for how long. */
export interface CircuitLimits {
  /** Failures in a row after which it opens. */
  readonly threshold: number;
  /** How long it is open at first; doubled each time its trial fails. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** A call that ended, and whether it was the trial. */
export interface CallEnd {
  readonly now: number;
  readonly isTrial: boolean;
}

export const closedCircuit: Circuit = { failures: 0, openings: 0, until: 0, needsTrial: false, reason: null };

export const isOpen = ({ until }: Circuit, now: number): boolean => now < until;

/** A trial closes it. A call that began before it opened says nothing about how it is now. */
export const succeeded = (circuit: Circuit, { now, isTrial }: CallEnd): Circuit => {
  if (isTrial && !isOpen(circuit, now)) return closedCircuit;
  return circuit.needsTrial ? circuit : { ...circuit, failures: 0 };
};

/** Opens it when it was the trial, or one too many; a call that began before it opened does not count again. */
export const failed = (
  circuit: Circuit,
  kind: FaultKind,
  { now, isTrial, limits }: CallEnd & { readonly limits: CircuitLimits },
): Circuit => {
  if (!isTrial && (circuit.needsTrial || isOpen(circuit, now))) return circuit;
  const failures = circuit.failures + 1;
  if (!isTrial && failures < limits.threshold) return { ...circuit, failures };
  const ms = Math.min(limits.longestMs, limits.firstMs * 2 ** circuit.openings);
  const counted = { ...circuit, failures, openings: circuit.openings + 1, needsTrial: true };
  return openUntil(counted, kind, now + ms);
};

/** A pause that the provider asked for is over by its own word; after any other a trial is needed. */
const overByItself: readonly FaultKind[] = ["rate", "overloaded"];

/** Opens it until that time at least, whatever was counted. */
export const held = (circuit: Circuit, kind: FaultKind, until: number): Circuit =>
  openUntil({ ...circuit, needsTrial: circuit.needsTrial || !overByItself.includes(kind) }, kind, until);

/** Somebody says that it may work again: what is open may be tried at once, by one call as after its time. */
export const hoped = (circuit: Circuit, now: number): Circuit =>
  isOpen(circuit, now) ? { ...circuit, until: now, needsTrial: true } : circuit;

const openUntil = (circuit: Circuit, kind: FaultKind, until: number): Circuit =>
  until < circuit.until ? circuit : { ...circuit, until, reason: kind };
