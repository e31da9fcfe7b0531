import { z } from "zod";
import { BotArmyError } from "#src/errors.ts";
import type { Store } from "#src/ports.ts";
import { Project } from "#src/project/project.ts";
import { createRecent } from "./recent.ts";
import type { Database, Row } from "./sqlite.ts";

/** Far above any real row (they stay under 64 kB): a row this large means that texts went into it instead of references. */
const maxBytes = 1_000_000;

/** What Keyv wraps every value in; a contract test pins it. */
const KeyvRow = z.object({ value: z.unknown() });

const insert =
  "INSERT INTO keyv (key, value, namespace) VALUES (?, ?, 'projects') ON CONFLICT DO NOTHING RETURNING key";
const update =
  "UPDATE keyv SET value = ? WHERE key = ? AND namespace = 'projects' AND version = ? RETURNING key";
const remove = "DELETE FROM keyv WHERE key = ? AND namespace = 'projects'";
/** The text is left out when the row still has the version that is known. */
const load =
  "SELECT version, CASE WHEN version IS ? THEN NULL ELSE value END AS value FROM keyv WHERE key = ? AND namespace = 'projects'";

/** Rows kept in memory: those at work now, never all that are open. A row takes about 200 kB there. */
const mostKept = 16;

/** The index is always named: a walk through the table itself would read every body's pages. */
const select = (what: string, index: "wake" | "thread"): string =>
  `SELECT ${what} FROM keyv INDEXED BY projects_${index} WHERE namespace = 'projects'`;
const all = `${select("key", "wake")} ORDER BY rowid DESC`;
const due = `${select("key", "wake")} AND wakeAt <= ? ORDER BY wakeAt, rowid`;
const next = `${select("wakeAt", "wake")} AND wakeAt > ? ORDER BY wakeAt LIMIT 1`;
const inThread = `${select("key", "thread")} AND thread = ? AND chat = ? ORDER BY rowid DESC LIMIT 1`;

/** Project rows in Keyv's namespace `projects`. A save is one statement, and so one commit. */
export const createProjectStore = (database: Database): Store => {
  /** The version of each row that this process wrote or has checked: such a row is not checked again. */
  const known = new Map<string, number>();
  /** Rows as they were loaded or saved last. The version is read from the file each time, so none of them is ever used stale. */
  const kept = createRecent<Project>(mostKept);
  return {
    load: async (id) => {
      const before = kept.get(id);
      const [row] = database.run(load, before?.version ?? null, id);
      if (row === undefined) return undefined;
      if (before?.version === row["version"]) return before;
      const project = readRow(row, id, known);
      kept.set(id, project);
      return project;
    },
    save: async (project, expected) => {
      const text = rowText(project);
      const rows =
        expected === 0
          ? database.run(insert, project.id, text)
          : database.run(update, text, project.id, expected);
      if (rows.length === 0) return false;
      known.set(project.id, project.version);
      kept.set(project.id, project);
      return true;
    },
    due: async (now) => keysOf(database.run(due, now)),
    nextWake: async (now) => {
      const [row] = database.run(next, now);
      return row === undefined ? null : Number(row["wakeAt"]);
    },
    byThread: async (chat, thread) => keysOf(database.run(inThread, thread, chat))[0],
    ids: async () => keysOf(database.run(all)),
    delete: async (id) => {
      database.run(remove, id);
      known.delete(id);
      kept.delete(id);
    },
  };
};

const keysOf = (rows: readonly Row[]): readonly string[] => rows.map((row) => String(row["key"]));

const rowText = (project: Project): string => {
  const text = JSON.stringify({ value: project });
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return text;
  throw new BotArmyError(
    "project-too-large",
    `Project ${project.id} would take ${bytes} bytes, above the limit of ${maxBytes}, so it was not saved: cancel it and start again with a smaller brief or workflow.`,
  );
};

const readRow = (row: Row, id: string, known: Map<string, number>): Project => {
  const { value } = KeyvRow.parse(JSON.parse(String(row["value"])));
  // Proof: this process saved this version from a Project, or has parsed it before.
  if (row["version"] === known.get(id)) return value as Project;
  const parsed = Project.safeParse(value);
  if (!parsed.success) {
    throw new BotArmyError(
      "project-unreadable",
      `The stored row of project ${id} cannot be read (${oneLine(parsed.error)}): restore a backup, or delete the project.`,
      { cause: parsed.error },
    );
  }
  known.set(id, parsed.data.version);
  return parsed.data;
};

const oneLine = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join(".") || "row"}: ${issue.message}`)
    .join("; ");
