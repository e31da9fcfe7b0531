import type { Ledger, LedgerLine } from "#src/ports/ledger.ts";
import { setRow, type Database } from "./sqlite.ts";

/** `;` follows `:`, so this range is exactly the keys that start with `{project}:`. */
const linesOfProject =
  "SELECT key FROM keyv WHERE namespace = 'ledger' AND key >= ? || ':' AND key < ? || ';' ORDER BY rowid";

/** Attempts of model calls in Keyv's namespace `ledger`: one row each, never changed. */
export const createLedger = (database: Database): Ledger => {
  const lines = database.keyv<LedgerLine>("ledger");
  return {
    // A call that is made again after a crash begins to count its attempts again; the time keeps their rows apart.
    add: (line) => setRow(lines, `${line.key}#${line.at}.${line.nth}`, line),
    list: async (project) => {
      const keys = database.run(linesOfProject, project, project).map((row) => String(row["key"]));
      const found = await Promise.all(keys.map((key) => lines.get(key)));
      return found.filter((line) => line !== undefined);
    },
  };
};
