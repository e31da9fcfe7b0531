import { nameOf, stageOf } from "../project/draft.ts";
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

/** The draft of one step in its project's thread; chats that cannot show one are left alone. */
export const createPreview = (
  parts: Pick<Parts, "chats" | "clock">,
  project: Project,
  stage: string,
): Preview => {
  const chat = parts.chats.find(({ name }) => name === project.chat.name);
  const { channel, thread } = project.chat;
  const agent = nameOf(project, stageOf(project, stage).agent);
  const show = (text: string | null): void => {
    if (thread !== null) chat?.draft?.({ channel, thread }, text);
  };
  let shownAt = 0;
  return {
    onText: (textSoFar) => {
      const now = parts.clock.now();
      if (now - shownAt < pauseMs) return;
      shownAt = now;
      show(`${agent} writes: …${endOf(textSoFar)}`);
    },
    end: () => {
      if (shownAt > 0) show(null);
    },
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
