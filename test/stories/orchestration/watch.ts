import type { Store } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";

/** Eyes on saved rows. */
export interface Watch {
  see(project: Project): void;
  /** The first row, stored already or saved from now on, for which it holds. */
  when(id: string, holds: (project: Project) => boolean): Promise<Project>;
  /** Everybody who waits is told that nothing more will come. */
  fail(error: unknown): void;
}

/** What is awaited is there within a second or two; this only makes a failure readable. */
const patienceMs = 30_000;

export const createWatch = (store: Pick<Store, "load">): Watch => {
  let looks: readonly ((project: Project) => void)[] = [];
  const fault = Promise.withResolvers<never>();
  fault.promise.catch(() => undefined);

  const wait = (id: string, holds: (project: Project) => boolean): Promise<Project> =>
    new Promise((resolve, reject) => {
      let last: Project | undefined;
      const patience = setTimeout(() => reject(new Error(`it never came: ${storyOf(last)}`)), patienceMs);
      const look = (project: Project): void => {
        if (project.id !== id) return;
        last = project;
        if (!holds(project)) return;
        clearTimeout(patience);
        looks = looks.filter((one) => one !== look);
        resolve(project);
      };
      looks = [...looks, look];
      store.load(id).then((row) => row !== undefined && look(row), reject);
    });

  return {
    see: (project) => {
      for (const look of looks) look(project);
    },
    when: (id, holds) => Promise.race([wait(id, holds), fault.promise]),
    fail: fault.reject,
  };
};

const storyOf = (project: Project | undefined): string =>
  project === undefined
    ? "nothing was saved"
    : JSON.stringify({
        status: project.status,
        stages: project.stages.map(({ id, state }) => `${id} ${state}`),
        open: project.escalations
          .filter(({ state }) => state === "open")
          .map(({ kind, title, context }) => ({ kind, title, context })),
        outbox: project.outbox.map(({ type, tries }) => `${type} ${tries}`),
      });
