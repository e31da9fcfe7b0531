import { z } from "zod";
import { BotArmyError } from "#src/errors.ts";
import type { Delivery, Inbox } from "#src/ports/inbox.ts";
import { createGroup } from "./inbox-group.ts";
import type { Database, Row } from "./sqlite.ts";

const hour = 3_600_000;
/** Slack repeats deliveries for a day when it is told to; an hour more for clocks that differ. */
const keepIdsMs = 25 * hour;
/** What was handled before a long pause must still be known while a chat is read again from there, so nothing is forgotten at once. */
const firstSweepMs = hour;
const sweepEveryMs = 60_000;
/** Rows forgotten at a time, so that nobody waits for it: twice as many in an hour as the 30,000 that Slack sends at most. */
const sweepAtOnce = 1_000;

/** Rows that are not handled have no time at which they may be forgotten. */
const isOpen = "namespace >= 'inbox:' AND namespace < 'inbox;' AND expires IS NULL";
const index = `CREATE INDEX IF NOT EXISTS inbox_open ON keyv (namespace) WHERE ${isOpen}`;
/** One statement, and so one commit, for all that arrive together. */
const insert = `INSERT INTO keyv (key, value, namespace)
  SELECT value ->> 0, value ->> 1, ? FROM json_each(?) WHERE true
  ON CONFLICT DO NOTHING RETURNING key`;
const forgetPayload = `UPDATE keyv SET value = '{"value":null}', expires = ?
  WHERE namespace = ? AND expires IS NULL AND key IN (SELECT value FROM json_each(?))`;
const open = `SELECT key, value FROM keyv INDEXED BY inbox_open WHERE namespace = ? AND ${isOpen} ORDER BY rowid`;
const sweep = `DELETE FROM keyv WHERE rowid IN
  (SELECT rowid FROM keyv WHERE expires IS NOT NULL AND expires < ? AND namespace = ? LIMIT ${sweepAtOnce})`;

const Stored = z.object({ value: z.object({ at: z.number(), lane: z.string(), payload: z.string() }) });

/**
 * A chat's deliveries in Keyv's namespace `inbox:{chat}`. What is put in one turn of the event loop shares one commit, forced
 * to the disk; what is done shares one that a power cut may take (then it is handled again), but no killed process.
 * `now` is in milliseconds since 1970.
 */
export const createInbox = (
  database: Database,
  { chat, now = Date.now }: { readonly chat: string; readonly now?: () => number },
): Inbox => {
  const namespace = `inbox:${chat}`;
  database.run(index);
  let nextSweep = now() + firstSweepMs;
  const sweepWhenDue = (): void => {
    if (now() < nextSweep) return;
    nextSweep = now() + sweepEveryMs;
    database.runAhead(sweep, now(), namespace);
  };
  return {
    put: createGroup<Delivery, boolean>((deliveries) => {
      // First, so that a fault of the disk is never thrown to somebody whose delivery was saved.
      sweepWhenDue();
      const rows = database.run(insert, namespace, JSON.stringify(deliveries.map(rowOf)));
      const saved = new Set(rows.map((row) => String(row["key"])));
      return ({ id }) => saved.delete(id);
    }),
    done: createGroup<string, void>((ids) => {
      database.runAhead(forgetPayload, now() + keepIdsMs, namespace, JSON.stringify(ids));
      return () => undefined;
    }),
    open: async () => database.run(open, namespace).map(deliveryOf),
  };
};

const rowOf = ({ id, at, lane, payload }: Delivery): readonly string[] => [
  id,
  JSON.stringify({ value: { at, lane, payload } }),
];

const deliveryOf = (row: Row): Delivery => {
  const id = String(row["key"]);
  const stored = Stored.safeParse(JSON.parse(String(row["value"])));
  if (stored.success) return { id, ...stored.data.value };
  throw new BotArmyError(
    "delivery-unreadable",
    `The stored delivery ${id} cannot be read: restore a backup.`,
    { cause: stored.error },
  );
};
