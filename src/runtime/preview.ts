import { agentOf, nameOf, type StepName } from "../project/draft.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";

/** Shows people that an agent is writing, and what, while it does. Nothing durable: a draft may be lost, and is taken away at the end. */
export interface Preview {
  /** Told the whole answer so far whenever more of it arrives. */
  onText(textSoFar: string): void;
  end(): void;
}

/** A draft is shown this often at most. */
const pauseMs = 250;
/** As much of its end as fits a line. */
const shownLength = 120;

/** The drafts of steps in their projects' threads. */
export interface Previews {
  /** Begins the draft of one step; a chat that cannot show one is left alone. */
  open(project: Project, at: StepName): Preview;
}

/** A thread shows one draft. Where several agents write at once, it is that of the one who began to write last; when that one ends, the others' are shown again. */
export const createPreviews = (parts: Pick<Parts, "chats" | "clock">): Previews => {
  /** Who is writing, by project, in the order in which they began. */
  const writing = new Map<string, readonly symbol[]>();

  const isLast = (project: string, writer: symbol): boolean => writing.get(project)?.at(-1) === writer;
  const enter = (project: string, writer: symbol): void => {
    writing.set(project, [...(writing.get(project) ?? []), writer]);
  };
  const leave = (project: string, writer: symbol): void => {
    const others = (writing.get(project) ?? []).filter((one) => one !== writer);
    if (others.length > 0) writing.set(project, others);
    else writing.delete(project);
  };

  return {
    open: (project, at) => {
      const writer = Symbol(at.stage);
      const agent = nameOf(project, agentOf(project, at));
      const show = showIn(parts, project);
      let shownAt = 0;
      let hasBegun = false;
      return {
        onText: (textSoFar) => {
          const now = parts.clock.now();
          if (now - shownAt < pauseMs) return;
          if (!hasBegun) enter(project.id, writer);
          hasBegun = true;
          if (!isLast(project.id, writer)) return;
          shownAt = now;
          show(`${agent} writes: …${endOf(textSoFar)}`);
        },
        end: () => {
          if (shownAt > 0 && isLast(project.id, writer)) show(null);
          leave(project.id, writer);
        },
      };
    },
  };
};

const showIn = ({ chats }: Pick<Parts, "chats">, { chat }: Project): ((text: string | null) => void) => {
  const { name, channel, thread } = chat;
  const platform = chats.find((one) => one.name === name);
  return (text) => {
    if (thread !== null) platform?.draft?.({ channel, thread }, text);
  };
};

/** The last words of an answer that is JSON and not finished, without what only JSON needs. */
const endOf = (text: string): string =>
  text
    .slice(-2 * shownLength)
    .replace(/(?<!\\)"(?:\s*[:,]\s*"?)?|[{}[\]]/g, " ")
    .replace(/\\[nrt]/g, " ")
    .replace(/\\(["\\/])/g, "$1")
    .replace(/\s+/g, " ")
    .trim()
    .slice(-shownLength);
