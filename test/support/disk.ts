import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { createInbox } from "#adapters/store/inbox.ts";
import { createNotes } from "#adapters/store/notes.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import type { Log } from "#src/ports.ts";
import type { Inbox, Notes } from "#src/ports/inbox.ts";

/** What a chat's adapter has of a machine that outlives its process. */
export interface Disk {
  readonly inbox: Inbox;
  readonly notes: Notes;
}

/** An empty disk of a real database, which ends with the test. */
export const openDisk = async (chat: string): Promise<Disk> => {
  const folder = mkdtempSync(path.join(tmpdir(), `botarmy-${chat}-contract-`));
  const database = await openDatabase({ folder });
  onTestFinished(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { inbox: createInbox(database, { chat }), notes: createNotes(database, { chat }) };
};

const say = (): void => undefined;

/** A log that nobody reads. */
export const silent: Log = { debug: say, info: say, warn: say, error: say };
