import { isDeepStrictEqual } from "node:util";
import type { WireEvent } from "#adapters/chat/terminal/wire-event.ts";
import type { Effect } from "#src/project/effect.ts";
import { escalationCard } from "#src/project/escalation-card.ts";
import type { Message } from "#src/project/message.ts";
import type { Project } from "#src/project/project.ts";
import { statusCard } from "#src/project/status-card.ts";
import { finding, type Finding } from "./finding.ts";
import type { Replay } from "./replay.ts";

type Said = Extract<WireEvent, { op: "root" | "post" | "upload" }>;
type Keyed = Extract<Effect, { type: "openThread" | "post" | "ask" | "upload" }>;

/** What the thread shows against what was ordered: every post and file once, in order, as ordered, and no card out of date. */
export const checkSaid = (
  wire: readonly WireEvent[],
  row: Project,
  { ordered, texts }: Pick<Replay, "ordered" | "texts">,
): readonly Finding[] => {
  const said = wire.filter((event) => isKeyed(event) && event.key.startsWith(`${row.id}:`)) as Said[]; // isKeyed says so
  const expected = ordered.filter(isPost);
  return [
    ...expected.flatMap((effect) => checkOnce(row.id, effect, said)),
    ...checkUnordered(row.id, said, expected),
    ...checkOrder(row.id, said, expected),
    ...checkCards(wire, row, texts),
  ];
};

const isKeyed = (event: WireEvent): event is Said => event.op !== "in" && event.op !== "edit";

const isPost = (effect: Effect): effect is Keyed =>
  ["openThread", "post", "ask", "upload"].includes(effect.type);

const checkOnce = (project: string, effect: Keyed, said: readonly Said[]): readonly Finding[] => {
  const [first, second] = said.filter((event) => event.key === effect.id);
  const key = effect.id;
  if (first === undefined)
    return [finding("lost", { project, key }, `${effect.type} was ordered and never said`)];
  if (second !== undefined) {
    const detail = `${effect.type} was said twice, in lines ${first.n} and ${second.n} of the wire`;
    return [finding("doubled", { project, key, wire: [first.n, second.n] }, detail)];
  }
  return isAsOrdered(effect, first)
    ? []
    : [finding("wrong", { project, key }, `${effect.type} was said otherwise than ordered`)];
};

const isAsOrdered = (effect: Keyed, event: Said): boolean => {
  switch (effect.type) {
    case "openThread":
      return event.op === "root";
    case "ask":
      return event.op === "post" && event.message.kind === "escalation";
    case "post":
      return event.op === "post" && isDeepStrictEqual(event.message, effect.message);
    case "upload":
      return (
        event.op === "upload" &&
        event.file.path === effect.path &&
        event.file.version === effect.version &&
        event.file.sha256 === effect.body.sha256
      );
  }
};

const checkUnordered = (
  project: string,
  said: readonly Said[],
  expected: readonly Keyed[],
): readonly Finding[] =>
  said
    .filter((event) => !expected.some((effect) => effect.id === event.key))
    .map((event) =>
      finding("wrong", { project, key: event.key, wire: [event.n, event.n] }, "was said and never ordered"),
    );

const checkOrder = (
  project: string,
  said: readonly Said[],
  expected: readonly Keyed[],
): readonly Finding[] => {
  const at = firstLate(
    said.map((event) => event.key),
    expected,
  );
  const late = said[at];
  return late === undefined
    ? []
    : [finding("wrong", { project, key: late.key }, `was said too late, in line ${late.n} of the wire`)];
};

/**
 * The place of the first key that was said after something that comes later in the orders; -1 when there is none. Questions go a way
 * of their own: they overtake what was ordered before them, and something may be said while one is still looked up.
 */
export const firstLate = (said: readonly string[], ordered: readonly Effect[]): number => {
  let newest = -1;
  return said.findIndex((key) => {
    const rank = ordered.findIndex((effect) => effect.id === key);
    if (ordered[rank]?.type === "ask") return false;
    const isLate = rank < newest;
    newest = Math.max(newest, rank);
    return isLate;
  });
};

/** The newest version of the status card and of every question must show the row as it is. */
const checkCards = (wire: readonly WireEvent[], row: Project, texts: Replay["texts"]): readonly Finding[] => {
  const cards = [
    { name: "status", id: row.chat.root, want: (at: number) => statusCard(row, at) },
    ...row.escalations.map((one) => ({
      name: one.id,
      id: one.posted,
      want: () => escalationCard(row, { ...one, ...texts.get(one.id) }),
    })),
  ];
  return cards.flatMap(({ name, id, want }) => {
    const shown = newest(wire, row.chat.thread, id);
    if (shown !== undefined && isDeepStrictEqual(shown.message, want(shown.at))) return [];
    const detail =
      shown === undefined ? "is not in the thread" : `is out of date since line ${shown.n} of the wire`;
    return [finding("wrong", { project: row.id, key: `card ${name}` }, detail)];
  });
};

const newest = (
  wire: readonly WireEvent[],
  thread: string | null,
  id: string | null,
): { readonly n: number; readonly at: number; readonly message: Message } | undefined => {
  const shown = wire.findLast((event) => event.op !== "in" && event.thread === thread && event.id === id);
  return shown !== undefined && "message" in shown ? shown : undefined;
};
