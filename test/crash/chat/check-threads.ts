import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Effect } from "#src/project/effect.ts";
import { escalationCard } from "#src/project/escalation-card.ts";
import type { Project } from "#src/project/project.ts";
import { statusCard } from "#src/project/status-card.ts";
import { firstLate } from "../check-said.ts";
import { finding, repeated, type Finding } from "../finding.ts";
import type { Replay } from "../replay.ts";
import type { Post, SharedFile, Thread } from "./left.ts";
import type { Platform } from "./platform.ts";

type Said = Extract<Effect, { type: "openThread" | "post" | "ask" }>;

interface Threads {
  readonly platform: Platform;
  readonly row: Project;
  readonly must: Replay;
  readonly thread: Thread;
  /** Everything that was ever posted. */
  readonly posts: readonly Post[];
}

/** What a project's thread shows against what was ordered: every part and file once, as ordered, and no card out of date. */
export const checkThread = (threads: Threads): readonly Finding[] => [
  ...threads.must.ordered.filter(isSaid).flatMap((effect) => checkEffect(threads, effect)),
  ...checkUnordered(threads),
  ...checkOrder(threads),
  ...checkFiles(threads),
  ...checkCards(threads),
];

const isSaid = (effect: Effect): effect is Said => ["openThread", "post", "ask"].includes(effect.type);

const checkEffect = (threads: Threads, effect: Said): readonly Finding[] => {
  const about = { project: threads.row.id, key: effect.id };
  const said = threads.posts.flatMap((post, n) =>
    post.key === effect.id && post.part > 0 ? [{ post, n }] : [],
  );
  const [first] = said;
  if (first === undefined) return [finding("lost", about, `${effect.type} was ordered and never posted`)];
  const { parts } = first.post;
  const numbers = said.map(({ post }) => post.part);
  const twice = said.find(({ post }, i) => numbers.indexOf(post.part) < i);
  if (twice !== undefined) {
    const detail = `${effect.type} was posted twice (part ${twice.post.part} of ${parts})`;
    return [finding("doubled", { ...about, wire: [first.n, twice.n] }, detail)];
  }
  if (said.length < parts)
    return [finding("lost", about, `only ${said.length} of ${parts} parts were posted`)];
  const wrong = wrongIn(
    threads,
    effect,
    said.map(({ post }) => post),
  );
  return wrong === null ? [] : [finding("wrong", about, `${effect.type} was posted ${wrong}`)];
};

/** What is wrong with how an effect was posted. */
const wrongIn = ({ platform, row }: Threads, effect: Said, said: readonly Post[]): string | null => {
  const thread = effect.type === "openThread" ? null : row.chat.thread;
  if (said.some((post) => post.thread !== thread || post.channel !== row.chat.channel))
    return "in another place";
  if (effect.type !== "post") return null;
  const inOrder = said.toSorted((a, b) => a.part - b.part).map(({ shown }) => shown);
  const { parts } = platform.draw(effect.message, effect.id);
  return isDeepStrictEqual(inOrder, parts) ? null : "otherwise than ordered";
};

const checkUnordered = ({ row, must, posts }: Threads): readonly Finding[] =>
  posts.flatMap(({ key }, n) => {
    if (!key.startsWith(`${row.id}:`) || must.ordered.some(({ id }) => id === key)) return [];
    return [finding("wrong", { project: row.id, key, wire: [n, n] }, "was posted and never ordered")];
  });

/** By the time that the platform shows. */
const checkOrder = ({ row, must, thread }: Threads): readonly Finding[] => {
  const late = thread.keys[firstLate(thread.keys, must.ordered)];
  return late === undefined ? [] : [finding("wrong", { project: row.id, key: late }, "was posted too late")];
};

/** Files have no key that people could see: they are told by name and bytes, and counted. */
const checkFiles = ({ platform, row, must, thread }: Threads): readonly Finding[] => {
  const ordered = must.ordered.flatMap((effect) => filesOf(platform, effect, must));
  const shared = thread.files.map(nameAndHash);
  const [wanted, there] = [countsOf(ordered), countsOf(shared)];
  return [...new Set([...ordered, ...shared])].flatMap((key) => {
    const [want, have] = [wanted.get(key) ?? 0, there.get(key) ?? 0];
    if (want === have) return [];
    const type = want === 0 ? "wrong" : have > want ? "doubled" : "lost";
    const detail = `the file was ordered ${want} times and is there ${have} times`;
    return [finding(type, { project: row.id, key }, detail)];
  });
};

/** Messages have files too: pictures, and all of what is too long. */
const filesOf = (platform: Platform, effect: Effect, { cards }: Replay): readonly string[] => {
  if (effect.type === "upload") return [`${platform.nameOf(effect.path)} ${effect.body.sha256}`];
  const message = effect.type === "post" ? effect.message : cards.get(effect.id);
  return message === undefined ? [] : platform.draw(message, effect.id).files.map(nameAndHash);
};

const nameAndHash = ({ name, bytes }: SharedFile): string =>
  `${name} ${createHash("sha256").update(bytes).digest("hex")}`;

const countsOf = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const many = repeated(keys);
  return new Map(keys.map((key) => [key, many.get(key) ?? 1]));
};

/** The status card and every question must show the row as it is in the end. */
const checkCards = ({ platform, row, must, thread }: Threads): readonly Finding[] => {
  const keyOf = (isIt: (effect: Effect) => boolean): string => must.ordered.find(isIt)?.id ?? "";
  const cards = [
    {
      name: "status",
      id: row.chat.root,
      message: statusCard(row, row.endedAt ?? 0),
      key: keyOf(({ type }) => type === "openThread"),
    },
    ...row.escalations.map((one) => ({
      name: one.id,
      id: one.posted,
      message: escalationCard(row, { ...one, ...must.texts.get(one.id) }),
      key: keyOf((effect) => effect.type === "ask" && effect.escalation === one.id),
    })),
  ];
  return cards.flatMap(({ name, id, message, key }) => {
    const about = { project: row.id, key: `card ${name}` };
    if (!thread.shown.has(id ?? "")) return [finding("lost", about, "is not in the thread")];
    const isCurrent = isDeepStrictEqual(thread.shown.get(id ?? ""), platform.draw(message, key).parts.at(-1));
    return isCurrent ? [] : [finding("wrong", about, "is out of date")];
  });
};
