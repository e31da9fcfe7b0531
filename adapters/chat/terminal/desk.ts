import type { Choice, Message } from "#src/project/message.ts";
import { progressOf } from "./progress.ts";
import { isActive, titleOf, type Ask, type Thread, type Threads } from "./threads.ts";
import { decisionOf, helpText, readTyped, type Typed } from "./typed.ts";
import { privateNotice, type Hands } from "./view.ts";

/** The thread a person looks at, the words they owe to a choice, and what each line they send means. */
export interface Desk {
  /** The thread that hears what is typed; undefined before the first project. */
  thread(): Thread | undefined;
  focus(id: string): void;
  /** Goes to the next thread, the newest after the oldest. */
  turn(): void;
  /** The choice whose words are being written. */
  owed(): Choice | undefined;
  /** Gives the choice up. */
  forget(): void;
  /** Takes a line. A bare number answers `ask`: the question the person saw when they typed it. */
  submit(text: string, ask: Ask | undefined, hands: Hands): void;
}

export const createDesk = (options: {
  readonly threads: Threads;
  readonly whisper: (message: Message) => void;
  /** Told when a choice needs words; the next line is taken as those. */
  readonly onOwed: (choice: Choice) => void;
}): Desk => {
  const { threads, whisper, onOwed } = options;
  let focus: string | undefined;
  let owed: { readonly thread: Thread | undefined; readonly ask: Ask; readonly choice: Choice } | undefined;

  const thread = (): Thread | undefined => threads.get(focus ?? "") ?? newest(threads);
  const answer = (ask: Ask, choice: Choice, hands: Hands): void => {
    if (!choice.wantsNote) return hands.send(thread(), decisionOf(ask, choice, ""));
    owed = { thread: thread(), ask, choice };
    onOwed(choice);
  };
  const explain = (note: string, hands: Hands): void => {
    const { thread: asked, ask, choice } = owed ?? {};
    owed = undefined;
    if (ask === undefined || choice === undefined) return;
    if (note === "") whisper(privateNotice(`Nothing sent: ${withoutDots(choice.label)} needs your words.`));
    else hands.send(asked, decisionOf(ask, choice, note));
  };

  return {
    thread,
    focus: (id) => {
      focus = id;
    },
    turn: () => {
      const ids = threads.all().map(({ id }) => id);
      focus = ids[(ids.indexOf(thread()?.id ?? "") + 1) % ids.length];
    },
    owed: () => owed?.choice,
    forget: () => {
      owed = undefined;
    },
    submit: (text, ask, hands) => {
      if (owed !== undefined) return explain(text.trim(), hands);
      const typed = readTyped(text, ask);
      if (typed.type === "event") hands.send(thread(), typed.event);
      else if (typed.type === "quit") hands.stop("graceful");
      else if (typed.type === "choice" && ask !== undefined) answer(ask, typed.choice, hands);
      else if (typed.type === "focus" && threads.get(typed.thread) !== undefined) focus = typed.thread;
      else replyTo(typed, threads, thread()).forEach(whisper);
    },
  };
};

/** Where work goes on, or else what came last. */
const newest = (threads: Threads): Thread | undefined =>
  threads.all().findLast(isActive) ?? threads.all().at(-1);

/** A label such as `Modify…` inside a sentence. */
export const withoutDots = (label: string): string => label.replace(/(?:…|\.\.\.)$/, "");

/** What the terminal itself says to a line that is not for the team. */
const replyTo = (typed: Typed, threads: Threads, here: Thread | undefined): Message[] => {
  switch (typed.type) {
    case "threads":
      return [privateNotice(threadList(threads, here))];
    case "focus":
      return [
        privateNotice(`There is no thread ${typed.thread}.\n\n${threadList(threads, here)}`, "warning"),
      ];
    case "help":
      return [privateNotice(helpText)];
    case "unknown":
      return [privateNotice(`There is no \`${typed.word}\` here: \`/help\` says what there is.`, "warning")];
    case "event":
    case "choice":
    case "quit":
    case "nothing":
      return [];
  }
};

/** Every thread with its title and state; `here` stands out. */
const threadList = (threads: Threads, here: Thread | undefined): string => {
  const rows = threads.all().map((thread) => {
    const progress = progressOf(thread.root.message);
    const state = progress === undefined ? "" : `, ${progress.done} of ${progress.total} done`;
    const open = thread.asks.length === 0 ? "" : `, **${thread.asks.length} to decide**`;
    return `- ${thread.id === here?.id ? `**${thread.id}**` : thread.id} ${titleOf(thread)}${state}${open}`;
  });
  return rows.length === 0 ? "No project yet: `/botarmy start` and a brief begins one." : rows.join("\n");
};
