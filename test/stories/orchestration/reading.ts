import { isDeepStrictEqual } from "node:util";
import { advance } from "#src/project/advance.ts";
import type { Project } from "#src/project/project.ts";
import type { Parts } from "#src/runtime/parts.ts";
import type { Product } from "./product.ts";

/** What is not as it must be when a project is over; empty when all is well. */
export const troublesIn = async ({ parts, chat, when }: Product, id: string): Promise<readonly string[]> => {
  const row = await when(
    id,
    ({ status, outbox }) => ["completed", "cancelled"].includes(status) && outbox.length === 0,
  );
  const keys = chat.platform.said.map(({ key }) => key).filter((key) => key.startsWith(`${id}:`));
  const doubled = keys.filter((key, i) => keys.indexOf(key) !== i);
  const versions = await Promise.all(row.artifacts.map((artifact) => commitTrouble(parts, id, artifact)));
  const rebuilt = await rebuild(parts, row);
  return [
    ...doubled.map((key) => `${key} was said twice`),
    ...row.escalations.filter(({ state }) => state === "open").map(({ id: open }) => `${open} is open`),
    ...versions.flat(),
    ...(isDeepStrictEqual(rebuilt, row) ? [] : ["the command log gives another project"]),
    ...(row.reservedTokens === 0 ? [] : [`${row.reservedTokens} tokens are reserved`]),
  ];
};

const commitTrouble = async (
  { artifacts, bodies }: Parts,
  id: string,
  { path, version, commit, body }: Project["artifacts"][number],
): Promise<readonly string[]> => {
  if (commit === null) return [`${path} was not committed`];
  const history = await artifacts.history(id, path);
  if (history.length !== version)
    return [`${path} is version ${version} and was committed ${history.length} times`];
  return (await artifacts.read(id, path)) === (await bodies.get(body)) ? [] : [`${path} has other words`];
};

/** The row that the command log gives. It goes through JSON, as the stored one did. */
const rebuild = async ({ history }: Parts, row: Project): Promise<unknown> => {
  let project: Project | undefined;
  for await (const { version, command } of history.commands(row.id))
    if (version <= row.version) project = advance(project, command).project;
  return JSON.parse(JSON.stringify(project ?? null));
};
