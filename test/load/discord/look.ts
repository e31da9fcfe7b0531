import type { Call } from "../../support/discord/calls.ts";
import type { TestDiscord } from "../../support/discord/discord.ts";
import type { Post } from "../../support/discord/world.ts";
import type { Redrawn, Span } from "../measures.ts";
import type { Left, Posted } from "../platform.ts";
import { namesOf, type Named } from "./names.ts";

type Names = ReadonlyMap<string, Named>;

/** What the product did in a Discord for effects with these keys. */
export const look = (discord: TestDiscord, keys: readonly string[]): Left => {
  const names = namesOf(keys);
  return {
    posts: discord.posts.map((post) => postOf(post, names)),
    edits: discord.callsOf("update_message").flatMap(editOf),
    limited: discord
      .rateLimited()
      .map(({ operation, scope, at }) => ({ what: `${operation} (${scope})`, at })),
    calls: discord.calls.map(({ operation, at }) => ({ what: operation, at })),
    lines: linesIn(discord, names),
  };
};

/** A nonce is a name: Discord itself posts nothing twice under one while it remembers it, which is some minutes. */
const postOf = ({ id, nonce, answer, files, at }: Post, names: Names): Posted => {
  const named = names.get(nonce ?? "");
  return {
    id,
    key: named === undefined || named.is === "line" ? "" : named.key,
    name: answer ? "" : (nonce ?? ""),
    isLast: named?.is === "last part",
    hasFile: files.length > 0,
    at,
  };
};

const editOf = ({ path, at, doneAt, answered }: Call): readonly Redrawn[] =>
  answered === 200 ? [{ id: path["message_id"] ?? "", at, doneAt: doneAt ?? Infinity }] : [];

const linesIn = ({ posts }: TestDiscord, names: Names): readonly Span[] => {
  const named = posts.flatMap(({ nonce, at }) => {
    const name = names.get(nonce ?? "");
    return name === undefined ? [] : [{ ...name, at }];
  });
  const said = new Map(named.filter(({ is }) => is === "last part").map(({ key, at }) => [key, at]));
  return named
    .filter(({ is }) => is === "line")
    .map(({ key, at }) => ({ id: key, from: said.get(key) ?? at, to: at }));
};
