import type { Brief, Statement } from "./brief.ts";
import { people } from "./lexicon.ts";
import { isExample } from "./modality.ts";
import { withoutCode } from "./sentences.ts";
import { singular } from "./terms.ts";

/** Something concrete in the brief, with the first statement that says it. */
export interface Signal {
  readonly name: string;
  readonly statement: Statement;
}

/** Concrete things of a brief that designs, tests and checks hang on. */
export interface Signals {
  /** People and roles, most mentioned first. */
  readonly actors: readonly Signal[];
  /** `#/active`, `/h/:key`, `GET /things`. */
  readonly routes: readonly Signal[];
  /** What people or the page do: click, Enter, blur, reload. */
  readonly events: readonly Signal[];
  /** Numbers with their unit: `14 days`, `2 seconds`, `18 px`. */
  readonly limits: readonly Signal[];
  /** Names in backticks that are none of the above. */
  readonly identifiers: readonly Signal[];
}

const event =
  /\b(?:double-?click\w*|click\w*|press\w*|hover\w*|type[sd]?|typing|enter|escape|blur|focus(?:ed)?|scan\w*|tap\w*|swip\w*|drag\w*|drop(?:s|ped|ping)?|reload\w*|submit\w*|upload\w*|shak\w*|loaded)\b/gi;
const limit =
  /(?<![\w.#/-])(?:[€$£]\s?)?\d[\d.,]*(?:\s?[-–]\s?\d+)?(?:\s?(?:%|€|px|ms|kB|KB|MB|GB|km|kg|°C)|(?:st|nd|rd|th)\b|:\d\d|\s\p{L}[\p{L}-]+)(?!\w)/gu;
const wordNumber =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundred) (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|people|users?|times|items|copies|steps|levels|languages|names|flats|rooms|seats|pages|photos|euros|dollars)\b/giu;

/** Finds people, routes, events, limits and identifiers. */
export const signalsOf = (brief: Brief): Signals => {
  const statements = brief.statements.slice(0, 2_000);
  const rules = statements.filter((statement) => !isExample(statement.text));
  return {
    actors: actorsOf(statements),
    routes: collect(statements, (text) =>
      (text.match(/`(?:(?:GET|POST|PUT|PATCH|DELETE) )?#?!?\/[^`\s]*`/g) ?? [])
        .map(bare)
        .filter((route) => !/\.\w+$|^\/assets/.test(route)),
    ),
    events: collect(statements, (text) => (withoutCode(text).match(event) ?? []).map(eventName)),
    limits: collect(rules, (text) =>
      [...(withoutCode(text).match(limit) ?? []), ...(text.match(wordNumber) ?? [])].map((found) =>
        found.trim(),
      ),
    ).filter((signal) => /\p{L}|%|€|:/u.test(signal.name)),
    identifiers: collect(statements, (text) =>
      (text.match(/`[^`\s]{2,40}`/g) ?? []).map(bare).filter((name) => !/\/|\.\w{2,4}$/.test(name)),
    ),
  };
};

const bare = (text: string): string => text.slice(1, -1);

const collect = (
  statements: readonly Statement[],
  find: (text: string) => readonly string[],
): readonly Signal[] => {
  const found = new Map<string, Signal>();
  for (const statement of statements)
    for (const name of find(statement.text))
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), { name, statement });
  return [...found.values()].slice(0, 24);
};

const eventName = (found: string): string => {
  const lower = found.toLowerCase();
  if (lower.startsWith("double")) return "double-click";
  if (lower === "enter" || lower === "escape") return `${lower[0]?.toUpperCase() ?? ""}${lower.slice(1)}`;
  if (lower === "loaded") return "load";
  return lower
    .replace(/^(click|press|hover|scan|tap|swip|drag|drop|reload|submit|upload|shak|typ|focus).*$/, "$1")
    .replace(/^swip$/, "swipe")
    .replace(/^shak$/, "shake")
    .replace(/^typ$/, "type");
};

const isSubject = ({ name, statement }: Signal): boolean =>
  new RegExp(`^(?:an?|the|each|every)? ?${name}`, "i").test(statement.text);

/** Words that often mean a part of a machine; only a second mention makes them people. */
const twoFaced = new Set([
  "parent",
  "child",
  "client",
  "host",
  "agent",
  "editor",
  "viewer",
  "reader",
  "player",
  "driver",
  "worker",
  "recipient",
]);

const actorsOf = (statements: readonly Statement[]): readonly Signal[] => {
  const counts = new Map<string, { count: number; signal: Signal }>();
  for (const statement of statements)
    for (const word of withoutCode(statement.text)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []) {
      const name = singular(word);
      if (!people.has(name) || name === "account") continue;
      const before = counts.get(name);
      const leads = before === undefined || (!isSubject(before.signal) && isSubject({ name, statement }));
      counts.set(name, {
        count: (before?.count ?? 0) + 1,
        signal: leads ? { name, statement } : before.signal,
      });
    }
  return [...counts.values()]
    .filter(
      (entry) =>
        (entry.count > 1 || !twoFaced.has(entry.signal.name)) &&
        (entry.signal.name !== "person" || counts.size === 1),
    )
    .toSorted((a, b) => b.count - a.count)
    .map((entry) => entry.signal)
    .slice(0, 8);
};
