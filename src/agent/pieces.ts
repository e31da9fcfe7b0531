import type { Assignment } from "./assignment.ts";
import type { Desk } from "./desk.ts";
import type { ProjectDocument } from "./documents.ts";
import type { Earlier } from "./earlier.ts";
import type { Evidence } from "./evidence.ts";
import type { Weighted } from "./pack.ts";
import { answersSoFar, decisionsAbout, directionsFor } from "./people.ts";
import { specView } from "./spec-view.ts";
import { knownIds } from "./structures/known-ids.ts";
import { spokenBefore } from "./talk-lines.ts";

/** Where a line of the prompt belongs. */
export type Group =
  | "directions"
  | "objections"
  | "decisions"
  | "answers"
  | "evidence"
  | "outlines"
  | "ids"
  | "positions"
  | "precedents"
  | "turns";

/** A part of a prompt that may be left out: a document beside it, or a line in it. */
export type Piece = Weighted &
  (
    | {
        readonly type: "document";
        readonly name: string;
        readonly about: string;
        readonly text: string;
        readonly from: readonly string[];
      }
    | { readonly type: "line"; readonly group: Group; readonly text: string }
  );

/** What a step may be told. */
export interface Material {
  readonly assignment: Assignment;
  /** The brief first. */
  readonly documents: readonly ProjectDocument[];
  readonly previous: readonly ProjectDocument[];
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
  /** What other stages brought as data. */
  readonly earlier: Earlier;
}

/** What matters most when a prompt is too large. The brief is above all, and never left out altogether. */
const priorities = {
  brief: 1_000,
  direction: 95,
  objection: 92,
  decision: 92,
  answer: 90,
  turn: 89,
  plan: 86,
  previous: 84,
  evidence: 80,
  given: 75,
  handover: { plan: 88, produce: 70 },
  ids: 85,
  spec: 60,
  outline: 50,
  otherFile: 30,
} as const;

/** Documents of people up to so many UTF-16 units are given whole; longer ones are searched and extracted. */
const givenWhole = 12_000;

/** Every part of a step's prompt besides its fixed text, in the order in which it is shown. */
export const piecesFor = (material: Material, desk: Desk): readonly Piece[] => [
  ...material.documents
    .slice(0, 1)
    .map((brief) => whole(brief, priorities.brief, "the brief, in the words of the people who want this")),
  ...documentPieces(material, desk),
  ...evidencePieces(material),
  ...specPieces(material.assignment),
  ...idPieces(material),
  ...wordPieces(material.assignment),
];

const documentPieces = (material: Material, desk: Desk): readonly Piece[] => {
  const { assignment, documents, previous } = material;
  const { stage, plan, step } = assignment;
  const own = documents.filter((one) => one.stage === stage.id && one.step === "plan");
  const handed = documents.filter((one) => plan.needs.includes(one.stage) && one.step === "produce");
  const given = documents.filter((one) => one.step === "document");
  const others = documents.filter(
    (one) => one.step !== "brief" && !own.includes(one) && !handed.includes(one) && !given.includes(one),
  );
  return [
    ...given.map((one) =>
      one.text.length <= givenWhole
        ? whole(one, priorities.given, "a document that people gave")
        : outline(one, desk),
    ),
    ...own.map((one) => whole(one, priorities.plan, "your plan for this step")),
    ...handed.map((one) =>
      whole(one, isMain(one, assignment) ? priorities.handover[step] : priorities.otherFile, "handed to you"),
    ),
    ...others.filter(({ path }) => path.endsWith(".md")).map((one) => outline(one, desk)),
    ...previous.map((one) => ({
      ...whole(one, priorities.previous, "your earlier version, to be changed; not a source"),
      label: `your earlier ${one.path}`,
      from: [],
    })),
  ];
};

