import { BotArmyError } from "#src/errors.ts";
import type { Store } from "#src/ports.ts";
import { Project } from "#src/project/project.ts";

/** Project rows in memory, as JSON so that no caller can change a stored one. */
export const memoryStore = (): Store => {
  const rows = new Map<string, string>();
  const projects = (): readonly Project[] =>
    [...rows.values()].map((text) => Project.parse(JSON.parse(text)));
  return {
    load: async (id) => projects().find((project) => project.id === id),
    save: async (project, expected) => {
      const text = JSON.stringify(project);
      if (Buffer.byteLength(text) > 1_000_000) {
        throw new BotArmyError("project-too-large", `Project ${project.id} is above 1 MB.`);
      }
      const stored = rows.get(project.id);
      const version = stored === undefined ? 0 : Project.parse(JSON.parse(stored)).version;
      if (version !== expected) return false;
      rows.set(project.id, text);
      return true;
    },
    due: async (now) =>
      wakes(projects())
        .filter(({ at }) => at <= now)
        .map(({ id }) => id),
    nextWake: async (now) => wakes(projects()).find(({ at }) => at > now)?.at ?? null,
    byThread: async (name, thread) =>
      projects().findLast(({ chat }) => chat.name === name && chat.thread === thread)?.id,
    ids: async () => [...rows.keys()].toReversed(),
    delete: async (id) => {
      rows.delete(id);
    },
  };
};

const wakes = (projects: readonly Project[]): readonly { id: string; at: number }[] =>
  projects
    .flatMap(({ id, wakeAt }) => (wakeAt === null ? [] : [{ id, at: wakeAt }]))
    .toSorted((one, other) => one.at - other.at);
