import type { Choice } from "#src/project/message.ts";
import { askLines, cardLines } from "./card.ts";
import { clean } from "./clean.ts";
import { withoutDots } from "./desk.ts";
import { visible, type Editing } from "./editor.ts";
import { signsFor } from "./marks.ts";
import type { Live } from "./screen.ts";
import { dim, lineWidth, paint, span, type Line, type Look } from "./style.ts";
import type { Ask, Thread } from "./threads.ts";
import { clipped } from "./wrap.ts";

/** Everything that the live part at the bottom shows. */
export interface Scene {
  readonly thread: Thread | undefined;
  /** What an agent is writing in it. */
  readonly draft: string | undefined;
  /** True when there are other threads to go to. */
  readonly several: boolean;
  readonly now: number;
  readonly beat: number;
  readonly rows: number;
  /** Null once nothing can be typed any more. */
  readonly input: {
    readonly line: Editing;
    readonly armed: Ask | undefined;
    readonly owed: Choice | undefined;
  } | null;
}

/** The live part: a thin line, the status card, the open question, the input line; never higher than the window. */
export const frameOf = (scene: Scene, look: Look): Live => {
  const { thread, input } = scene;
  const asks = thread === undefined || input === null ? [] : questionLines(thread, look);
  const card =
    thread === undefined
      ? []
      : [[], ruleLine(look), ...cardLines(thread, scene, look), ...draftLines(scene.draft, look)];
  const typing = input === null ? null : inputLine({ ...scene, input }, look);
  const lines = [
    ...fitting(card, scene.rows - asks.length - 2, look),
    ...asks,
    ...(typing === null ? [] : [typing.line]),
  ];
  return {
    lines: lines.map((line) => paint(line, look.color)),
    widths: lines.map(lineWidth),
    cursor: { row: Math.max(0, lines.length - 1), column: typing?.column ?? 0 },
  };
};

const draftLines = (draft: string | undefined, look: Look): Line[] =>
  draft === undefined ? [] : [clipped([dim(clean(draft))], look.width, signsFor(look).more)];

const ruleLine = (look: Look): Line => [dim((look.unicode ? "─" : "-").repeat(look.width))];

const questionLines = (thread: Thread, look: Look): Line[] => {
  const [ask] = thread.asks;
  return ask === undefined ? [] : [[], ...askLines(ask, thread.asks.length, look)];
};

/** In a small window the air goes first, then the last lines, which say least; they are one command away. */
const fitting = (card: readonly Line[], rows: number, look: Look): readonly Line[] => {
  if (card.length <= rows) return card;
  const lines = card.slice(1);
  if (lines.length <= rows) return lines;
  const kept = Math.max(0, rows - 1);
  const more = `${signsFor(look).more} ${lines.length - kept} more lines: /botarmy status`;
  return [...lines.slice(0, kept), clipped([dim(more)], look.width, signsFor(look).more)];
};

const inputLine = (
  scene: Scene & { readonly input: NonNullable<Scene["input"]> },
  look: Look,
): { line: Line; column: number } => {
  const { line, armed, owed } = scene.input;
  const lead = leadOf(scene, owed, look);
  const room = Math.max(4, look.width - lineWidth(lead));
  const { text, column } = visible(line, room, signsFor(look).return);
  const hint = line.text === "" ? hintFor(owed) : chosen(line, armed);
  const shown = clipped([span(text), dim(text === "" ? hint : `  ${hint}`)], room, signsFor(look).more);
  return { line: [...lead, ...(hint === "" ? [span(text)] : shown)], column: lineWidth(lead) + column };
};

const leadOf = (scene: Scene, owed: Choice | undefined, look: Look): Line => {
  const thread = scene.several && scene.thread !== undefined ? [dim(`${scene.thread.id} `)] : [];
  const choice = owed === undefined ? [] : [span(`${withoutDots(owed.label)} `, { color: "yellow" })];
  return [...thread, ...choice, span(`${signsFor(look).prompt} `, { color: "cyan", bold: true })];
};

const hintFor = (owed: Choice | undefined): string =>
  owed === undefined ? "Write to the team, or /help" : "your words, Enter sends, Esc goes back";

/** What Enter will do with a bare number. */
const chosen = (line: Editing, armed: Ask | undefined): string => {
  const choice = armed?.choices[Number(line.text.trim()) - 1];
  return choice === undefined ? "" : `Enter: ${choice.label}`;
};
