/** `<…>` is markup that Slack made; a `<` that a person typed arrives as `&lt;`. */
const markup = /<([^<>]*)>/g;
const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/**
 * What a person typed, from Slack's escaped form. Mentions keep their ids (`@U123`, `@S123` for a user group) because settings
 * name people by them, channels show as `#name`, links as their address, or as CommonMark when they have a title.
 */
export const readText = (text: string): string =>
  text
    .replaceAll(markup, (_whole, inside: string) => readMarkup(inside))
    .replaceAll(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    .trim();

/** The same without the mention of the bot that it begins with. */
export const readAddressed = (text: string, botUserId: string): string => {
  const mention = new RegExp(`^\\s*<@${botUserId}(?:\\|[^<>]*)?>[\\s:,]*`);
  return readText(text.replace(mention, ""));
};

/** Is the bot named anywhere in it? */
export const namesBot = (text: string, botUserId: string): boolean =>
  text.includes(`<@${botUserId}>`) || text.includes(`<@${botUserId}|`);

const readMarkup = (inside: string): string => {
  const [target = "", label = ""] = splitOnce(inside, "|");
  if (target.startsWith("@")) return target;
  if (target.startsWith("#")) return label === "" ? target : `#${label}`;
  if (target.startsWith("!")) return readSpecial(target.slice(1), label);
  const address = target.replace(/^(?:mailto|tel):/, "");
  return label === "" || address.includes(label) ? address : `[${label}](${target})`;
};

/** `here`, `subteam^S123`, `date^1392734382^{date}^https://…`. */
const readSpecial = (command: string, label: string): string => {
  const [kind = "", id = ""] = command.split("^");
  if (kind === "subteam") return `@${id}`;
  if (label !== "") return label;
  return `@${kind}`;
};

const splitOnce = (text: string, at: string): readonly string[] => {
  const place = text.indexOf(at);
  return place === -1 ? [text] : [text.slice(0, place), text.slice(place + at.length)];
};
