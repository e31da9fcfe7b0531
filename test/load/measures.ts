import type { Row } from "./told.ts";

/** A message of the product that the platform took, or a part of one. */
export interface Accepted {
  readonly id: string;
  /** The effect's key. */
  readonly key: string;
  /** Is all of the message there with it? */
  readonly isLast: boolean;
  readonly at: number;
}

/** `burst` at once after a pause, then one every `everyMs`. */
export interface Rate {
  readonly everyMs: number;
  readonly burst: number;
}

/** Something that was to be done from a time on, until it was done. */
export interface Span {
  readonly id: string;
  readonly from: number;
  /** Infinity when it never was. */
  readonly to: number;
}

const posted: readonly Row["telling"][number]["type"][] = ["openThread", "post", "ask"];

/** From when on each message was ready to be said, and when its last part was accepted. */
export const messageSpans = (rows: readonly Row[], accepted: readonly Accepted[]): readonly Span[] => {
  const ends = endsOf(accepted);
  const begins = new Map<string, number>();
  for (const { telling, at } of rows)
    for (const { id, type } of telling) if (posted.includes(type) && !begins.has(id)) begins.set(id, at);
  return [...begins].map(([id, from]) => ({ id, from, to: ends.get(id) ?? Infinity }));
};

const endsOf = (accepted: readonly Accepted[]): ReadonlyMap<string, number> =>
  new Map(accepted.filter(({ isLast }) => isLast).map(({ key, at }) => [key, at]));

/** From when a decision was raised until its question was accepted. */
export const decisionSpans = (rows: readonly Row[], accepted: readonly Accepted[]): readonly Span[] => {
  const ends = endsOf(accepted);
  const spans = new Map<string, Span>();
  for (const { telling, questions } of rows)
    for (const { id, escalation } of telling) {
      const raised = questions.find((one) => one.id === escalation);
      if (raised !== undefined) spans.set(id, { id, from: raised.raisedAt, to: ends.get(id) ?? Infinity });
    }
  return [...spans.values()];
};

/** How many milliseconds each would have waited at least if nothing else were posted, where each lane has this rate. */
export const forcedWaits = (
  spans: readonly Span[],
  { everyMs, burst }: Rate,
  laneOf: (id: string) => string,
): ReadonlyMap<string, number> => {
  const waits = new Map<string, number>();
  const dues = new Map<string, number>();
  for (const { id, from } of spans.toSorted((a, b) => a.from - b.from)) {
    const due = dues.get(laneOf(id)) ?? 0;
    const at = Math.max(from, due - (burst - 1) * everyMs);
    dues.set(laneOf(id), Math.max(due, at) + everyMs);
    waits.set(id, at - from);
  }
  return waits;
};

/** A message of the product that was given other content; `at` is when that arrived. */
export interface Redrawn {
  readonly id: string;
  readonly at: number;
  /** When that was done; Infinity when it never was. */
  readonly doneAt: number;
}

/**
 * How long a card showed what is no longer so: from when it was to be redrawn until the next redrawing of it was done. Orders for one
 * card that come before that are one. `idOf` gives the message of a card, undefined for cards that are left out.
 */
export const redrawSpans = (
  rows: readonly Row[],
  redrawn: readonly Redrawn[],
  idOf: (card: { readonly project: string; readonly target: string }) => string | undefined,
): readonly Span[] => {
  const spans = new Map<string, Span>();
  const known = new Set<string>();
  for (const { project, telling, at: from } of rows)
    for (const { id, target } of telling) {
      const card = target === null || known.has(id) ? undefined : idOf({ project, target });
      known.add(id);
      if (card === undefined) continue;
      const to = redrawn.find((one) => one.id === card && one.at >= from)?.doneAt ?? Infinity;
      const span = { id: `${card} ${to}`, from, to };
      if (!spans.has(span.id)) spans.set(span.id, span);
    }
  return [...spans.values()];
};

/** Times at which at least one of the spans was open, one after the other. */
export const busyTimes = (spans: readonly Span[]): readonly Span[] => {
  const busy: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = busy.at(-1);
    if (last === undefined || span.from > last.to) busy.push(span);
    else busy.splice(-1, 1, { ...last, to: Math.max(last.to, span.to) });
  }
  return busy;
};

/** How many of these times lie in one of the spans, and how many milliseconds those are, up to `until`. */
export const within = (spans: readonly Span[], times: readonly number[], until: number) => {
  const cut = spans
    .filter(({ from }) => from < until)
    .map(({ from, to }) => ({ from, to: Math.min(to, until) }));
  return {
    ms: cut.reduce((sum, { from, to }) => sum + to - from, 0),
    count: times.filter((at) => cut.some(({ from, to }) => at >= from && at <= to)).length,
  };
};

/** The most of these times in any span of so many milliseconds. */
export const mostIn = (times: readonly number[], ms: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));

/** The number that this share of all is not above; NaN of none. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;
