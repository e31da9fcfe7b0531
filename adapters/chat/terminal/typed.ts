import type { Choice } from "#src/project/message.ts";
import type { Ask } from "./threads.ts";
import type { Typing } from "./view.ts";

/** What a line means that a person typed. */
export type Typed =
  | { readonly type: "event"; readonly event: Typing }
  | { readonly type: "choice"; readonly choice: Choice }
  | { readonly type: "threads" }
  | { readonly type: "focus"; readonly thread: string }
  | { readonly type: "help" }
  | { readonly type: "quit" }
  | { readonly type: "unknown"; readonly word: string }
  | { readonly type: "nothing" };

/** Reads a line. A bare number answers `ask`, the one open question the person sees, if there is one. */
export const readTyped = (line: string, ask: Ask | undefined): Typed => {
  const text = line.trim();
  if (text === "") return { type: "nothing" };
  const choice = /^[1-9]\d?$/.test(text) ? ask?.choices[Number(text) - 1] : undefined;
  if (choice !== undefined) return { type: "choice", choice };
  const [word = "", ...rest] = text.split(/\s+/);
  if (word === "/botarmy")
    return { type: "event", event: { type: "slash", text: text.slice(word.length).trim(), brief: null } };
  switch (word) {
    case "/threads":
      return { type: "threads" };
    case "/focus":
      return { type: "focus", thread: (rest[0] ?? "").replace(/^t?/, "t") };
    case "/help":
      return { type: "help" };
    case "/quit":
      return { type: "quit" };
  }
  // A path such as /etc/hosts is something to say; a single word after a slash was meant as a command.
  if (/^\/[a-z-]+$/.test(word)) return { type: "unknown", word };
  return { type: "event", event: { type: "message", text } };
};

/** The answer to a question as the event that the runtime takes. A note like `q1: yes q2: no` answers by question. */
export const decisionOf = (ask: Ask, choice: Choice, note: string): Typing => ({
  type: "decision",
  project: ask.project,
  escalation: ask.escalation,
  rev: ask.rev,
  choice: choice.id,
  note,
  answers: answersIn(note),
});

const answersIn = (note: string): Record<string, string> => {
  const marks = [...note.matchAll(/(?:^|\s)(q[1-9]\d?):/g)];
  if (marks[0]?.index !== 0) return {};
  const pairs = marks.map(
    (mark, i) =>
      [mark[1] ?? "", note.slice(mark.index + mark[0].length, marks[i + 1]?.index).trim()] as const,
  );
  return Object.fromEntries(pairs);
};

export const helpText = [
  "`/botarmy start` and a brief begins a project; `/botarmy help` lists every command.",
  "While a question is open, its number answers it; words work too: `approve`, `reject because …`, `architect: use Postgres`.",
  "`/threads` lists the projects, `/focus 2` or Tab goes to another, Ctrl-C stops.",
].join("\n\n");
