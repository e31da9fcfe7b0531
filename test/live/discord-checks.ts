import { randomUUID } from "node:crypto";
import { openDiscordChat, type DiscordChat } from "#adapters/chat/discord/discord.ts";
import { createDiscordOutbound, type DiscordOutbound } from "#adapters/chat/discord/outbound.ts";
import type { Clock, Log, Place } from "#src/ports.ts";
import { memoryInbox, memoryNotes } from "../fakes/memory-inbox.ts";
import { messagesOfAllKinds, say } from "./blocks.ts";
import { must, saw, type Checking } from "./checking.ts";
import { createRaw, mustSay, type Raw } from "./discord-raw.ts";

export interface LiveDiscord {
  readonly token: string;
  /** Ending in `/api`; null for Discord's own. */
  readonly apiUrl: string | null;
  readonly guild: string;
  /** Null: the first text channel that can be written to. */
  readonly channel: string | null;
  readonly clock: Clock;
}

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Everything that can be tried on a server of Discord without a person. */
export const checkDiscordLive = async (live: LiveDiscord, checking: Checking): Promise<void> => {
  const chat = await checking.check("the bot signs in", async () => {
    const signedIn = await open(live);
    return { words: `as @${signedIn.identity.botName}`, value: signedIn };
  });
  if (chat === undefined) return;
  const other = otherProcess(live, chat);
  const around: Around = { live, chat, other, raw: createRaw(other), checking };
  try {
    const before = await checkGateway(around);
    const place = await checkThread(around);
    if (place !== undefined) await checkTalk(around, place);
    await cleanUp(around, { place, hadCommands: before?.hadCommands ?? true });
  } finally {
    await chat.close();
    await other.close();
  }
  checking.skip("clicks, forms, slash commands and mentions", "they need a person");
};

interface Around {
  readonly live: LiveDiscord;
  readonly chat: DiscordChat;
  /** Knows nothing of what the first one did. */
  readonly other: DiscordOutbound;
  readonly raw: Raw;
  readonly checking: Checking;
}

const open = ({ token, apiUrl, guild, clock }: LiveDiscord): Promise<DiscordChat> =>
  openDiscordChat({
    token,
    apiUrl,
    guildId: guild,
    intents: "minimal",
    inbox: memoryInbox(),
    notes: memoryNotes(),
    clock,
    log: quiet,
    signal: AbortSignal.timeout(30_000),
    onWait: () => undefined,
    onFatal: () => undefined,
    projectIn: async () => undefined,
    threads: async () => [],
    suggest: async () => [],
  });

const otherProcess = ({ token, apiUrl, clock }: LiveDiscord, { identity }: DiscordChat): DiscordOutbound =>
  createDiscordOutbound({
    ...identity,
    ...(apiUrl === null ? {} : { apiUrl }),
    token,
    clock,
    notes: memoryNotes(),
    log: quiet,
    onFatal: () => undefined,
  });

const lookEveryMs = 250;
const lookMs = 30_000;

