/** Only Discord makes these when somebody picks a name from its list; typed by hand they say the same. */
const mention = /<(@!?|@&|#)(\d{1,21})>/g;
const emoji = /<a?(:\w{2,32}:)\d{1,21}>/g;
const command = /<(\/[^<>:]{1,100}):\d{1,21}>/g;

/**
 * What a person typed. Mentions keep their ids (`@123`, `&456` for a role, `#789` for a channel) because settings name people by them;
 * emojis of a server show as `:name:`, commands as `/botarmy start`.
 */
export const readText = (text: string): string =>
  text
    .replaceAll(mention, (_whole, kind: string, id: string) => `${signs[kind] ?? "@"}${id}`)
    .replaceAll(emoji, "$1")
    .replaceAll(command, "$1")
    .trim();

const signs: Readonly<Record<string, string>> = { "@&": "&", "#": "#" };

/** The same without the mention of the bot, or of its role, that it begins with. */
export const readAddressed = (text: string, names: readonly string[]): string => {
  const [, id, rest = ""] = /^\s*<@[!&]?(\d{1,21})>[\s:,]*([\s\S]*)$/.exec(text) ?? [];
  return readText(id !== undefined && names.includes(id) ? rest : text);
};
