import type { Options } from "../support/discord/slash.ts";
import { records, string, type Json } from "../support/json.ts";

/** What a person fills into `/botarmy` to say these words: a subcommand with its options, or else `say`. */
export const slashOf = (
  commands: readonly Json[],
  words: string,
): { readonly path: string; readonly options: Options } => {
  const subcommands = commands.flatMap(({ options }) => records(options));
  const [path = "", ...rest] = words.split(" ");
  const found = subcommands.find(({ name }) => name === path);
  const said = { path: "say", options: { words } };
  if (found === undefined) return said;
  if (rest.length === 0) return { path, options: {} };
  const [option, another] = records(found["options"]).filter(({ type }) => type === stringType);
  if (path !== "start")
    return option === undefined || another !== undefined
      ? said
      : { path, options: { [string(option["name"])]: rest.join(" ") } };
  const [, flags = "", brief = ""] = /^((?:--\w+ \S+ ?)*)([\s\S]*)$/.exec(rest.join(" ")) ?? [];
  const given = [...flags.matchAll(/--(\w+) (\S+)/g)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  );
  const known = records(found["options"]).map(({ name }) => string(name));
  if (!given.every(([name]) => known.includes(name))) return said;
  return { path, options: { ...Object.fromEntries(given), ...(brief === "" ? {} : { brief }) } };
};

/** The type of an option that takes words. */
const stringType = 3;
