import { once } from "node:events";
import module from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readChats } from "#src/config/chats.ts";
import { openDemo, openMachine, type Opened } from "#src/main.ts";
import { openDiscord } from "#src/main/discord.ts";
import { openSlack } from "#src/main/slack.ts";
import type { Chat } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import { createArmy } from "#src/runtime/army.ts";
import { onTheBill } from "../asked.ts";
import { isSpot } from "../deaths.ts";
import { note, readLines } from "../journal.ts";
import { dieAt, mortal, mortalMemory } from "../mortal.ts";
import { placesIn } from "../round.ts";
import { Handled } from "./did.ts";
import type { Row } from "./rows.ts";
import { readChatSetting } from "./setting.ts";
import { talkative } from "./talkative.ts";

/**
 * Run as a process of its own: `bot.child.ts FOLDER [SPOT NTH]`, with the chat's settings in the environment. It is the product on the
 * round's data folder, as `botarmy start` joins it with that chat, but for the scripted model. It writes one line for every saved row,
 * and ends with code 0 after SIGTERM, when everything is handled and told.
 */
const [folder = "", spot, nth] = process.argv.slice(2);
const places = placesIn(folder);
const setting = readChatSetting(folder);
const reach = isSpot(spot) ? dieAt(spot, Number(nth)) : () => undefined;

const fail = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
};
const failIn = (words: string): void => fail(new Error(words));

// The pipe ends with the suite: nobody is left behind.
process.stdin.resume().once("end", () => process.exit(1));

const { model, settings } = await openDemo({ ...setting, msPerStep: setting.msPerCall });

/** More than the 2 seconds after which people are told that their answer comes later. */
const slowMs = 2_300;
const isSlow = (): boolean =>
  setting.slowEvery > 0 && readLines(places.handled, Handled).length % setting.slowEvery === 0;

/** When what people did was handled: only then is known whether it came too late. */
const noting = ({ inbox, notes }: ReturnType<Opened["chatMemory"]>) => ({
  notes,
  inbox: {
    ...inbox,
    done: async (id: string) => {
      if (isSlow()) await sleep(slowMs);
      note(places.handled, { id, at: Date.now() } satisfies Handled);
      await inbox.done(id);
    },
  },
});

const hooks = {
  onFatal: failIn,
  onWait: failIn,
  onReady: () => undefined,
  signal: new AbortController().signal,
};

const openChat = async (opened: Opened): Promise<Chat> => {
  const { slack, discord } = readChats(process.env);
  if (setting.chat === "slack" && slack !== null) return await openSlack(slack, opened, hooks);
  if (setting.chat === "discord" && discord !== null) return await openDiscord(discord, opened, hooks);
  throw new Error(`${setting.chat} is not set up`);
};

const memory = Promise.withResolvers<ReturnType<Opened["chatMemory"]>>();
const chatOn = async (opened: Opened): Promise<readonly Chat[]> => {
  const kept = mortalMemory(noting(opened.chatMemory(setting.chat)), reach);
  memory.resolve(kept);
  return [await openChat({ ...opened, chatMemory: () => kept })];
};

const machine = await openMachine({
  data: places.data,
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  logLevel: "info",
  defaults: { workflow: "sdlc", mode: "scripted", settings: { ...settings, approvers: ["anyone"] } },
  model: () => model,
  warn: failIn,
  chats: chatOn,
});
const bill = onTheBill(talkative(model, setting.longer), machine.parts.calls, places.asked);
const parts = mortal({ ...machine.parts, model: bill }, reach);
const rows = new Map<string, Row>();

const tell = ({ id, version, status, outbox }: Project): void => {
  const row: Row = { id, version, status, outbox: outbox.length };
  rows.set(id, row);
  process.stdout.write(`${JSON.stringify(row)}\n`);
};

const army = createArmy(parts, { broken: fail, saved: tell });
await army.start();
// Killed processes keep no cache by themselves; with it the next one starts in half the time.
module.flushCompileCache();
for (const id of await parts.store.ids()) {
  const row = await parts.store.load(id);
  if (row !== undefined && !rows.has(id)) tell(row);
}
await once(process, "SIGTERM");
const { inbox } = await memory.promise;
while ((await inbox.open()).length > 0 || [...rows.values()].some(({ outbox }) => outbox > 0))
  await sleep(50);
await army.stop();
await machine.close();
process.exit(0);
