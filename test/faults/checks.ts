import { laneOf, type Effect } from "#src/project/effect.ts";
import { checkCommits } from "../crash/check-work.ts";
import { replay } from "../crash/replay.ts";
import { checkPeople } from "./check-people.ts";
import { checkUsage } from "./check-usage.ts";
import type { Evidence } from "./evidence.ts";
import { finder, repeated, type Finding } from "./finding.ts";
import { callMs, firstMs, idleMs, key, providerOf } from "./models.ts";

/** Holds what a project left behind against what its command log says must have happened, and against what the servers saw. */
export const check = (evidence: Evidence): readonly Finding[] => {
  const { ordered } = replay(evidence);
  return [
    ...checkEnd(evidence),
    ...checkWork(evidence, ordered),
    ...checkSaid(evidence, ordered),
    ...checkPaidOnce(evidence),
    ...checkTime(evidence, ordered),
    ...checkUsage(evidence),
    ...checkPeople(evidence),
    ...checkKey(evidence),
  ];
};

const checkEnd = ({ one, row, broken, rested }: Evidence): readonly Finding[] => {
  const found = finder(one);
  const open = row.escalations.filter(({ state }) => state === "open").map(({ kind }) => kind);
  const undone = row.artifacts.filter(({ commit }) => commit === null).map(({ path }) => path);
  return [
    ...found("hung", rested ? [] : ["it never came to rest"]),
    ...found("lost", row.status === "completed" ? [] : [`it is ${row.status}, open: ${open.join(", ")}`]),
    ...found("lost", row.reservedTokens + row.reservedUsd === 0 ? [] : ["something is still reserved"]),
    ...found(
      "lost",
      undone.map((path) => `${path} was never committed`),
    ),
    ...found(
      "lost",
      broken.map((error) => `state broke: ${error}`),
    ),
  ];
};

/** The repository: one commit for each order, and the row's files in it. */
const checkWork = (evidence: Evidence, ordered: readonly Effect[]): readonly Finding[] =>
  checkCommits(evidence, ordered).flatMap(({ type, key: about, detail }) =>
    finder(evidence.one)(type === "wrong" ? "lost" : type, [`${about} ${detail}`]),
  );

/** The thread: everything that was ordered was said, once, and nothing else. */
const checkSaid = ({ one, said }: Evidence, ordered: readonly Effect[]): readonly Finding[] => {
  const found = finder(one);
  const wanted = ordered.filter((effect) => laneOf(effect) === "talk" && effect.type !== "edit");
  const keys = said.map((each) => each.key);
  const strange = keys.filter((each) => !wanted.some(({ id }) => id === each));
  const missing = wanted.filter(({ id }) => !keys.includes(id));
  const files = said.flatMap(({ file }) => (file === null ? [] : [`${file.path} v${file.version}`]));
  return [
    ...found(
      "lost",
      missing.map(({ id, type }) => `${type} ${id} was never said`),
    ),
    ...found(
      "doubled",
      repeated(keys).map((each) => `${each} was said twice`),
    ),
    ...found(
      "doubled",
      strange.map((each) => `${each} was said and never ordered`),
    ),
    ...found(
      "doubled",
      repeated(files).map((each) => `${each} was uploaded twice`),
    ),
  ];
};

/** A good answer is paid for once: it is never asked for again, under its own key or another one. */
const checkPaidOnce = ({ one, ledger, served }: Evidence): readonly Finding[] => {
  const found = finder(one);
  const good = Object.values(served)
    .flat()
    .filter(({ well }) => well)
    .map(({ agent, step, attempt }) => `${agent}'s ${step} ${attempt}`);
  const ends = new Set(["answered", "cut-off", "refused"]);
  const again = ledger.filter((line, i) =>
    ledger.slice(0, i).some((before) => before.key === line.key && ends.has(before.outcome)),
  );
  return [
    ...found(
      "doubled",
      repeated(good).map((step) => `${step} was answered well twice`),
    ),
    ...found(
      "doubled",
      again.map((line) => `${line.key} was asked again after its answer (${line.outcome})`),
    ),
  ];
};

/** How long a stream is listened to that falls silent so. */
const silenceMs: ReadonlyMap<string, number> = new Map([
  ["silent", firstMs],
  ["stall", idleMs],
]);

/** No call outlives its deadline, no step its own time, and no stream its silence. */
const checkTime = (
  { one, spans, log, ledger, served }: Evidence,
  ordered: readonly Effect[],
): readonly Finding[] => {
  const found = finder(one);
  const silences = served[providerOf(one.wire)]?.flatMap(({ then }) => silenceMs.get(then) ?? []) ?? [];
  const most = one.streaming ? Math.max(0, ...silences) || Infinity : Infinity;
  const patient = ledger.filter(
    ({ ms, outcome }) => (outcome === "timeout" || outcome === "aborted") && ms > most,
  );
  const late = spans.filter(({ from, to }) => to - from > callMs);
  const slow = ordered.flatMap((effect) => {
    if (effect.type !== "runStep") return [];
    const own = spans.filter((span) => span.key === effect.id || span.key.startsWith(`${effect.id}:`));
    const end = log.find(({ command }) => command.id.startsWith(`${effect.id}:`))?.command.at ?? Infinity;
    const took = end - Math.min(...own.map(({ from }) => from));
    return took <= effect.timeoutMs ? [] : [`${effect.id} took ${took} of ${effect.timeoutMs} ms`];
  });
  return [
    ...found(
      "hung",
      late.map(({ key: call, from, to }) => `call ${call} took ${to - from} of ${callMs} ms`),
    ),
    ...found("hung", slow),
    ...found(
      "hung",
      patient.map((line) => `a silent stream was listened to for ${line.ms} of ${most} ms`),
    ),
  ];
};

const checkKey = ({ one, row, ledger, said, log }: Evidence): readonly Finding[] =>
  finder(one)("unclear", JSON.stringify([row, ledger, said, log]).includes(key) ? ["the key is told"] : []);
