import { onTestFinished, expect, test } from "vitest";
import { checkDiscord } from "#adapters/chat/discord/check.ts";
import { installLink, permissionNumber } from "#adapters/chat/discord/permissions-needed.ts";
import { memoryNotes } from "../../../fakes/memory-inbox.ts";
import { startDiscord, type DiscordOptions, type TestDiscord } from "../../../support/discord/discord.ts";

type Change = Partial<Parameters<typeof checkDiscord>[0]>;

const started = async (options: DiscordOptions = {}): Promise<TestDiscord> => {
  const discord = await startDiscord(options);
  onTestFinished(() => discord.close());
  return discord;
};

const look = async ({ app, apiUrl }: TestDiscord, change: Change = {}): Promise<readonly string[]> => {
  const usual = { token: app.token, apiUrl, guildId: null, intents: "full", notes: null } as const;
  const found = await checkDiscord({ ...usual, ...change });
  return found.map(({ state, text }) => `${state} ${text}`);
};

/** Registers the commands as the first start does. */
const register = async ({ app, apiUrl }: TestDiscord): Promise<void> => {
  await fetch(`${apiUrl}/v10/applications/${app.applicationId}/commands`, {
    method: "PUT",
    headers: { authorization: `Bot ${app.token}`, "content-type": "application/json" },
    body: JSON.stringify([{ type: 1, name: "botarmy", description: "Projects" }]),
  });
};

const link =
  "https://discord.com/oauth2/authorize?client_id=100000000000000001&scope=bot+applications.commands&permissions=309237746688";

test("an app that is set up is told so, line by line", async () => {
  const discord = await started({ botPermissions: permissionNumber });
  await register(discord);
  expect(await look(discord)).toEqual([
    "ok Discord: signed in as @botarmy",
    "ok Discord: hears what is said in its threads (Message Content Intent is on)",
    "ok Discord: /botarmy is registered",
    "ok Discord: Swim club: can work in #general",
    "note Discord: nothing has come from Discord to this data folder yet",
  ]);
  expect(discord.refused()).toEqual([]);
});

test("without the message content it is said where to switch it on, unless nobody asks for it", async () => {
  const discord = await started({ privileged: { messageContent: false } });
  expect(await look(discord)).toContain(
    "wrong Discord: Message Content Intent is off: switch it on at https://discord.com/developers/applications/100000000000000001/bot, or set DISCORD_INTENTS=minimal",
  );
  const minimal = await look(discord, { intents: "minimal" });
  expect(minimal.filter((line) => line.startsWith("wrong"))).toEqual([]);
  expect(minimal).toContain(
    "ok Discord: hears commands, clicks and messages that name it (DISCORD_INTENTS=minimal)",
  );
});

test("commands that were never registered are a note, and a refused token the only line", async () => {
  const discord = await started();
  expect(await look(discord)).toContain(
    "note Discord: /botarmy is not registered yet; the first start does it",
  );
  expect(await look(discord, { token: "wrong" })).toEqual([
    expect.stringMatching(/^wrong Discord: .*DISCORD_BOT_TOKEN/),
  ]);
});

test("in no server, or not in the one that is configured, the link that mends it is shown", async () => {
  const alone = await started({ app: { isInvited: false } });
  expect(installLink(alone.app.applicationId, null)).toBe(link);
  expect(await look(alone)).toContain(`wrong Discord: not in any server yet; install it with ${link}`);
  const elsewhere = "999999999999999999";
  const discord = await started();
  const lines = (await look(discord, { guildId: elsewhere })).join("\n");
  expect(lines).toContain("Discord refused its commands: 50001. I am not on this server");
  expect(lines).not.toContain("channel");
  expect(lines).toContain(
    `wrong Discord: not in the server ${elsewhere} (DISCORD_GUILD_ID) yet; install it with ${link}&guild_id=${elsewhere}`,
  );
  expect((await look(discord, { guildId: discord.app.guildId })).join("\n")).toContain(
    "ok Discord: Swim club: can work in #general",
  );
});

test("channels that deny something are told with its name, those alike in one line", async () => {
  const discord = await started({ botPermissions: permissionNumber });
  discord.channel("300000000000000011", { name: "board", denied: ["viewChannel", "sendMessages"] });
  discord.channel("300000000000000012", { name: "secret", denied: ["viewChannel"] });
  discord.channel("300000000000000013", { name: "quiet", denied: ["createPublicThreads", "attachFiles"] });
  expect((await look(discord)).filter((line) => line.includes("Swim club"))).toEqual([
    "ok Discord: Swim club: can work in #general",
    "note Discord: Swim club: cannot work in #board, #secret: missing there is View Channel (Edit Channel → Permissions)",
    "note Discord: Swim club: cannot work in #quiet: missing there is Attach Files, Create Public Threads (Edit Channel → Permissions)",
  ]);
});

test("what the role lacks everywhere is told once, with the link that grants it", async () => {
  const discord = await started({ botPermissions: 0n });
  discord.role("everyone", { permissions: ["viewChannel", "sendMessages", "readHistory"] });
  expect((await look(discord)).filter((line) => line.includes("Swim club"))).toEqual([
    "wrong Discord: Swim club: can work in no text channel",
    `note Discord: Swim club: its role lacks Attach Files, Create Public Threads, Send Messages in Threads: open ${link}&guild_id=200000000000000001 again, or switch that on in Server Settings → Roles`,
  ]);
});

test("an administrator may do everything, whatever a channel says", async () => {
  const discord = await started({ botPermissions: 8n });
  discord.channel("300000000000000011", { name: "board", denied: ["viewChannel"] });
  expect(await look(discord)).toContain("ok Discord: Swim club: can work in #general, #board");
});

test("commands that go to an address instead of here are wrong", async () => {
  const discord = await started({ app: { interactionsUrl: "https://example.org/discord" } });
  expect((await look(discord)).join("\n")).toContain(
    "wrong Discord: commands and clicks are sent to https://example.org/discord, not here: empty Interactions Endpoint URL at https://discord.com/developers/applications/100000000000000001/information",
  );
});

test("what never came although other things did points to what makes it come", async () => {
  const notes = memoryNotes();
  await notes.put("seen:command", "1700000000000");
  const lines = await look(await started(), { notes });
  expect(lines).toContain("ok Discord: last slash command came 2023-11-14T22:13:20.000Z");
  expect(lines).toContain(
    "note Discord: no message (Bot → Message Content Intent) has ever come; if people use them, check that setting",
  );
});

test("a fault of Discord's is told as what was not to be seen", async () => {
  const discord = await started();
  discord.fault({ operation: "list_guild_channels", wrong: { status: 503 } });
  expect(await look(discord)).toContain(
    "wrong Discord: Swim club: Discord answered the server's channels with HTTP 503",
  );
});