const evidencePieces = ({ evidence, notes }: Material): readonly Piece[] => {
  const lines = evidence.flatMap((one) =>
    one.type === "missing" ? [`#${one.id} ${one.tool} “${one.argument}”: not found, ${one.reason}`] : [],
  );
  const passages = evidence.flatMap((one, index): readonly Piece[] =>
    one.type === "missing"
      ? []
      : one.passages.map(({ source, from, to, text, cut }) => ({
          type: "document",
          name: `#${one.id} ${source}:${from}-${to}`,
          label: `evidence #${one.id} (${source}:${from}-${to})`,
          about: `evidence from ${one.tool} “${one.argument}”${cut ? ", cut: it goes on" : ""}`,
          priority: priorities.evidence - index / 100,
          text,
          from: source.startsWith("spec") ? [] : [source],
        })),
  );
  return [...passages, ...[...lines, ...notes].map((text) => line("evidence", priorities.evidence, text))];
};

const specPieces = ({ project, plan, task }: Assignment): readonly Piece[] => {
  if (Object.keys(project.spec.document).length === 0) return [];
  const { json, leftOut } = specView(
    project.spec.document,
    [plan.title, plan.phase, ...task.sections].join(" "),
  );
  const about =
    leftOut.length === 0
      ? "the structured facts agreed so far"
      : `the structured facts agreed so far, without ${leftOut.join(", ")}`;
  return [
    {
      type: "document",
      name: "spec.json",
      label: "spec.json",
      about,
      priority: priorities.spec,
      text: json,
      from: [],
    },
  ];
};

/** Only a step that writes a structure refers to ids of others. */
const idPieces = ({ assignment, earlier }: Material): readonly Piece[] =>
  assignment.task.structure === undefined
    ? []
    : knownIds(earlier.structures).map((text) => line("ids", priorities.ids, text));

/** Among people's words the newest matter most. */
const wordPieces = ({ project, stage, plan, step }: Assignment): readonly Piece[] => [
  ...newestFirst(
    "directions",
    priorities.direction,
    directionsFor(project, stage.agent).map(({ text }) => text),
  ),
  ...newestFirst("objections", priorities.objection, stage.objections),
  ...newestFirst("decisions", priorities.decision, decisionsAbout(project, [stage.id, ...plan.needs])),
  ...newestFirst("answers", priorities.answer, answersSoFar(project)),
  ...newestFirst("turns", priorities.turn, step === "produce" ? spokenBefore(project, stage) : []),
];

const newestFirst = (group: Group, priority: number, texts: readonly string[]): readonly Piece[] =>
  texts.map((text, index) => line(group, priority + index / 1_000, text));

const singular: Readonly<Record<Group, string>> = {
  directions: "a direction",
  objections: "an objection",
  decisions: "a decision",
  answers: "an answer",
  evidence: "a note on evidence",
  outlines: "headings",
  ids: "known ids",
  positions: "a position",
  precedents: "a precedent",
  turns: "a turn of the talk",
};

export const line = (group: Group, priority: number, text: string): Piece => ({
  type: "line",
  group,
  priority,
  text,
  label: `${singular[group]} (“${text.slice(0, 40).replace(/\s+/g, " ").trim()}…”)`,
});

const whole = (one: ProjectDocument, priority: number, about: string): Piece => ({
  type: "document",
  name: one.path,
  label: one.path,
  about,
  priority,
  text: one.text,
  from: [one.path],
});

/** A document that is not given can still be asked for in a plan: its headings say what is in it. */
const outline = (one: ProjectDocument, desk: Desk): Piece => {
  const titles = desk
    .outlineOf(one.text)
    .sections.filter(({ level }) => level <= 2)
    .map(({ title }) => title);
  return {
    ...line("outlines", priorities.outline, `${one.path}: ${titles.slice(0, 20).join(" · ")}`),
    label: `the headings of ${one.path}`,
  };
};

const isMain = (one: ProjectDocument, { project }: Assignment): boolean =>
  project.workflow.stages.some((stage) => stage.id === one.stage && stage.produce.file === one.path);
