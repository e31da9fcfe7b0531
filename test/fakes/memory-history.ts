import { BotArmyError } from "#src/errors.ts";
import type { History, Move } from "#src/ports.ts";

/** Logs in memory. A cursor is the number of envelopes of the same list that are older than the last one given. */
export const memoryHistory = (): History => {
  const logs = new Map<string, readonly Move[]>();
  const movesOf = (project: string): readonly Move[] => logs.get(project) ?? [];
  return {
    append: async (project, moves) => {
      logs.set(project, structuredClone(moves).reduce(follow, movesOf(project)));
    },
    repair: async (project, version) => {
      logs.set(
        project,
        movesOf(project).filter((move) => move.version <= version),
      );
    },
    page: async (project, { cursor, limit, agent }) => {
      if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
        throw new BotArmyError("bad-limit", `A page has 1 to 100 messages, not ${limit}.`);
      }
      const list = movesOf(project)
        .flatMap((move) => move.envelopes)
        .filter(({ from, to }) => agent === undefined || from === agent || to === agent);
      const end = cursor === undefined ? list.length : position(cursor, list.length);
      const start = Math.max(0, end - limit);
      return { envelopes: list.slice(start, end).toReversed(), next: start === 0 ? null : `#${start}` };
    },
    commands: (project) => commandsOf(movesOf(project)),
    delete: async (project) => {
      logs.delete(project);
    },
  };
};

const follow = (log: readonly Move[], move: Move): readonly Move[] => {
  const last = log.at(-1)?.version ?? 0;
  if (move.version > last) return [...log, move];
  throw new Error(`move ${move.version} comes after move ${last}`);
};

const position = (cursor: string, length: number): number => {
  const at = /^#\d+$/.test(cursor) ? Number(cursor.slice(1)) : Number.NaN;
  if (at > 0 && at < length) return at;
  throw new BotArmyError("bad-cursor", `The cursor ${cursor} does not belong to this list.`);
};

async function* commandsOf(moves: readonly Move[]): AsyncGenerator<Pick<Move, "version" | "command">> {
  for (const { version, command } of moves) yield { version, command };
}
