import { isDeepStrictEqual } from "node:util";
import { checkSaid } from "./check-said.ts";
import { checkCommits, checkPaid } from "./check-work.ts";
import type { Evidence, ProjectEvidence } from "./evidence.ts";
import { finding, repeated, type Finding } from "./finding.ts";
import type { Delivery } from "./people.ts";
import { replay, type Replay } from "./replay.ts";

/** Holds everything a round left behind against what its command logs say must have happened. Empty when all is proven. */
export const check = (evidence: Evidence, projects: number): readonly Finding[] => [
  ...(evidence.projects.length === projects
    ? []
    : [
        finding(
          "wrong",
          { project: "all", key: "rows" },
          `${projects} projects were started, ${evidence.projects.length} are there`,
        ),
      ]),
  ...evidence.projects.flatMap((one) => checkProject(evidence, one)),
  ...checkPeople(evidence),
  ...checkStrangers(evidence),
];

const checkProject = (evidence: Evidence, one: ProjectEvidence): readonly Finding[] => {
  const must = replay(one);
  return [
    ...checkKept(one, must, evidence.asked),
    ...checkSmooth(one),
    ...checkSaid(evidence.wire, one.row, must),
  ];
};

/** What a project left on disk, whatever chat it was talked about in. */
export const checkKept = (
  one: ProjectEvidence,
  must: Replay,
  asked: Evidence["asked"],
): readonly Finding[] => [
  ...checkEnd(one),
  ...checkLog(one, must),
  ...checkConversation(one, must),
  ...checkCommits(one, must.ordered),
  ...checkPaid(one, asked),
];

const checkEnd = ({ row }: ProjectEvidence): readonly Finding[] => {
  const open = row.escalations.filter((one) => one.state === "open").length;
  if (row.status === "completed" && row.outbox.length === 0 && open === 0) return [];
  const detail = `is ${row.status} with ${row.outbox.length} effects and ${open} decisions open`;
  return [finding("wrong", { project: row.id, key: "row" }, detail)];
};

/**
 * Nothing outside refuses anything in these rounds, so whatever failed was a fault of ours, even when it was mended later.
 * `isOutside` tells by its words what was none.
 */
export const checkSmooth = (
  { row, log }: ProjectEvidence,
  isOutside: (message: string) => boolean = () => false,
): readonly Finding[] =>
  log.flatMap(({ command }) => {
    if (command.type === "notPerformed" && isOutside(command.message)) return [];
    if (command.type === "notPerformed")
      return [
        finding("wrong", { project: row.id, key: command.effect }, `failed at first: ${command.message}`),
      ];
    if (command.type !== "stepFailed" || command.failure.kind === "loop") return [];
    return [finding("wrong", { project: row.id, key: command.id }, `failed: ${command.failure.message}`)];
  });

const checkLog = ({ row, log }: ProjectEvidence, must: Replay): readonly Finding[] => {
  const project = row.id;
  const versions = log.map(({ version }) => version);
  const gap = versions.findIndex((version, i) => version !== i + 1);
  const spoken = log.filter(({ command }) => "by" in command).map(({ command }) => command.id);
  // The row has been through JSON; so must the rebuilt project be, to be compared.
  const rebuilt: unknown = JSON.parse(JSON.stringify(must.project ?? null));
  return [
    ...(gap === -1
      ? []
      : [
          finding(
            "wrong",
            { project, key: "log" },
            `line ${gap + 1} of the command log has version ${versions[gap]}`,
          ),
        ]),
    ...(versions.length === row.version
      ? []
      : [
          finding(
            "wrong",
            { project, key: "log" },
            `the log has ${versions.length} commands, the row is version ${row.version}`,
          ),
        ]),
    ...[...repeated(spoken)].map(([key, count]) =>
      finding("doubled", { project, key }, `a person's command moved the project ${count} times`),
    ),
    ...must.idle.map((version) =>
      finding(
        "wrong",
        { project, key: `${project}:${version}` },
        "a logged command moves nothing when it is replayed",
      ),
    ),
    ...(isDeepStrictEqual(rebuilt, row)
      ? []
      : [
          finding(
            "wrong",
            { project, key: "row" },
            "the command log gives another project than the stored row",
          ),
        ]),
  ];
};

const checkConversation = ({ row, envelopes, pages }: ProjectEvidence, must: Replay): readonly Finding[] => {
  const project = row.id;
  const written = envelopes.map(({ id }) => id);
  const wanted = must.envelopes.map(({ id }) => id);
  const isSame = isDeepStrictEqual(envelopes, JSON.parse(JSON.stringify(must.envelopes)));
  return [
    ...wanted
      .filter((key) => !written.includes(key))
      .map((key) => finding("lost", { project, key }, "is not in the conversation log")),
    ...[...repeated(written)].map(([key, count]) =>
      finding("doubled", { project, key }, `is in the conversation log ${count} times`),
    ),
    ...(isSame
      ? []
      : [
          finding(
            "wrong",
            { project, key: "conversation" },
            "the conversation log is not what the command log says",
          ),
        ]),
    ...(isDeepStrictEqual(pages, written.toReversed())
      ? []
      : [finding("wrong", { project, key: "conversation" }, "the log's pages are not the log's file")]),
  ];
};

/** What was said to be taken must have moved its project, once; whatever was sent must have been taken in the end. */
const checkPeople = ({ deliveries, projects }: Evidence): readonly Finding[] => {
  const logged = new Set(projects.flatMap(({ log }) => log.map(({ command }) => command.id)));
  const acks = new Map(deliveries.filter(isAck).map((line) => [line.id, line]));
  const sent = new Set(deliveries.flatMap((line) => (line.type === "sent" ? [line.inbound.id] : [])));
  return [...sent].flatMap((key) => {
    const ack = acks.get(key);
    if (ack === undefined)
      return [finding("lost", { project: "all", key }, "a person's event was never taken")];
    if (ack.reply !== null || logged.has(key)) return [];
    return [
      finding("lost", { project: "all", key }, "a person's event was taken, but no command log has it"),
    ];
  });
};

const isAck = (line: Delivery): line is Extract<Delivery, { type: "acked" }> => line.type === "acked";

/** Nothing may be said for a project that is not there. */
const checkStrangers = ({ wire, projects }: Evidence): readonly Finding[] =>
  wire
    .filter(
      (event) =>
        event.op !== "in" &&
        event.key !== null &&
        !projects.some(({ row }) => event.key.startsWith(`${row.id}:`)),
    )
    .map((event) =>
      finding(
        "wrong",
        { project: "none", key: event.key ?? "", wire: [event.n, event.n] },
        "was said for a project that is not there",
      ),
    );
