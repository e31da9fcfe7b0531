import type { Conflict } from "../project/conflict.ts";
import { nameOf, planOf, stageOf } from "../project/draft.ts";
import type { ProjectDocument } from "./documents.ts";
import { largestPrefix } from "./pack.ts";
import { decisionsAbout, directionsFor } from "./people.ts";
import { line, type Group, type Piece } from "./pieces.ts";
import { bestPassages } from "./search.ts";
import { turnLines } from "./talk-lines.ts";
import { proposalIn, topicOf, type TalkMaterial } from "./talk-material.ts";
import { clip } from "./words.ts";

/** What matters most when a prompt is too large; among turns and people's words the newest. */
const priorities = {
  brief: 1_000,
  position: 99,
  direction: 95,
  decision: 92,
  turn: 90,
  precedent: 80,
  summary: 70,
  passage: 60,
} as const;

/** UTF-16 units of the brief that are always shown: a short brief whole, of a long one the beginning. */
const briefShown = 3_000;
/** Paragraphs of all documents that fit the topic best. */
const passagesShown = 6;
/** Most UTF-16 units of one of them, and of a stage's summary. */
const passageShown = 1_200;
const summaryShown = 800;

/** Every part of a turn's prompt besides its fixed text. A turn is short, so it is told extracts and summaries, not documents. */
export const piecesForTalk = (material: TalkMaterial): readonly Piece[] => {
  const [brief] = material.documents;
  return [
    ...(brief === undefined ? [] : [beginning(brief)]),
    ...passagePieces(material),
    ...wordPieces(material),
  ];
};

const beginning = ({ path, text }: ProjectDocument): Piece => {
  const length = lengthShown(text);
  return {
    type: "document",
    name: path,
    label: path,
    about:
      length === text.length
        ? "the brief, in the words of the people who want this"
        : "the beginning of the brief",
    priority: priorities.brief,
    text: text.slice(0, length),
    from: [path],
  };
};

const lengthShown = (text: string): number =>
  text.length <= briefShown
    ? text.length
    : largestPrefix(text, (length) => length <= briefShown) || briefShown;

const passagePieces = (material: TalkMaterial): readonly Piece[] => {
  const [brief, ...others] = material.documents;
  const shown = brief === undefined ? 0 : lengthShown(brief.text);
  const wanted = [
    topicOf(material),
    ...(material.conflict?.positions ?? []).map(({ text }) => text),
    proposalIn(material.discussion),
  ];
  return bestPassages([...(brief === undefined ? [] : [brief]), ...others], wanted.join("\n"), passagesShown)
    .filter(({ path, from }) => path !== brief?.path || from >= shown)
    .flatMap(({ path, from, to }, index) => {
      const text = material.documents
        .find((one) => one.path === path)
        ?.text.slice(from, Math.min(to, from + passageShown));
      return text === undefined ? [] : [passage({ path, from, text }, index)];
    });
};

const passage = (
  { path, from, text }: { readonly path: string; readonly from: number; readonly text: string },
  index: number,
): Piece => {
  const name = `${path}:${from}-${from + text.length}`;
  return {
    type: "document",
    name,
    label: `an extract of ${path}`,
    about: "an extract",
    priority: priorities.passage - index / 100,
    text,
    from: [path],
  };
};

const wordPieces = (material: TalkMaterial): readonly Piece[] => {
  const { assignment, conflict, discussion, speaker } = material;
  const { project, stage, plan } = assignment;
  const stages = [stage.id, ...plan.needs, ...(conflict === null ? [] : [conflict.author])];
  const newest = (group: Group, priority: number, texts: readonly string[]): readonly Piece[] =>
    texts.map((text, index) => line(group, priority + index / 1_000, text));
  return [
    ...newest("outlines", priorities.summary, summaries(material)),
    ...newest("positions", priorities.position, positionLines(material, conflict)),
    ...newest(
      "precedents",
      priorities.precedent,
      (conflict?.precedents ?? []).map(({ title, outcome }) => `${title}: ${outcome}`),
    ),
    ...newest("turns", priorities.turn, turnLines(project, discussion)),
    ...newest("decisions", priorities.decision, decisionsAbout(project, stages)),
    ...newest(
      "directions",
      priorities.direction,
      directionsFor(project, speaker).map(({ text }) => text),
    ),
  ];
};

/** What the stages before say of their results; a position of its author says it already. */
const summaries = ({ assignment: { project, plan }, conflict }: TalkMaterial): readonly string[] =>
  plan.needs
    .filter((need) => need !== conflict?.author)
    .flatMap((need) => {
      const { agent, produce } = stageOf(project, need);
      const { file } = planOf(project, need).produce;
      const summary = produce.result?.summary ?? "";
      return summary === "" ? [] : [`${file}, by ${nameOf(project, agent)}: ${clip(summary, summaryShown)}`];
    });

const positionLines = (
  { assignment: { project } }: TalkMaterial,
  conflict: Conflict | null,
): readonly string[] =>
  (conflict?.positions ?? []).map(({ agent, text, evidence }) => {
    const quotes = evidence.map(({ source, quote }) => `“${quote}” (${source})`).join(", ");
    return `${nameOf(project, agent)}: ${text}${quotes === "" ? "" : ` It rests on ${quotes}`}`;
  });
