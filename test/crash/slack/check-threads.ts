import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { renderMessage } from "#adapters/chat/slack/render.ts";
import type { SlackParts } from "#adapters/chat/slack/wire.ts";
import type { Effect } from "#src/project/effect.ts";
import { escalationCard } from "#src/project/escalation-card.ts";
import type { Message } from "#src/project/message.ts";
import type { Project } from "#src/project/project.ts";
import { statusCard } from "#src/project/status-card.ts";
import { parsed, record, records, string } from "../../support/slack/json.ts";
import type { Seen } from "../../support/slack/places.ts";
import type { Post } from "../../support/slack/world.ts";
import { firstLate } from "../check-said.ts";
import { finding, repeated, type Finding } from "../finding.ts";
import type { Replay } from "../replay.ts";
import type { Thread } from "./evidence.ts";
import { keyOf } from "./seeing.ts";

type Said = Extract<Effect, { type: "openThread" | "post" | "ask" }>;

interface Threads {
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

const checkEffect = ({ row, posts }: Threads, effect: Said): readonly Finding[] => {
  const about = { project: row.id, key: effect.id };
  const said = posts.flatMap((post, n) => (keyOf(post) === effect.id ? [{ post, n }] : []));
  const [first] = said;
  if (first === undefined) return [finding("lost", about, `${effect.type} was ordered and never posted`)];
  const count = Number(first.post.payload["parts"]);
  const numbers = said.map(({ post }) => String(post.payload["part"]));
  const twice = said.find(({ post }, i) => numbers.indexOf(String(post.payload["part"])) < i);
  if (twice !== undefined) {
    const detail = `${effect.type} was posted twice (part ${String(twice.post.payload["part"])} of ${count})`;
    return [finding("doubled", { ...about, wire: [first.n, twice.n] }, detail)];
  }
  if (said.length < count)
    return [finding("lost", about, `only ${said.length} of ${count} parts were posted`)];
  const thread = effect.type === "openThread" ? null : row.chat.thread;
  const isPlaced = said.every(({ post }) => post.thread === thread && post.channel === row.chat.channel);
  const isSame =
    effect.type !== "post" ||
    isShownAs(
      said.map(({ post }) => post.blocks),
      renderMessage(effect.message, slackLimits),
    );
  return isPlaced && isSame
    ? []
    : [
        finding(
          "wrong",
          about,
          `${effect.type} was posted ${isPlaced ? "otherwise than ordered" : "in another place"}`,
        ),
      ];
};

const isShownAs = (shown: readonly Seen["blocks"][], { parts }: SlackParts): boolean =>
  isDeepStrictEqual(
    shown.map(withoutIds),
    parts.map(({ blocks }) => withoutIds(records(parsed(JSON.stringify(blocks))))),
  );

/** Slack gives every block an id of its own. */
const withoutIds = (blocks: Seen["blocks"]): unknown => blocks.map((block) => ({ ...block, block_id: "" }));

const checkUnordered = ({ row, must, posts }: Threads): readonly Finding[] =>
  posts.flatMap((post, n) => {
    const key = keyOf(post);
    if (!key.startsWith(`${row.id}:`) || must.ordered.some(({ id }) => id === key)) return [];
    return [finding("wrong", { project: row.id, key, wire: [n, n] }, "was posted and never ordered")];
  });

/** By the time that Slack shows. */
const checkOrder = ({ row, must, thread }: Threads): readonly Finding[] => {
  const keys = thread.messages
    .map(({ message }) => string(record(record(message["metadata"])["event_payload"])["k"]))
    .filter((key) => key !== "");
  const late = keys[firstLate(keys, must.ordered)];
  return late === undefined ? [] : [finding("wrong", { project: row.id, key: late }, "was posted too late")];
};

/** Files have no key that people could see: they are told by name and bytes, and counted. */
const checkFiles = ({ row, must, thread }: Threads): readonly Finding[] => {
  const ordered = must.ordered.flatMap((effect) =>
    effect.type === "upload"
      ? [`${effect.path.split("/").at(-1) ?? ""} ${effect.body.sha256}`]
      : overflowOf(effect),
  );
  const shared = thread.files.map(({ name, text }) => `${name} ${sha256(text)}`);
  const [wanted, there] = [countsOf(ordered), countsOf(shared)];
  return [...new Set([...ordered, ...shared])].flatMap((key) => {
    const [want, have] = [wanted.get(key) ?? 0, there.get(key) ?? 0];
    if (want === have) return [];
    const type = want === 0 ? "wrong" : have > want ? "doubled" : "lost";
    return [
      finding(
        type,
        { project: row.id, key },
        `the file was ordered ${want} times and is there ${have} times`,
      ),
    ];
  });
};

/** Long messages are in files of their own. */
const overflowOf = (effect: Effect): readonly string[] => {
  if (effect.type !== "post") return [];
  const { overflow, pictures } = renderMessage(effect.message, slackLimits);
  return [
    ...pictures.map(({ name, bytes }) => `${name} ${sha256(bytes)}`),
    ...(overflow === null ? [] : [`${overflow.name} ${sha256(overflow.text)}`]),
  ];
};

const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

const countsOf = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const many = repeated(keys);
  return new Map(keys.map((key) => [key, many.get(key) ?? 1]));
};

/** The status card and every question must show the row as it is in the end. */
const checkCards = ({ row, must, thread }: Threads): readonly Finding[] => {
  const cards = [
    { name: "status", ts: row.chat.root, message: statusCard(row, row.endedAt ?? 0) },
    ...row.escalations.map((one) => ({
      name: one.id,
      ts: one.posted,
      message: escalationCard(row, { ...one, ...must.texts.get(one.id) }),
    })),
  ];
  return cards.flatMap(({ name, ts, message }) => {
    const shown = thread.messages.find((one) => one.ts === ts);
    const about = { project: row.id, key: `card ${name}` };
    if (shown === undefined) return [finding("lost", about, "is not in the thread")];
    return isLastPart(shown, message) ? [] : [finding("wrong", about, "is out of date")];
  });
};

const isLastPart = ({ blocks }: Seen, message: Message): boolean => {
  const { parts, ...rest } = renderMessage(message, slackLimits, message.kind === "status" ? 1 : undefined);
  return isShownAs([records(blocks)], { ...rest, parts: parts.slice(-1) });
};
