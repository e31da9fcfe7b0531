import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSlackInbound } from "#adapters/chat/slack/inbound.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { createInbox } from "#adapters/store/inbox.ts";
import { createNotes } from "#adapters/store/notes.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";

/**
 * Takes clicks over HTTP as a process of its own: `ours`, or `bolt` with a handler that keeps each click in SQLite before it
 * acknowledges it. Tells its parent the port, and whenever it is asked the microseconds of CPU it has used.
 */
const [, , side, folder = "", secret = ""] = process.argv;

const startOurs = async (): Promise<number> => {
  const database = await openDatabase({ folder });
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const inbound = createSlackInbound({
    way: { type: "http", signingSecret: secret, port: 0, host: "127.0.0.1" },
    home: { teamId: "T1", enterpriseId: null, botId: "B1", botUserId: "UB1" },
    inbox: createInbox(database, { chat: "slack" }),
    notes: createNotes(database, { chat: "slack" }),
    clock: systemClock,
    log: quiet,
    call: async () => ({ ok: true, user: { name: "ada" }, usergroups: [] }),
    projectIn: async () => "p-abc234",
    threads: async () => [],
  });
  const nothing = async (): Promise<undefined> => undefined;
  await inbound.start(async () => null, {
    reply: nothing,
    openForm: nothing,
    publishHome: nothing,
    find: nothing,
    post: async (place) => ({ ...place, id: "" }),
  });
  return inbound.port() ?? 0;
};

const startBolt = async (): Promise<number> => {
  const { App, HTTPReceiver, LogLevel } = await import("@slack/bolt");
  const database = new DatabaseSync(path.join(folder, "bolt.sqlite"));
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE clicks (id TEXT PRIMARY KEY, body TEXT)",
  );
  const insert = database.prepare("INSERT INTO clicks VALUES (?, ?) ON CONFLICT DO NOTHING");
  const receiver = new HTTPReceiver({ signingSecret: secret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: "xoxb-1",
    botId: "B1",
    botUserId: "UB1",
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
  });
  app.action(/.*/, async ({ body, ack }) => {
    if (!("trigger_id" in body)) throw new Error("not a click");
    insert.run(body.trigger_id, JSON.stringify(body));
    await ack();
  });
  const address = (await receiver.start({ port: 0, host: "127.0.0.1" })).address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

const port = side === "ours" ? await startOurs() : await startBolt();
process.send?.({ port });
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system });
});
process.on("disconnect", () => process.exit());
