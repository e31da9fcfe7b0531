import type { World } from "./world.ts";

/** What somebody reads where Discord's Markdown stands: marks gone, mentions by name, links with where they lead. */
export function read(world: World, text: string): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, n) => (n % 2 === 1 ? part : readLine(world, part)))
    .join("");
}

/** One of Discord's marks, in the order in which they win. */
const mark = new RegExp(
  [
    String.raw`\\([^\p{L}\p{N}\s])`,
    String.raw`<@!?(\d+)>`,
    String.raw`<@&(\d+)>`,
    String.raw`<#(\d+)>`,
    String.raw`<t:(-?\d+)(?::[a-zA-Z])?>`,
    String.raw`<\/([^:>]+):\d+>`,
    String.raw`<(https?:\/\/[^>\s]+)>`,
    String.raw`\[([^\]\n]+)\]\(<?(https?:\/\/[^)\s>]+)>?\)`,
    String.raw`\*\*([^\n]+?)\*\*`,
    String.raw`__([^\n]+?)__`,
    String.raw`~~([^\n]+?)~~`,
    String.raw`\|\|([^\n]+?)\|\|`,
    String.raw`\*(?!\s)([^*\n]+?)(?<!\s)\*`,
    String.raw`(?<!\w)_(?!\s)([^_\n]+?)(?<!\s)_(?!\w)`,
    String.raw`(?<=^|\n)-# `,
  ].join("|"),
  "gu",
);

function readLine(world: World, text: string): string {
  return text.replaceAll(mark, (_all, ...groups: readonly unknown[]) => {
    const [escaped, user, role, channel, time, command, address, words, target, ...styled] = groups
      .slice(0, 15)
      .map((group) => (typeof group === "string" ? group : undefined));
    if (escaped !== undefined) return escaped;
    if (user !== undefined) return `@${nameOf(world, user)}`;
    if (role !== undefined) return `@${world.roles.get(role)?.name ?? "unknown-role"}`;
    if (channel !== undefined) return `#${world.channels.get(channel)?.name ?? "unknown"}`;
    if (time !== undefined) return new Date(Number(time) * 1000).toISOString();
    if (command !== undefined) return `/${command}`;
    if (address !== undefined) return address;
    if (words !== undefined) return `${readLine(world, words)} (${target ?? ""})`;
    const inner = styled.slice(0, 6).find((one) => one !== undefined);
    return inner === undefined ? "" : readLine(world, inner);
  });
}

export const nameOf = (world: World, id: string): string =>
  id === world.app.applicationId ? world.app.name : (world.people.get(id)?.name ?? "unknown-user");
