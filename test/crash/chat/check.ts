import { checkKept, checkSmooth } from "../checks.ts";
import { finding, repeated, type Finding } from "../finding.ts";
import { replay } from "../replay.ts";
import { checkThread } from "./check-threads.ts";
import { commandOf, isAcked, type Did } from "./did.ts";
import type { ChatEvidence } from "./evidence.ts";
import type { Platform } from "./platform.ts";

/** Holds everything a round left behind, on disk and on the platform, against its command logs and what people did. Empty when all is proven. */
export const check = (platform: Platform, evidence: ChatEvidence): readonly Finding[] => [
  ...evidence.projects.flatMap((one) => {
    const must = replay(one);
    const thread = evidence.threads.get(one.row.id) ?? { keys: [], shown: new Map(), files: [] };
    return [
      ...checkKept(one, must, evidence.asked),
      ...checkSmooth(one, (message) => brokenConnection.test(message)),
      ...checkThread({ platform, row: one.row, must, thread, posts: evidence.posts }),
    ];
  }),
  ...checkPosts(evidence),
  ...checkTaken(evidence),
  ...evidence.did.flatMap((did) => checkDid(evidence, did)),
];

/** On a busy machine a connection is closed just when it is used again, or an answer takes too long: that is the outside. */
export const brokenConnection = /^(?:Slack|Discord) (?:was not reached for|did not answer) /;

/** Nothing may be said for a project that is not there, nothing twice, nothing in part, and nothing that the platform does not take. */
const checkPosts = ({ posts, projects, missing, refused }: ChatEvidence): readonly Finding[] => [
  ...posts.flatMap(({ key }, n) => {
    if (key === "" || projects.some(({ row }) => key.startsWith(`${row.id}:`))) return [];
    const about = { project: "none", key, wire: [n, n] as const };
    return [finding("wrong", about, "was posted for a project that is not there")];
  }),
  ...posts.flatMap(({ key, name }, n) => {
    const first = posts.findIndex((post) => post.name === name);
    if (key !== "" || name === "" || first === n) return [];
    return [finding("doubled", { project: "all", key: name, wire: [first, n] }, "was posted twice")];
  }),
  ...missing.map((key) => finding("lost", { project: "all", key }, "was never posted")),
  ...refused.map((words) => finding("wrong", { project: "all", key: "refused" }, words)),
];

const checkTaken = ({ unhandled, projects }: ChatEvidence): readonly Finding[] => {
  const commands = projects.flatMap(({ log }) => log.filter(({ command }) => "by" in command));
  return [
    ...unhandled.map((key) => finding("lost", { project: "all", key }, "was taken and never handled")),
    ...[...repeated(commands.map(({ command }) => command.id))].map(([key, count]) =>
      finding("doubled", { project: "all", key }, `a person's command moved projects ${count} times`),
    ),
  ];
};

/** What was acknowledged or can be read again took effect, or could not any more; what was told alone was told once. */
const checkDid = (evidence: ChatEvidence, did: Did): readonly Finding[] => {
  const key = commandOf(did);
  const about = { project: "all", key };
  if (isOwed(evidence, did) && !isHandled(evidence, did))
    return [finding("lost", about, `a person's ${did.what} was ${reasonOf(did)} and never handled`)];
  if (did.what === "question") return checkAnswers(evidence, did);
  const isLogged = evidence.projects.some(({ log }) => log.some(({ command }) => command.id === key));
  if (isLogged || !isOwed(evidence, did) || did.what === "wish" || isTooLate(evidence, did)) return [];
  return [finding("lost", about, `a person's ${did.what} was ${reasonOf(did)}, but no command log has it`)];
};

/** Nobody reads again what was said after the end. */
const isOwed = (evidence: ChatEvidence, did: Did): boolean =>
  isAcked(did) || did.told.some(({ isKept, at }) => isKept && !isOver(evidence, did, at));

const reasonOf = (did: Did): string => (isAcked(did) ? "acknowledged" : "there to be read");

/** Was the project of what somebody did over at that time? A rollback can open it again. */
const isOver = ({ projects, handled }: ChatEvidence, { thread }: Did, at: number): boolean => {
  const one = projects.find(({ row }) => thread !== null && row.chat.thread === thread);
  if (one === undefined) return false;
  const timeOf = (id: string | null): number => handled.find((each) => each.id === id)?.at ?? Infinity;
  return replay(one).ends.some((end) => end.at <= at && at <= timeOf(end.until));
};

const isHandled = ({ handled }: ChatEvidence, { told }: Did): boolean =>
  told.some(({ id }) => handled.some((one) => one.id === id));

const checkAnswers = ({ answers }: ChatEvidence, { person, word }: Did): readonly Finding[] => {
  if (word === undefined) return [];
  const told = answers.filter((answer) => answer.person === person && answer.text.includes(word));
  if (told.length < 2) return [];
  return [finding("doubled", { project: "all", key: word }, `${person} was answered ${told.length} times`)];
};

/** A project that is over takes nothing, and a question only the first answer. */
const isTooLate = (evidence: ChatEvidence, did: Did): boolean => {
  const row = evidence.projects.find((one) => one.row.chat.thread === did.thread)?.row;
  if (did.what === "decision" && row !== undefined)
    return row.escalations.every(({ state }) => state !== "open");
  const ids = did.told.map(({ id }) => id);
  const handledAt = evidence.handled.findLast(({ id }) => ids.includes(id))?.at;
  return handledAt !== undefined && isOver(evidence, did, handledAt);
};
