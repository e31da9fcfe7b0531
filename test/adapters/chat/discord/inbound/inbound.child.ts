import { createDiscordInbound } from "#adapters/chat/discord/inbound.ts";
import { createDiscordOutbound } from "#adapters/chat/discord/outbound.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { createInbox } from "#adapters/store/inbox.ts";
import { createNotes } from "#adapters/store/notes.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { notice } from "#src/project/notices.ts";
import { quietLog } from "../../inbound-stage.ts";

/** The way in as a process of its own: it prints what it receives, and how much it has kept. `HANG`: it never gets further. */
const { API: apiUrl = "", TOKEN: token = "", APP: applicationId = "", CHANNEL: channel = "" } = process.env;
const thread = process.env["THREAD"] ?? "";
const database = await openDatabase({ folder: process.argv[2] ?? "" });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const kept = {
  token,
  apiUrl,
  clock: systemClock,
  log: quietLog,
  inbox: createInbox(database, { chat: "discord" }),
  notes: createNotes(database, { chat: "discord" }),
};
const outbound = createDiscordOutbound({
  ...kept,
  applicationId,
  botUserId: applicationId,
  onFatal: () => undefined,
});
const inbound = createDiscordInbound({
  ...kept,
  home: { applicationId, botUserId: applicationId, guildId: null },
  intents: "full",
  call: outbound.call,
  projectIn: async (place) => (place.thread === thread ? "p-abc234" : undefined),
  threads: async () => [{ channel, thread }],
});
let told = 0;
setInterval(() => {
  const { taken } = inbound.health();
  if (taken > told) say(`taken ${taken}`);
  told = taken;
}, 10);
await inbound.start(async ({ id }) => {
  say(`received ${id}`);
  if (process.env["HANG"] !== undefined) await new Promise(() => undefined);
  return notice("done");
}, outbound);
say("ready");
