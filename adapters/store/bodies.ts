import { createHash } from "node:crypto";
import { BotArmyError } from "#src/errors.ts";
import type { Bodies } from "#src/ports.ts";
import type { BodyRef } from "#src/project/words.ts";
import { createRecent } from "./recent.ts";
import type { Database } from "./sqlite.ts";

/** Keyv has no word for "only when it is new": its `set` would write, and commit, the same text again. */
const insert = "INSERT INTO keyv (key, value, namespace) VALUES (?, ?, 'bodies') ON CONFLICT DO NOTHING";

/** Texts kept in memory once written, or read and checked: a step reads what the steps before it wrote. Most have a few kB, none more than 256 kB. */
const mostKept = 32;

/**
 * Texts in Keyv's namespace `bodies`, by the SHA-256 of their UTF-8 bytes. A text that is there already is not written again.
 * A text is forced to the disk with the row that names it: without that row nobody would look for it.
 */
export const createBodyStore = (database: Database): Bodies => {
  const bodies = database.keyv<string>("bodies");
  const kept = createRecent<string>(mostKept);
  return {
    put: async (text) => {
      const ref = refOf(text);
      database.runAhead(insert, ref.sha256, JSON.stringify({ value: text }));
      kept.set(ref.sha256, text);
      return ref;
    },
    get: async (ref) => {
      const known = kept.get(ref.sha256);
      if (known !== undefined) return known;
      const text = await bodies.get(ref.sha256);
      if (text === undefined) {
        throw new BotArmyError(
          "body-missing",
          `The text ${ref.sha256} is not in the store: restore a backup that holds it.`,
        );
      }
      if (refOf(text).sha256 !== ref.sha256) {
        throw new BotArmyError(
          "body-damaged",
          `The text ${ref.sha256} was changed in the store: restore a backup.`,
        );
      }
      kept.set(ref.sha256, text);
      return text;
    },
  };
};

const refOf = (text: string): BodyRef => {
  const bytes = Buffer.from(text, "utf8");
  return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
};
