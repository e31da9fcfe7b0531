import type { Notes } from "#src/ports/inbox.ts";
import type { Database } from "./sqlite.ts";

const keepMs = 30 * 24 * 3_600_000;
const sweepEveryMs = 3_600_000;
/** Notes forgotten at a time, so that nobody waits for it. */
const sweepAtOnce = 1_000;

const read = "SELECT value FROM keyv WHERE key = ? AND namespace = ? AND expires > ?";
const write = `INSERT INTO keyv (key, value, namespace, expires) VALUES (?, ?, ?, ?)
  ON CONFLICT (key, namespace) DO UPDATE SET value = excluded.value, expires = excluded.expires`;
const sweep = `DELETE FROM keyv WHERE rowid IN
  (SELECT rowid FROM keyv WHERE expires IS NOT NULL AND expires < ? AND namespace = ? LIMIT ${sweepAtOnce})`;

/** A chat's notes in Keyv's namespace `notes:{chat}`, each in a commit of its own. `now` is in milliseconds since 1970. */
export const createNotes = (
  database: Database,
  { chat, now = Date.now }: { readonly chat: string; readonly now?: () => number },
): Notes => {
  const namespace = `notes:${chat}`;
  let nextSweep = now();
  const sweepWhenDue = (): void => {
    if (now() < nextSweep) return;
    nextSweep = now() + sweepEveryMs;
    database.runAhead(sweep, now(), namespace);
  };
  return {
    get: async (key) => {
      const [row] = database.run(read, key, namespace, now());
      // Proof: `put` below wrote it, and nobody else writes into this namespace.
      return row === undefined ? undefined : (JSON.parse(String(row["value"])) as { value: string }).value;
    },
    put: async (key, value) => {
      sweepWhenDue();
      database.run(write, key, JSON.stringify({ value }), namespace, now() + keepMs);
    },
  };
};
