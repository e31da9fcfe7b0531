import type { Message } from "#src/project/message.ts";
import type { Color, Look } from "./style.ts";

/** The signs of the terminal view; the plain ones are for terminals without Unicode. */
const unicodeSigns = {
  done: "✓",
  running: "◐",
  blocked: "◆",
  waiting: "○",
  full: "━",
  empty: "─",
  bar: "┃",
  file: "📎",
  more: "…",
  arrow: "→",
  prompt: "›",
  dot: "·",
  return: "⏎",
} as const;

const asciiSigns: Readonly<Record<keyof typeof unicodeSigns, string>> = {
  done: "x",
  running: ">",
  blocked: "!",
  waiting: "-",
  full: "#",
  empty: "-",
  bar: "|",
  file: "file",
  more: "...",
  arrow: "->",
  prompt: ">",
  dot: "-",
  return: "\\n",
};

/** The set of signs this terminal can show. */
export const signsFor = (look: Look): Readonly<Record<keyof typeof unicodeSigns, string>> =>
  look.unicode ? unicodeSigns : asciiSigns;

/** Red stays free for what went wrong. */
const agentColors: readonly Color[] = ["cyan", "magenta", "blue", "green", "yellow"];

/** An agent's colour: the same in every message and every run. The factor 30 tells the five agents of the shipped team apart. */
export const agentColor = (id: string): Color => {
  const hash = Array.from(id).reduce((sum, letter) => (sum * 30 + (letter.codePointAt(0) ?? 0)) % 9_973, 0);
  return agentColors[hash % agentColors.length] ?? "cyan";
};

/** The colour of a tone; none for a neutral message. */
export const toneColor = (tone: Message["tone"]): Color | null =>
  ({ neutral: null, good: "green" as const, warning: "yellow" as const, bad: "red" as const })[tone];
