import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { SqliteDriver } from "@keyv/sqlite";
import type { Keyv } from "keyv";
import { BotArmyError } from "#src/errors.ts";
import { whatToDoAboutDamage, withFaults } from "./faults.ts";
import { makeFolder } from "./folder.ts";
import { tables } from "./tables.ts";

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** One SQLite file with Keyv's table in it, shared by Keyv and by the few statements Keyv has no words for. */
export interface Database {
  /** Plain Keyv on one namespace. It has no `error` listener, so that a fault throws instead of looking like "not there". */
  keyv<T>(namespace: string): Keyv<T>;
  /**
   * Runs one statement on Keyv's own connection and returns its rows. It is prepared once per text, so values belong
   * into `parameters`. Outside a transaction every statement is its own commit, on disk when this returns.
   */
  run(sql: string, ...parameters: readonly SQLInputValue[]): readonly Row[];
  /**
   * The same, but a power cut may take this commit as long as no later `run` has written. All commits are frames of one
   * write-ahead log, in order, and one that is forced to the disk forces every frame before it: what a row names is there
   * whenever the row is. A checkpoint forces the log to the disk before it copies from it, also under NORMAL.
   */
  runAhead(sql: string, ...parameters: readonly SQLInputValue[]): readonly Row[];
  close(): Promise<void>;
}

/** Keyv's `set`, for which "not written" is a fault and never an answer. */
export const setRow = async <T>(rows: Keyv<T>, key: string, value: T): Promise<void> => {
  if (await rows.set(key, value)) return;
  throw new Error(`Keyv did not write ${rows.namespace ?? ""}/${key}`);
};

/** Rows are pure JSON. Keyv's own serializer would prefix every text that starts with a colon. */
const serialization = { stringify: JSON.stringify, parse: JSON.parse };
const format = 1;
const forceToDisk = "PRAGMA synchronous = FULL";

/**
 * Opens `{folder}/botarmy.sqlite` (WAL, synchronous FULL), making folder and file when there is nothing yet.
 * Throws BotArmyError `storage-…` when the file is damaged, cannot be written, was made by a newer version, or is empty
 * although the folder holds projects.
 */
export const openDatabase = async (options: { folder: string }): Promise<Database> => {
  const file = join(options.folder, "botarmy.sqlite");
  makeFolder(options.folder);
  if (isNew(file)) refuseLostRows(options.folder, file);
  const { connection, run } = await connect(file);
  try {
    const database = await withKeyv(run, () => connection.close());
    await checkMarker(database, options.folder, file);
    return database;
  } catch (error) {
    connection.close();
    throw error;
  }
};

const isNew = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;

const connect = async (file: string) => {
  const { DatabaseSync: Connection } = await import("node:sqlite");
  const connection = withFaults(file, () => new Connection(file, { timeout: 5_000 }));
  const run = statements(connection, file);
  try {
    checkWhole(run, file);
    run("PRAGMA journal_mode = WAL");
    run(forceToDisk);
    for (const sql of tables) run(sql);
    return { connection, run };
  } catch (error) {
    connection.close();
    throw error;
  }
};

const statements = (connection: DatabaseSync, file: string): Database["run"] => {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const statement = connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return (sql, ...parameters) =>
    withFaults(file, () => (prepared.get(sql) ?? prepare(sql)).all(...parameters));
};

const checkWhole = (run: Database["run"], file: string): void => {
  const [first] = run("PRAGMA quick_check(1)");
  if (first?.["quick_check"] === "ok") return;
  throw new BotArmyError("storage-corrupt", `${file} is damaged: ${whatToDoAboutDamage}`);
};

const withKeyv = async (run: Database["run"], close: () => void): Promise<Database> => {
  const [{ KeyvSqlite }, { Keyv }] = await Promise.all([import("@keyv/sqlite"), import("keyv")]);
  const store = () => new KeyvSqlite({ driver: sharedDriver(run) });
  await store().ready;
  return {
    keyv: (namespace) => new Keyv({ store: store(), namespace, serialization }),
    run,
    runAhead: (sql, ...parameters) => {
      // Nothing can come between these three: they are synchronous and the connection is ours alone.
      run("PRAGMA synchronous = NORMAL");
      try {
        return run(sql, ...parameters);
      } finally {
        run(forceToDisk);
      }
    },
    close: async () => close(),
  };
};

/** Lets Keyv use our connection. Closing it is ours too: several Keyvs share it. */
const sharedDriver = (run: Database["run"]): SqliteDriver => ({
  name: "custom",
  connect: async () => ({
    query: async (sql, ...parameters) => [...run(sql, ...parameters.map(sqlValue))],
    close: async () => {},
  }),
});

const sqlValue = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  throw new TypeError(`Keyv bound a ${typeof value}, which has no place in its table`);
};

/** SQLite takes a missing or empty file for a new database, and a crash may leave one without rows: the marker tells "new" from "lost". */
const checkMarker = async (database: Database, folder: string, file: string): Promise<void> => {
  const markers = database.keyv<{ format: number }>("botarmy");
  const marker = await markers.get("marker");
  if (marker === undefined) {
    refuseLostRows(folder, file);
    await setRow(markers, "marker", { format });
  } else if (marker.format !== format) {
    throw new BotArmyError(
      "storage-format",
      `${file} has format ${marker.format}, but this version of BotArmy reads format ${format}: use the version that wrote it.`,
    );
  }
};

const refuseLostRows = (folder: string, file: string): void => {
  const left = ["conversations", "artifacts"].filter((name) => hasEntries(join(folder, name)));
  if (left.length === 0) return;
  throw new BotArmyError(
    "storage-lost",
    `${file} is missing or empty, but ${folder} holds ${left.join(" and ")} of projects: restore botarmy.sqlite from a backup, or move those folders away to start empty.`,
  );
};

const hasEntries = (folder: string): boolean =>
  withFaults(folder, () => existsSync(folder) && readdirSync(folder).length > 0);
