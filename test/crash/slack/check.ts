import { checkKept, checkSmooth } from "../checks.ts";
import { finding, repeated, type Finding } from "../finding.ts";
import { replay } from "../replay.ts";
import { checkThread } from "./check-threads.ts";
import { commandOf, deliveryId, isAcked, type Did } from "./did.ts";
import type { SlackEvidence } from "./evidence.ts";
import { keyOf } from "./seeing.ts";

/** Holds everything a round left behind, on disk and in Slack, against its command logs and what people did. Empty when all is proven. */
export const check = (evidence: SlackEvidence): readonly Finding[] => [
  ...evidence.projects.flatMap((one) => {
    const must = replay(one);
    const thread = evidence.threads.get(one.row.id) ?? { messages: [], files: [] };
    return [
      ...checkKept(one, must, evidence.asked),
      ...checkSmooth(one, (message) => brokenConnection.test(message)),
      ...checkThread({ row: one.row, must, thread, posts: evidence.posts }),
    ];
  }),
  ...checkStrangers(evidence),
  ...checkTaken(evidence),
  ...evidence.did.flatMap((did) => checkDid(evidence, did)),
];

/** On a busy machine a connection is closed just when it is used again, or an answer takes too long: that is the outside. */
export const brokenConnection = /^Slack (?:was not reached for|did not answer) /;

/** Nothing may be said for a project that is not there. */
const checkStrangers = ({ posts, projects }: SlackEvidence): readonly Finding[] =>
  posts.flatMap((post, n) => {
    const key = keyOf(post);
    if (key === "" || projects.some(({ row }) => key.startsWith(`${row.id}:`))) return [];
    return [
      finding("wrong", { project: "none", key, wire: [n, n] }, "was posted for a project that is not there"),
    ];
  });

const checkTaken = ({ unhandled, projects }: SlackEvidence): readonly Finding[] => {
  const commands = projects.flatMap(({ log }) => log.filter(({ command }) => "by" in command));
  return [
    ...unhandled.map((key) => finding("lost", { project: "all", key }, "was taken and never handled")),
    ...[...repeated(commands.map(({ command }) => command.id))].map(([key, count]) =>
      finding("doubled", { project: "all", key }, `a person's command moved projects ${count} times`),
    ),
  ];
};

/** What was acknowledged took effect, or could not any more; what was told alone was told once. */
const checkDid = (evidence: SlackEvidence, did: Did): readonly Finding[] => {
  const key = commandOf(did);
  const about = { project: "all", key };
  if (isAcked(did) && !isHandled(evidence, did))
    return [finding("lost", about, `a person's ${did.what} was acknowledged and never handled`)];
  if (did.what === "question") return checkAnswers(evidence, did);
  const isLogged = evidence.projects.some(({ log }) => log.some(({ command }) => command.id === key));
  if (isLogged || !isAcked(did) || did.what === "wish" || isTooLate(evidence, did)) return [];
  return [finding("lost", about, `a person's ${did.what} was acknowledged, but no command log has it`)];
};

const isHandled = ({ handled }: SlackEvidence, { deliveries }: Did): boolean =>
  deliveries.some((delivery) => handled.some(({ id }) => id === deliveryId(delivery)));

const checkAnswers = ({ answers }: SlackEvidence, { person, word }: Did): readonly Finding[] => {
  if (word === undefined) return [];
  const told = answers.filter((answer) => answer.person === person && answer.text.includes(word));
  if (told.length < 2) return [];
  return [finding("doubled", { project: "all", key: word }, `${person} was answered ${told.length} times`)];
};

/** A project that is over takes nothing, and a question only the first answer. */
const isTooLate = ({ projects, handled }: SlackEvidence, { what, thread, deliveries }: Did): boolean => {
  const row = projects.find((one) => one.row.chat.thread === thread)?.row;
  if (thread === null || row === undefined) return false;
  if (what === "decision") return row.escalations.every(({ state }) => state !== "open");
  const ids = deliveries.map(deliveryId);
  const handledAt = handled.findLast(({ id }) => ids.includes(id))?.at ?? 0;
  return row.endedAt !== null && row.endedAt < handledAt;
};
