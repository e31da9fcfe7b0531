import { BotArmyError } from "../errors.ts";
import type { Log, Store } from "../ports.ts";
import type { Project } from "../project/project.ts";

/** What is needed to look at many projects. */
export interface Looking {
  readonly store: Pick<Store, "ids" | "load">;
  readonly log: Pick<Log, "warn">;
}

/**
 * A project, for one who looks at many; undefined when it is not there. The catch only sorts: a row that cannot be read is a matter
 * for whoever asks for that project, not for what goes on in all others.
 */
export const loadReadable = async ({ store, log }: Looking, id: string): Promise<Project | undefined> => {
  try {
    return await store.load(id);
  } catch (error) {
    if (!(error instanceof BotArmyError) || error.code !== "project-unreadable") throw error;
    log.warn({ project: id, err: error }, "left out: its row cannot be read");
    return undefined;
  }
};
