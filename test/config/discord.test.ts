import { expect, test } from "vitest";
import { chatSecrets, readChats } from "#src/config/chats.ts";
import { readDiscord } from "#src/config/discord.ts";

test("without a token there is no Discord, whatever else is set", () => {
  expect(readDiscord({})).toBeNull();
  expect(readDiscord({ DISCORD_BOT_TOKEN: " ", DISCORD_INTENTS: "minimal" })).toBeNull();
});

test("a token alone means every server and all messages", () => {
  const discord = readDiscord({ DISCORD_BOT_TOKEN: "abc.def" });
  expect(discord).toMatchObject({ intents: "full", guildId: null, apiUrl: null });
  expect(discord?.botToken.reveal()).toBe("abc.def");
  expect(JSON.stringify(discord)).not.toContain("abc.def");
});

test("a token may be pasted with the word before it, an address with a slash behind it", () => {
  const env = {
    DISCORD_BOT_TOKEN: " Bot abc.def\n",
    DISCORD_API_URL: "http://localhost:1/api/",
    DISCORD_INTENTS: "minimal",
    DISCORD_GUILD_ID: "200000000000000001",
  };
  const discord = readDiscord(env);
  expect(discord?.botToken.reveal()).toBe("abc.def");
  expect(discord).toMatchObject({
    apiUrl: "http://localhost:1/api",
    intents: "minimal",
    guildId: "200000000000000001",
  });
});

test.each([
  [
    { DISCORD_BOT_TOKEN: "abc def" },
    /DISCORD_BOT_TOKEN must be the token from the developer portal's page Bot/,
  ],
  [{ DISCORD_BOT_TOKEN: "a", DISCORD_INTENTS: "all" }, /DISCORD_INTENTS is all; it can be full or minimal/],
  [
    { DISCORD_BOT_TOKEN: "a", DISCORD_GUILD_ID: "Swim club" },
    /DISCORD_GUILD_ID is no server's id: .+copy its id/,
  ],
  [
    { DISCORD_BOT_TOKEN: "a", DISCORD_INTENTS: "no", DISCORD_API_URL: "here" },
    /^Discord is set up wrongly: DISCORD_INTENTS .+; DISCORD_API_URL is no address$/,
  ],
])("%o is refused with what to do", (env, words) => {
  expect(() => readDiscord(env)).toThrow(words);
});

test("both platforms may be set up at once, and the secrets of both are known to the scrubber", () => {
  const slack = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
  const both = readChats({ ...slack, DISCORD_BOT_TOKEN: "abc" });
  expect(both).toMatchObject({ slack: { way: { type: "socket" } }, discord: { intents: "full" } });
  expect(chatSecrets(both)).toEqual(["xoxb-1", "xapp-1", "abc"]);
  expect(readChats({})).toEqual({ slack: null, discord: null });
});
