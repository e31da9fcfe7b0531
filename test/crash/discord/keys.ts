import { containerId, nonceOf, partKey } from "#adapters/chat/discord/nonce.ts";
import type { TestDiscord } from "../../support/discord/discord.ts";
import type { ProjectEvidence } from "../evidence.ts";
import { replay } from "../replay.ts";

/** What a message of the bot was posted for, as its nonce says. */
export interface Named {
  /** The order; empty for what says no order's words. */
  readonly key: string;
  readonly name: string;
  /** Counted from 1; 0 for a file, null for the last one, whose number only the others tell. */
  readonly part: number | null;
}

/** More parts than a message can have, more status cards than come in an hour. */
const mostParts = 6;
const numbers = Array.from({ length: mostParts }, (_, i) => i);

/** Everything that may be posted for these projects, by nonce. */
export const namesFor = (
  discord: TestDiscord,
  projects: readonly ProjectEvidence[],
): ReadonlyMap<string, Named> =>
  new Map(
    projects
      .flatMap((one) => [...ordered(one), ...besides(discord, one)])
      .map((named) => [nonceOf(named.name), named]),
  );

/** The nonces of what may be posted as a part that is not the last one, for the orders of a project's first versions. */
export const earlyNonces = (project: string): ReadonlySet<string> =>
  new Set(
    Array.from({ length: mostVersions }, (_, version) =>
      numbers.flatMap((n) => [1, 2].map((part) => nonceOf(`${project}:${version + 1}:${n + 1}#${part}`))),
    ).flat(),
  );

const mostVersions = 250;

/** Is it marked as what it is, so that it can be found? */
export const isMarked = ({ name }: Named, marks: readonly number[]): boolean =>
  marks.length === 1 && marks[0] === containerId(name);

const ordered = (one: ProjectEvidence): readonly Named[] =>
  replay(one).ordered.flatMap(({ id, type }) => {
    if (type === "upload") return filesOf(id, id);
    return [
      ...namesOf(id).map((name, i) => ({ key: id, name, part: i === 0 ? null : i })),
      ...filesOf(id, `${id}#file`),
    ];
  });

const filesOf = (key: string, own: string): readonly Named[] =>
  namesOf(own).map((name) => ({ key, name, part: 0 }));

/** A key alone, and with the number of every part before the last one. */
const namesOf = (key: string): readonly string[] => [
  key,
  ...numbers.map((i) => partKey(key, i, mostParts + 1)),
];

/** The lines that tell a channel of what is said in a project's thread. */
export const linesFor = (one: ProjectEvidence): readonly string[] =>
  replay(one)
    .ordered.filter(
      (effect) => effect.type === "ask" || (effect.type === "post" && effect.message.announce === true),
    )
    .map(({ id }) => `${id}/announce`);

/** Lines in the channel about what was said in the thread, newer status cards, answers for one person alone. */
const besides = (discord: TestDiscord, one: ProjectEvidence): readonly Named[] => {
  const { thread } = one.row.chat;
  const cards = numbers.map((n) => `${thread ?? ""}/card/${n + 1}`);
  const answers = (thread === null ? [] : discord.messages(thread))
    .map(({ id }) => `answer ${id}`)
    .flatMap((answer) => [...namesOf(answer), ...namesOf(`${answer}/excuse`), `${answer}/refused`]);
  return [...cards, ...linesFor(one), ...answers].map((name) => ({ key: "", name, part: null }));
};
