import type { Ledger, LedgerLine } from "#src/ports/ledger.ts";
import { setRow, type Database } from "./sqlite.ts";

/** The rows of a range of keys, oldest first. SQLite finds them in the index that begins with the key. */
const between =
  "SELECT key FROM keyv WHERE namespace = 'ledger' AND key >= ? || ? AND key < ? || ? ORDER BY rowid";

/** Attempts of model calls in Keyv's namespace `ledger`: one row each, never changed. */
export const createLedger = (database: Database): Ledger => {
  const lines = database.keyv<LedgerLine>("ledger");
  const beginningWith = async (name: string, [mark, next]: readonly [string, string]) => {
    const keys = database.run(between, name, mark, name, next).map((row) => String(row["key"]));
    const found = await Promise.all(keys.map((key) => lines.get(key)));
    return found.filter((line) => line !== undefined).map(withWritten);
  };
  return {
    // A call that is made again after a crash begins to count its attempts again; the time keeps their rows apart.
    add: (line) => setRow(lines, `${line.key}#${line.at}.${line.nth}`, line),
    // `;` follows `:` and `$` follows `#`, so these are exactly the keys that begin with the name and its mark.
    list: (project) => beginningWith(project, [":", ";"]),
    ofCall: (key) => beginningWith(key, ["#", "$"]),
  };
};

/** Lines of older versions do not know what was written to a cache. */
const withWritten = (line: LedgerLine): LedgerLine => ({ ...line, tokensWritten: line.tokensWritten ?? 0 });
