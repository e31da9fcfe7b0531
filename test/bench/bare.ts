import path from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The least a durable row can cost: one prepared upsert by node:sqlite, WAL, synchronous FULL. */
export interface Bare {
  /** Writes rows under one key, each its own commit, one right after the other; milliseconds of one commit, on average. */
  commit(rows: readonly string[]): number;
  /** The same with a millisecond of other work before each, as commits come in a program that does something; only they are timed. */
  commitApart(rows: readonly string[]): number;
  close(): void;
}

/** Opens a database of its own in the folder. */
export const openBare = (folder: string): Bare => {
  const database = new DatabaseSync(path.join(folder, "bare.sqlite"));
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (key TEXT PRIMARY KEY, value TEXT)",
  );
  const upsert = database.prepare(
    "INSERT INTO rows VALUES ('row', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  return {
    commit: (rows) => {
      const from = performance.now();
      for (const row of rows) upsert.run(row);
      return (performance.now() - from) / rows.length;
    },
    commitApart: (rows) => {
      let total = 0;
      for (const row of rows) {
        work(row);
        const from = performance.now();
        upsert.run(row);
        total += performance.now() - from;
      }
      return total / rows.length;
    },
    close: () => database.close(),
  };
};

/** A millisecond of what programs do with rows. */
const work = (row: string): void => {
  for (const until = performance.now() + 1; performance.now() < until;) JSON.stringify(JSON.parse(row));
};
