/** What a project row is found by, taken out of Keyv's envelope whenever the row is written, by Keyv or by us. */
const projectColumn = (name: string, path: string): string =>
  `${name} GENERATED ALWAYS AS (CASE WHEN namespace = 'projects' THEN json_extract(value, '$.value.${path}') END) STORED`;

/**
 * Statements that make Keyv's own table (Keyv makes none when it finds one) with the columns of project rows before it,
 * and their indexes. Stored columns cost a save one reading of the JSON; indexes on expressions would cost two, for the
 * old row and the new one.
 */
export const tables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS keyv (
    ${projectColumn("version", "version")},
    ${projectColumn("wakeAt", "wakeAt")},
    ${projectColumn("chat", "chat.name")},
    ${projectColumn("thread", "chat.thread")},
    key VARCHAR(255) NOT NULL, value TEXT, namespace VARCHAR(255) NOT NULL DEFAULT '',
    expires BIGINT DEFAULT NULL, UNIQUE (key, namespace))`,
  "CREATE INDEX IF NOT EXISTS projects_wake ON keyv (wakeAt) WHERE namespace = 'projects'",
  "CREATE INDEX IF NOT EXISTS projects_thread ON keyv (thread, chat) WHERE namespace = 'projects'",
];
