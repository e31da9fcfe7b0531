import { counts, distribution, limited, percent, reported, seconds, type Finding } from "./finding.ts";
import {
  busyTimes,
  decisionSpans,
  forcedWaits,
  messageSpans,
  mostIn,
  redrawSpans,
  within,
  type Redrawn,
  type Span,
} from "./measures.ts";
import type { Limits, LoadPlatform, Posted } from "./platform.ts";
import type { Seen } from "./run.ts";

/** Source: the product's definition of done. */
const decisionMs = 2_000;
const minuteMs = 60_000;

/** What a run has shown, and which limits were kept. */
export const findingsOf = (seen: Seen, { limits }: LoadPlatform): readonly Finding[] => [
  ...health(seen),
  ...rates(seen, limits),
  ...decisions(seen, limits),
  ...cards(seen, limits),
];

const health = ({ posts, faults, rows, memory, from, to, deeds }: Seen): readonly Finding[] => {
  const named = posts.map(({ name }) => name).filter((name) => name !== "");
  const twice = named.length - new Set(named).size;
  const done = new Set(rows.filter(({ isDone }) => isDone).map(({ project }) => project)).size;
  const started = new Set(rows.map(({ project }) => project)).size;
  const acks = deeds.flatMap(({ ackMs }) => ackMs ?? []);
  return [
    reported("time", `${seconds(to - from)}, ${done} of ${started} projects finished`),
    limited("broken", faults.join("; ") || "nothing", { limit: "nothing", isKept: faults.length === 0 }),
    limited("posts that are there twice", String(twice), { limit: "0", isKept: twice === 0 }),
    limited("commands and clicks not acknowledged", `${deeds.length - acks.length} of ${deeds.length}`, {
      limit: "0",
      isKept: acks.length === deeds.length,
    }),
    reported("time until they were", distribution(acks)),
    reported(
      "memory of the product",
      `${most(memory.map(({ rssMb }) => rssMb))} MB resident, ${most(memory.map(({ heapMb }) => heapMb))} MB heap at most`,
    ),
  ];
};

const rates = (seen: Seen, limits: Limits): readonly Finding[] => {
  const { posts, calls } = seen;
  const accepted = acceptedOf(seen);
  const first = Math.min(...calls.map(({ at }) => at));
  const late = seen.limited.filter(({ at }) => at > first + 1_000);
  return [
    limited(
      "rate-limit answers after the first second",
      late.length === 0 ? "0" : `${late.length}: ${counts(late.map(({ what }) => what))}`,
      { limit: "0", isKept: late.length === 0 },
    ),
    ...allowedPosts(seen, limits),
    reported(
      "messages, files",
      `${accepted.filter(({ hasFile }) => !hasFile).length}, ${posts.filter(({ hasFile }) => hasFile).length}`,
    ),
    reported("wait of a message", distribution(waits(messageSpans(seen.rows, accepted), seen.to))),
    reported("warnings in the log", counts(seen.complaints) || "none"),
    reported("calls", counts(calls.map(({ what }) => what))),
    reported(
      "calls in the busiest second",
      String(
        mostIn(
          calls.map(({ at }) => at),
          1_000,
        ),
      ),
    ),
  ];
};

/** How much of what was allowed was used, and how long there was something to say. */
const allowedPosts = (seen: Seen, { posts, usedShare }: Limits): readonly Finding[] => {
  const accepted = acceptedOf(seen);
  const used = within(
    busyTimes(messageSpans(seen.rows, accepted)),
    accepted.map(({ at }) => at),
    seen.to,
  );
  const busy = reported("time with something to say", percent(used.ms / (seen.to - seen.from)));
  if (usedShare === null) return [busy];
  const share = used.count / (used.ms / posts.everyMs);
  return [
    limited(
      "allowed posts used while there was one to say",
      `${percent(share)}: ${used.count} in ${seconds(used.ms)}`,
      { limit: `>= ${percent(usedShare)}`, isKept: share >= usedShare },
    ),
    busy,
  ];
};

const decisions = (seen: Seen, { posts, laneOf }: Limits): readonly Finding[] => {
  const spans = decisionSpans(seen.rows, acceptedOf(seen));
  const all = waits(spans, seen.to);
  const rivals = spans.map(
    (span) => spans.filter((one) => Math.abs(one.from - span.from) < 1_000).length - 1,
  );
  const worst = Math.max(0, ...all);
  const forced = forcedWaits(spans, posts, laneOf);
  const beyond = spans.map(({ id }, i) => (all[i] ?? 0) - (forced.get(id) ?? 0));
  const byRivals = [...new Set(rivals)]
    .toSorted((a, b) => a - b)
    .map((count) => {
      const some = all.filter((_, i) => rivals[i] === count);
      return `${count} others: ${some.length} × max ${seconds(Math.max(...some))}`;
    });
  return [
    limited("wait of a decision", distribution(all), {
      limit: `<= ${seconds(decisionMs)}`,
      isKept: all.length > 0 && worst <= decisionMs,
    }),
    reported("of it not forced by the rate", distribution(beyond)),
    reported("by others raised within 1 s", byRivals.join(", ")),
    reported("decisions a second", (spans.length / ((seen.to - seen.from) / 1_000)).toFixed(2)),
  ];
};

const cards = (seen: Seen, { editsPerMinute: { most: mostEdits, of } }: Limits): readonly Finding[] => {
  const { edits, lines } = seen;
  const perMinute = busiestMinute(edits, of);
  const lag = (isStatus: boolean): string =>
    distribution(waits(redrawSpans(seen.rows, edits, cardsOf(seen, isStatus)), seen.to));
  return [
    limited(`edits of ${of} in the busiest minute`, `${perMinute}, ${edits.length} in all`, {
      limit: `<= ${mostEdits}`,
      isKept: perMinute <= mostEdits,
    }),
    reported("lag of status cards", lag(true)),
    reported("lag of cards of decided questions", lag(false)),
    ...(lines.length === 0
      ? []
      : [reported("lag of lines in the channel", distribution(waits(lines, seen.to)))]),
  ];
};

const busiestMinute = (edits: readonly Redrawn[], of: Limits["editsPerMinute"]["of"]): number => {
  const groups = Map.groupBy(edits, ({ id }) => (of === "one message" ? id : ""));
  return Math.max(
    0,
    ...[...groups.values()].map((some) =>
      mostIn(
        some.map(({ at }) => at),
        minuteMs,
      ),
    ),
  );
};

/** Where the cards are: a status card is a thread's root, the others were posted as questions. */
const cardsOf = (seen: Seen, isStatus: boolean) => {
  const effects = new Map(
    seen.rows.flatMap(({ project, telling }) =>
      telling.flatMap(({ id, type, escalation }): [string, string][] => {
        if (type === "openThread") return [[`${project} status`, id]];
        return escalation === null ? [] : [[`${project} ${escalation}`, id]];
      }),
    ),
  );
  const posted = new Map(
    acceptedOf(seen)
      .filter(({ isLast }) => isLast)
      .map(({ key, id }) => [key, id]),
  );
  return ({ project, target }: { readonly project: string; readonly target: string }): string | undefined =>
    (target === "status") === isStatus ? posted.get(effects.get(`${project} ${target}`) ?? "") : undefined;
};

const acceptedOf = ({ posts }: Seen): readonly Posted[] => posts.filter(({ key }) => key !== "");

/** How long each took; what is not done at the end has waited until then. */
const waits = (spans: readonly Span[], until: number): readonly number[] =>
  spans.map(({ from, to }) => Math.min(to, until) - from);

const most = (values: readonly number[]): string => Math.max(0, ...values).toFixed(0);
