import { string } from "../support/json.ts";
import {
  busyTimes,
  decisionSpans,
  forcedWaits,
  messageSpans,
  mostIn,
  quantile,
  redrawSpans,
  within,
  type Accepted,
  type Span,
} from "./measures.ts";
import type { Seen } from "./run.ts";

/** One line of the table. `isKept` is null where there is no limit. */
export interface Finding {
  readonly what: string;
  readonly is: string;
  readonly limit: string;
  readonly isKept: boolean | null;
}

/** Sources: the product's definition of done, and Slack's tier 3. */
const limits = { usedShare: 0.9, decisionMs: 2_000, editsPerMinute: 50 };
const minuteMs = 60_000;
/** What Slack allows of posts in a channel, and the burst that the product makes use of. */
const allowed = { everyMs: 1_000, burst: 3 };

export const findingsOf = (seen: Seen): readonly Finding[] => [
  ...health(seen),
  ...rates(seen),
  ...decisions(seen),
  ...cards(seen),
];

const health = ({ posts, faults, rows, memory, from, to, clicks }: Seen): readonly Finding[] => {
  const keys = posts.map(({ payload }) => `${string(payload["k"])}#${String(payload["part"])}`);
  const named = keys.filter((key) => !key.startsWith("#"));
  const done = new Set(rows.filter(({ isDone }) => isDone).map(({ project }) => project)).size;
  const started = new Set(rows.map(({ project }) => project)).size;
  return [
    reported("time", `${seconds(to - from)}, ${done} of ${started} projects finished, ${clicks} clicks`),
    limited("broken", faults.join("; ") || "nothing", { limit: "nothing", isKept: faults.length === 0 }),
    limited("posts that are there twice", String(named.length - new Set(named).size), {
      limit: "0",
      isKept: named.length === new Set(named).size,
    }),
    reported(
      "memory of the product",
      `${most(memory.map(({ rssMb }) => rssMb))} MB resident, ${most(memory.map(({ heapMb }) => heapMb))} MB heap at most`,
    ),
  ];
};

const rates = (seen: Seen): readonly Finding[] => {
  const accepted = acceptedOf(seen);
  const busy = busyTimes(messageSpans(seen.rows, accepted));
  const used = within(
    busy,
    accepted.map(({ at }) => at),
    seen.to,
  );
  const share = used.count / (used.ms / allowed.everyMs);
  const first = Math.min(...seen.calls.map(({ at }) => at));
  const late = seen.limited.filter(({ at }) => at > first + 1_000);
  const files = seen.posts.filter((post) => post.files.length > 0);
  return [
    limited(
      "rate-limit answers after the first second",
      late.length === 0
        ? "0"
        : `${late.length}: ${[...new Set(late.map(({ method }) => method))].join(", ")}`,
      { limit: "0", isKept: late.length === 0 },
    ),
    limited(
      "allowed posts used while there was one to say",
      `${percent(share)}: ${used.count} in ${seconds(used.ms)}`,
      { limit: `>= ${percent(limits.usedShare)}`, isKept: share >= limits.usedShare },
    ),
    reported("time with something to say", percent(used.ms / (seen.to - seen.from))),
    reported("messages, files", `${accepted.length}, ${files.length}`),
    reported("wait of a message", distribution(waits(messageSpans(seen.rows, accepted), seen.to))),
    reported("calls", callCounts(seen)),
  ];
};

const decisions = (seen: Seen): readonly Finding[] => {
  const spans = decisionSpans(seen.rows, acceptedOf(seen));
  const all = waits(spans, seen.to);
  const rivals = spans.map(
    (span) => spans.filter((one) => Math.abs(one.from - span.from) < 1_000).length - 1,
  );
  const worst = Math.max(0, ...all);
  const forced = forcedWaits(spans, allowed);
  const beyond = spans.map(({ id }, i) => (all[i] ?? 0) - (forced.get(id) ?? 0));
  const byRivals = [...new Set(rivals)]
    .toSorted((a, b) => a - b)
    .map((count) => {
      const some = all.filter((_, i) => rivals[i] === count);
      return `${count} others: ${some.length} × max ${seconds(Math.max(...some))}`;
    });
  return [
    limited("wait of a decision", distribution(all), {
      limit: `<= ${seconds(limits.decisionMs)}`,
      isKept: all.length > 0 && worst <= limits.decisionMs,
    }),
    reported("of it not forced by the rate", distribution(beyond)),
    reported("by others raised within 1 s", byRivals.join(", ")),
    reported("decisions a second", (spans.length / ((seen.to - seen.from) / 1_000)).toFixed(2)),
  ];
};

const cards = (seen: Seen): readonly Finding[] => {
  const edits = seen.calls.filter(({ method }) => method === "chat.update");
  const perMinute = mostIn(
    edits.map(({ at }) => at),
    minuteMs,
  );
  const redrawn = edits.map(({ args, at, doneAt }) => ({
    ts: string(args["ts"]),
    at,
    doneAt: doneAt ?? Infinity,
  }));
  const lag = (isStatus: boolean): string =>
    distribution(waits(redrawSpans(seen.rows, redrawn, cardsOf(seen, isStatus)), seen.to));
  return [
    limited("edits in the busiest minute", `${perMinute}, ${edits.length} in all`, {
      limit: `<= ${limits.editsPerMinute}`,
      isKept: perMinute <= limits.editsPerMinute,
    }),
    reported("lag of status cards", lag(true)),
    reported("lag of cards of decided questions", lag(false)),
  ];
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
  const posted = new Map(acceptedOf(seen).map(({ key, ts }) => [key, ts]));
  return ({ project, target }: { readonly project: string; readonly target: string }): string | undefined =>
    (target === "status") === isStatus ? posted.get(effects.get(`${project} ${target}`) ?? "") : undefined;
};

const acceptedOf = ({ posts }: Seen): readonly Accepted[] =>
  posts
    .filter(({ payload }) => string(payload["k"]) !== "")
    .map(({ ts, payload, at }) => ({
      ts,
      key: string(payload["k"]),
      part: Number(payload["part"]),
      parts: Number(payload["parts"]),
      at,
    }));

/** How long each took; what is not done at the end has waited until then. */
const waits = (spans: readonly Span[], until: number): readonly number[] =>
  spans.map(({ from, to }) => Math.min(to, until) - from);

const callCounts = ({ calls }: Seen): string => {
  const counts = new Map<string, number>();
  for (const { method } of calls) counts.set(method, (counts.get(method) ?? 0) + 1);
  return [...counts].map(([method, count]) => `${method} ${count}`).join(", ");
};

const distribution = (values: readonly number[]): string =>
  values.length === 0
    ? "none"
    : `${values.length}: half ${seconds(quantile(values, 0.5))}, 90 % ${seconds(quantile(values, 0.9))}, 99 % ${seconds(quantile(values, 0.99))}, max ${seconds(Math.max(...values))}`;

const reported = (what: string, is: string): Finding => ({ what, is, limit: "", isKept: null });

const limited = (
  what: string,
  is: string,
  { limit, isKept }: { limit: string; isKept: boolean },
): Finding => ({
  what,
  is,
  limit,
  isKept,
});

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 0)} s`;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const most = (values: readonly number[]): string => Math.max(0, ...values).toFixed(0);

/** The findings as aligned columns. */
export const table = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const lines = findings.map(({ what, is, limit, isKept }) => {
    const verdict = isKept === null ? "" : ` (${limit}: ${isKept ? "ok" : "BROKEN"})`;
    return `  ${what.padEnd(width)}  ${is}${verdict}`;
  });
  return `\n${lines.join("\n")}\n`;
};
