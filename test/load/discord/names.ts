import { nonceOf } from "#adapters/chat/discord/nonce.ts";

/** What a message of the product was posted for, as its nonce says. */
export interface Named {
  readonly key: string;
  /** The last part of a message, another part or a file that belongs to it, or the line in the channel that tells of it. */
  readonly is: "last part" | "more of it" | "line";
}

/** More parts than a message can have. */
const mostParts = 6;

/** Everything that may be posted for effects with these keys, by nonce. */
export const namesOf = (keys: readonly string[]): ReadonlyMap<string, Named> =>
  new Map(
    keys.flatMap((key) => [
      named(key, { key, is: "last part" }),
      named(`${key}/announce`, { key, is: "line" }),
      ...[`${key}#file`, ...partsOf(key), ...partsOf(`${key}#file`)].map((name) =>
        named(name, { key, is: "more of it" }),
      ),
    ]),
  );

const partsOf = (key: string): readonly string[] =>
  Array.from({ length: mostParts }, (_, i) => `${key}#${i + 1}`);

const named = (name: string, what: Named): readonly [string, Named] => [nonceOf(name), what];
