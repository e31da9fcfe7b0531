import type { History, Move, Store } from "../ports.ts";
import { advance, type Advance } from "../project/advance.ts";
import type { Command } from "../project/command.ts";
import type { Project } from "../project/project.ts";
import { createBatches } from "./batches.ts";

/** Moves projects: every command of every source passes through here. */
export interface Turns {
  /** Resolves when the move is saved: only now may anybody be told. Rejects when it cannot be saved. */
  submit(command: Command): Promise<Advance>;
}

/** How often a batch is tried again when another writer was first. With one process per data folder that never happens twice. */
const mostRaces = 5;

/**
 * Commands of one project that wait together share one durable commit: they are folded over the row, their moves are appended
 * to the logs, and one compare-and-set makes all of it true. `saved` is told of every row that was written.
 */
export const createTurns = (
  parts: { readonly store: Store; readonly history: History },
  saved: (project: Project) => void,
): Turns => {
  /** Projects whose logs are known to end with the row. */
  const repaired = new Set<string>();

  const commit = async (id: string, commands: readonly Command[]): Promise<readonly Advance[]> => {
    for (let race = 0; race < mostRaces; race++) {
      const before = await parts.store.load(id);
      if (!repaired.has(id)) await parts.history.repair(id, before?.version ?? 0);
      repaired.add(id);
      const advances = fold(before, commands);
      const after = advances.at(-1)?.project;
      if (after === undefined || after === before) return advances;
      if (await save(after, { version: before?.version ?? 0, moves: movesOf(commands, advances) }))
        return advances;
    }
    throw new Error(`${id} is written by somebody else all the time`);
  };

  /** The log first, then the row that makes it true. Whatever goes wrong between them is repaired before the next append. */
  const save = async (
    after: Project,
    from: { readonly version: number; readonly moves: readonly Move[] },
  ): Promise<boolean> => {
    repaired.delete(after.id);
    await parts.history.append(after.id, from.moves);
    if (!(await parts.store.save(after, from.version))) return false;
    repaired.add(after.id);
    saved(after);
    return true;
  };

  /** A project that could not even begin leaves no logs behind. */
  const commitCleanly = async (id: string, commands: readonly Command[]): Promise<readonly Advance[]> => {
    try {
      return await commit(id, commands);
    } catch (error) {
      if ((await parts.store.load(id)) === undefined) await parts.history.delete(id);
      throw error;
    }
  };

  const batches = createBatches(commitCleanly);
  return { submit: (command) => batches.submit(command.project, command) };
};

const fold = (before: Project | undefined, commands: readonly Command[]): readonly Advance[] => {
  const advances: Advance[] = [];
  let project = before;
  for (const command of commands) {
    const next = advance(project, command);
    advances.push(next);
    project = next.project;
  }
  return advances;
};

const movesOf = (commands: readonly Command[], advances: readonly Advance[]): readonly Move[] =>
  advances.flatMap(({ moved, project, envelopes, specPatch }, i) => {
    const command = commands[i];
    if (!moved || project === undefined || command === undefined) return [];
    const spec = specPatch.length === 0 ? null : { version: project.spec.version, patch: specPatch };
    return [{ version: project.version, command, envelopes, spec }];
  });
