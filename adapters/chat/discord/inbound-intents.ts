/** Gateway intents: docs.discord.com/developers/events/gateway#list-of-intents. */
const guilds = 1 << 0;
const guildMessages = 1 << 9;
/** Privileged: the app's Bot page has to allow it. */
const messageContent = 1 << 15;

/** What is asked of the gateway. Without the content, messages say something only where they name the bot or answer it. */
export const intentsFor = (intents: "full" | "minimal"): number =>
  intents === "full" ? guilds | guildMessages | messageContent : guilds | guildMessages;
