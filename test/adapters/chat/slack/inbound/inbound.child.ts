import { createSlackInbound } from "#adapters/chat/slack/inbound.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { createInbox } from "#adapters/store/inbox.ts";
import { createNotes } from "#adapters/store/notes.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { notice } from "#src/project/notices.ts";
import { quietLog, unread } from "../../inbound-stage.ts";

/** The way in as a process of its own: it prints its port, then what it receives and whom it answers. `HANG`: it never gets further. */
const database = await openDatabase({ folder: process.argv[2] ?? "" });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const answered = async (): Promise<void> => say("answered");
const inbound = createSlackInbound({
  way: { type: "http", signingSecret: process.env["SECRET"] ?? "", port: 0, host: "127.0.0.1" },
  home: { teamId: "T000000001", enterpriseId: null, botId: "B0B0TARMY1", botUserId: "U0B0TARMY1" },
  inbox: createInbox(database, { chat: "slack" }),
  notes: createNotes(database, { chat: "slack" }),
  clock: systemClock,
  log: quietLog,
  call: async () => ({ ok: true, user: {}, usergroups: [] }),
  projectIn: async () => "p-abc234",
  threads: async () => [],
});
await inbound.start(
  async ({ id }) => {
    say(`received ${id}`);
    if (process.env["HANG"] !== undefined) await new Promise(() => undefined);
    return notice("done");
  },
  { ...unread, reply: answered, openForm: answered, publishHome: answered },
);
say(`port ${inbound.port()}`);
