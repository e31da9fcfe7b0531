import { isRecord, record, string, strings } from "../json.ts";
import type { Json } from "../json.ts";
import { textsIn } from "./components.ts";
import type { Pinged, World } from "./world.ts";

export const nobody: Pinged = { users: [], roles: [], everyone: false };

/** Whom a text names. Code is not left out: Discord does not ping from it, but nobody should rely on that. */
function namedIn(world: World, texts: readonly string[]): Pinged {
  const all = texts.join("\n");
  const ids = (pattern: RegExp): readonly string[] => [
    ...new Set([...all.matchAll(pattern)].map(([, id = ""]) => id)),
  ];
  return {
    users: ids(/(?<!\\)<@!?(\d+)>/g).filter((id) => world.people.has(id) || id === world.app.applicationId),
    roles: ids(/(?<!\\)<@&(\d+)>/g).filter((id) => world.roles.has(id)),
    everyone: /(?<!\\)@(everyone|here)\b/.test(all),
  };
}

/** Whom a message pings: everybody it names, unless `allowed_mentions` says less. */
export function pingedBy(world: World, body: Json): Pinged {
  const components = Array.isArray(body["components"]) ? body["components"].filter(isRecord) : [];
  const named = namedIn(world, [string(body["content"]), ...textsIn(components)]);
  const allowed = body["allowed_mentions"];
  if (!isRecord(allowed)) return named;
  const parse = strings(allowed["parse"]);
  const [users, roles] = [strings(allowed["users"]), strings(allowed["roles"])];
  return {
    users: named.users.filter((id) => parse.includes("users") || users.includes(id)),
    roles: named.roles.filter((id) => parse.includes("roles") || roles.includes(id)),
    everyone: named.everyone && parse.includes("everyone"),
  };
}

/** Does the answer to a message ping its author? It does unless told not to. */
export const pingsAuthor = (body: Json): boolean =>
  record(body["allowed_mentions"])["replied_user"] !== false;
