import type { Place } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import type { Parts } from "#src/runtime/parts.ts";
import type { FakeChat } from "../../fakes/fake-chat.ts";
import type { Watch } from "./watch.ts";
import { textOf } from "./words.ts";

/** A decision as people take it. */
export interface Choosing {
  readonly escalation: string;
  readonly choice: string;
  readonly note?: string;
  readonly answers?: Record<string, string>;
}

/** What people and tests do with a product. */
export interface Hands {
  /** Starts a project and gives its id. */
  start(options: string, brief?: string): Promise<string>;
  project(id: string): Promise<Project>;
  /** The first saved row for which it holds. */
  when(id: string, holds: (project: Project) => boolean): Promise<Project>;
  /** Decides on the card as it is shown in the thread. */
  choose(id: string, decision: Choosing): Promise<void>;
  /** Writes into the project's thread. */
  write(id: string, text: string): Promise<void>;
  /** All that stands in the project's thread now, each message as one text. */
  said(id: string): Promise<readonly string[]>;
}

export const brief =
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane. The board at the door should show who swims where.";

export const createHands = ({
  chat,
  parts,
  watch,
}: {
  chat: FakeChat;
  parts: Parts;
  watch: Watch;
}): Hands => {
  const project = async (id: string): Promise<Project> => {
    const row = await parts.store.load(id);
    if (row === undefined) throw new Error(`there is no ${id}`);
    return row;
  };
  const placeOf = async (id: string): Promise<Place> => {
    const row = await watch.when(id, (one) => one.chat.thread !== null);
    return { channel: row.chat.channel, thread: row.chat.thread ?? "" };
  };
  return {
    project,
    when: watch.when,
    start: async (options: string, words = brief): Promise<string> => {
      const before = await parts.store.ids();
      await chat.slash(`start ${options} ${words}`);
      const [id] = (await parts.store.ids()).filter((one) => !before.includes(one));
      if (id === undefined)
        throw new Error(`nothing was started: ${chat.platform.whispers.at(-1)?.fallback}`);
      return id;
    },
    choose: async (id: string, { escalation, choice, ...more }: Choosing): Promise<void> => {
      await watch.when(id, (row) =>
        row.escalations.some((one) => one.id === escalation && one.posted !== null),
      );
      await chat.choose(await placeOf(id), { escalation, id: choice, ...more });
    },
    write: async (id: string, text: string): Promise<void> => await chat.write(await placeOf(id), text),
    said: async (id: string): Promise<readonly string[]> =>
      chat.thread((await placeOf(id)).thread).map((said) => said.file?.path ?? textOf(said.messages.at(-1))),
  };
};
