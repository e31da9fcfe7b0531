import { BotArmyError } from "../errors.ts";
import type { Log, Store } from "../ports.ts";
import type { Project } from "../project/project.ts";

/** What is needed to look at many projects. */
export interface Looking {
  readonly store: Pick<Store, "ids" | "load">;
  readonly log: Pick<Log, "warn">;
}

/** Those of many projects that are there and can be read, in the order of their ids. */
export const loadAllReadable = async (
  looking: Looking,
  ids: readonly string[],
): Promise<readonly Project[]> => {
  const projects = await Promise.all(ids.map((id) => loadReadable(looking, id)));
  return projects.filter((one) => one !== undefined);
};

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
