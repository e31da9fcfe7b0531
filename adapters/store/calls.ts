import { z } from "zod";
import { BotArmyError } from "#src/errors.ts";
import type { Calls, ModelResponse } from "#src/ports.ts";
import { Usage } from "#src/project/words.ts";
import { setRow, type Database } from "./sqlite.ts";

const Response = z.strictObject({
  text: z.string(),
  model: z.string(),
  usage: Usage,
  stop: z.enum(["end", "max-tokens", "refusal"]).exactOptional(),
  tokensCached: z.number().int().nonnegative().exactOptional(),
  tokensWritten: z.number().int().nonnegative().exactOptional(),
  switched: z.strictObject({ from: z.string(), reason: z.string() }).exactOptional(),
});

/** `;` follows `:`, so this range is exactly the keys that start with `{project}:`. */
const keysOfProject =
  "SELECT key FROM keyv WHERE namespace = 'calls' AND key >= ? || ':' AND key < ? || ';' ORDER BY rowid";

/** Paid model calls in Keyv's namespace `calls`, under keys that start with `{project}:`. */
export const createCallStore = (database: Database): Calls => {
  const calls = database.keyv<unknown>("calls");
  return {
    get: async (key) => {
      const stored = await calls.get(key);
      return stored === undefined ? undefined : parse(key, stored);
    },
    put: (key, response) => setRow(calls, key, response),
    keys: async (project) => database.run(keysOfProject, project, project).map((row) => String(row["key"])),
  };
};

const parse = (key: string, stored: unknown): ModelResponse => {
  const parsed = Response.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new BotArmyError(
    "call-unreadable",
    `The recorded model call ${key} cannot be read: restore a backup.`,
    {
      cause: parsed.error,
    },
  );
};