/** Resolves once it holds. */
const soon = async (holds: () => Promise<boolean> | boolean, otherwise: string): Promise<void> => {
  const end = Date.now() + lookMs;
  while (!(await holds())) {
    must(Date.now() < end, otherwise);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};

/** Whether the server had commands of its own before; undefined when nobody could tell. */
const checkGateway = async ({ live, chat, raw, checking }: Around) => {
  const names = (): Promise<readonly string[]> => raw.commands(chat.identity.applicationId, live.guild);
  const before = await checking.check("the gateway connects", async () => {
    const hadCommands = (await names()).length > 0;
    await chat.listen(async () => null);
    await soon(() => chat.health().connected, "it did not connect");
    return { words: "ready", value: { hadCommands } };
  });
  await checking.check("the commands are registered", async () => {
    await soon(async () => (await names()).includes("botarmy"), "there is no /botarmy");
    return saw((await names()).join(", "));
  });
  return before;
};

const cleanUp = async (
  { live, chat, raw, checking }: Around,
  left: { readonly place: Place | undefined; readonly hadCommands: boolean },
): Promise<void> => {
  const { place, hadCommands } = left;
  await checking.check("everything is cleaned up", async () => {
    // The bot may serve all servers with commands for all: people would see them twice.
    if (!hadCommands) await raw.removeCommands(chat.identity.applicationId, live.guild);
    if (place === undefined) return saw("there was no thread");
    const thread = await raw.removeThread(place.thread);
    await raw.removeMessage(place.channel, place.thread);
    return saw(`the thread is ${thread}`);
  });
};

/** Opens a thread in the channel, or in the first one where that works. */
const checkThread = async ({ live, chat, raw, checking }: Around): Promise<Place | undefined> =>
  await checking.check("a thread opens", async () => {
    const channels =
      live.channel === null ? (await raw.textChannels(live.guild)).map(({ id }) => id) : [live.channel];
    must(channels.length > 0, "the server has no text channel");
    let refused = "";
    for (const channel of channels) {
      try {
        const key = `live:${randomUUID()}`;
        const root = await chat.openThread(
          channel,
          key,
          say("status", [{ type: "heading", text: "BotArmy tries itself out" }]),
        );
        must((await raw.channel(root.thread)).parent_id === channel, "the thread is in another channel");
        mustSay(await raw.message(channel, root.thread), "BotArmy tries itself out");
        return { words: `in channel ${channel}`, value: { channel, thread: root.thread } };
      } catch (error) {
        refused = error instanceof Error ? error.message : String(error);
      }
    }
    throw new Error(refused);
  });

const checkTalk = async (around: Around, place: Place): Promise<void> => {
  await checkBlocks(around, place);
  await checkOnce(around, place);
  await checkFiles(around, place);
};

const checkBlocks = async ({ chat, raw, checking }: Around, place: Place): Promise<void> => {
  for (const { message, words } of messagesOfAllKinds())
    await checking.check(`a message of kind ${message.kind} is shown`, async () => {
      const { id } = await chat.post(place, `live:${randomUUID()}`, message);
      const shown = await raw.message(place.thread, id);
      mustSay(shown, words);
      must(!shown.mention_everyone && shown.mentions.length === 0, "it notified somebody");
      return saw(message.blocks.map(({ type }) => type).join(", "));
    });
  await checking.check("a message is edited", async () => {
    const post = await chat.post(
      place,
      `live:${randomUUID()}`,
      say("notice", [{ type: "prose", text: "before" }]),
    );
    await chat.edit(place, post.id, say("notice", [{ type: "prose", text: "after" }]));
    mustSay(await raw.message(place.thread, post.id), "after");
    return saw("before, after");
  });
};

const checkOnce = async ({ chat, other, raw, checking }: Around, place: Place): Promise<void> => {
  const key = `live:${randomUUID()}`;
  const message = say("notice", [{ type: "prose", text: `once ${key}` }]);
  const first = await checking.check(
    "a message is found by its key, by somebody who never got the answer",
    async () => {
      const { id } = await chat.post(place, key, message);
      const found = await other.find(place.channel, place.thread, key);
      must(found?.id === id, "it was not found: does Discord keep the ids of containers?");
      return { words: id, value: id };
    },
  );
  await checking.check("a message that is posted again under its key is there once", async () => {
    const again = await other.post(place, key, message);
    const there = (await raw.messages(place.thread)).filter(({ components }) =>
      JSON.stringify(components).includes(key),
    );
    must(there.length === 1, `it is there ${there.length} times: does Discord heed enforce_nonce?`);
    must(again.id === first || first === undefined, "the second answer names another message");
    return saw("one message");
  });
};

const checkFiles = async ({ chat, other, raw, checking }: Around, place: Place): Promise<void> => {
  const key = `live:${randomUUID()}`;
  const text = `# ${key}\n`;
  await checking.check("a file is uploaded, found by its key, and read again", async () => {
    const { id } = await chat.upload(place, key, { path: "docs/live.md", version: 1, text });
    must((await other.find(place.channel, place.thread, key))?.id === id, "it was not found by its key");
    const [file] = (await raw.message(place.thread, id)).attachments;
    must(file?.filename === "live.md", "the message has no such file");
    const bytes = await other.fetch(
      `${place.thread}/${id}/${file?.id ?? ""}`,
      1_000_000,
      AbortSignal.timeout(30_000),
    );
    must(Buffer.from(bytes).toString("utf8") === text, "it has other bytes");
    return saw(`${bytes.length} bytes`);
  });
  await checking.check("a message that is too long comes whole", async () => {
    const long = Array.from({ length: 900 }, (_, n) => `Sentence ${n + 1} of many.`).join("\n\n");
    const { id } = await chat.post(
      place,
      `live:${randomUUID()}`,
      say("notice", [{ type: "prose", text: long.slice(0, 19_000) }]),
    );
    const files = (await raw.messages(place.thread)).flatMap(({ attachments }) => attachments);
    return saw(`message ${id}, ${files.length} files in the thread`);
  });
};
