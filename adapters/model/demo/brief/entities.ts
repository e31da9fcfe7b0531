import type { Brief, Statement } from "./brief.ts";
import { stopWords } from "./lexicon.ts";
import { nounsIn, type Term } from "./terms.ts";

/** Something the product keeps, with what is known of each one. */
export interface Entity {
  /** Singular: `loan`. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** The statement it was read from; null when the brief shows no fields and these are assumed. */
  readonly statement: Statement | null;
}

export interface Field {
  readonly name: string;
  /** A guess from the name: `text`, `yes/no`, `date`, `number`, `email`, `link`, `id`, `file`. */
  readonly type: string;
}

const has =
  /(?<!\p{L})(?:each|every|an?|the|one|all|jede[rs]?|eine?|chaque|cada)\s+((?:[\p{L}-]+ ){0,2}?[\p{L}-]+)\s+(?:hat|enthält|tiene|contient|has|have|contains?|includes?|consists? of|carries|records?|stores?|is described by|comes with)\s+(.{3,240}?)[.;:]?$/iu;
const keyed =
  /\b(?:keys?|fields?|columns?|attributes?|properties)\b[^`]{0,20}((?:`[\w-]+`(?:,?\s*(?:and\s+)?)?){2,})(?:.*?\bfor (?:each|every|an?|the) ([\p{L}-]+))?/iu;
const rowOf =
  /^`?([a-z][\w ]{1,24})`?: (?:text|string|number|date|boolean|integer|bool|datetime|time|file|email|yes\/no)\b/i;

/** Entities whose fields the brief lists, best known first; else the thing it talks about most, with assumed fields. */
export const entitiesOf = (brief: Brief, terms: readonly Term[]): readonly Entity[] => {
  const found = brief.statements
    .slice(0, 2_000)
    .flatMap((statement) => [...fromKeys(statement, terms), ...fromSentence(statement)]);
  const merged = new Map<string, Entity>();
  for (const entity of found) merged.set(entity.name, better(merged.get(entity.name), entity));
  const rows = fromRows(brief, terms);
  const all = [...merged.values(), ...rows].slice(0, 6);
  return all.length > 0 ? all : assumed(terms);
};

const better = (before: Entity | undefined, next: Entity): Entity =>
  before === undefined || next.fields.length > before.fields.length ? next : before;

const fromKeys = (statement: Statement, terms: readonly Term[]): readonly Entity[] => {
  const match = keyed.exec(statement.text);
  const names = (match?.[1] ?? "").match(/[\w-]+(?=`)/g) ?? [];
  const name = match?.[2] === undefined || match[2] === "item" ? terms[0]?.word : match[2].toLowerCase();
  return names.length < 2 || name === undefined ? [] : [{ name, fields: names.map(field), statement }];
};

const fromSentence = (statement: Statement): readonly Entity[] => {
  const match = has.exec(statement.text);
  const name = nameIn(match?.[0] ?? "", match?.[1] ?? "");
  const names = (match?.[2] ?? "")
    .replace(/\bin (?:days|hours|minutes|euros?|percent)\b/gi, "")
    .split(/,\s*(?:and\s+|or\s+)?|\s+(?:and|und|et|y)\s+/)
    .map((part) =>
      part.replace(/^(?:and|an?|the|its|their|one|optional(?:ly)?|eine?n?|une?|una?)\s+/i, "").trim(),
    )
    .map((part) =>
      part.replace(/\s+(?:which|that|who|by|for|of|on|when|with|so)\b.*$/i, "").replace(/[`"“”]/g, ""),
    );
  const good = names.filter(
    (part) =>
      part !== "" && part.split(" ").length <= 3 && !stopWords.has(part.toLowerCase()) && !/\d/.test(part),
  );
  return good.length >= 2 && good.length >= names.length - 1 && name !== ""
    ? [{ name, fields: good.map(field), statement }]
    : [];
};

const nameIn = (match: string, subject: string): string => {
  const last = lastWord(subject);
  const noun = nounsIn(subject).at(-1)?.word;
  if (noun !== undefined) return noun === last.toLowerCase() ? last : noun;
  return /^(?:each|every|jede|chaque|cada)/i.test(match) ? last : "";
};

const lastWord = (text: string): string => /[\p{L}-]+$/u.exec(text.trim())?.[0] ?? "";

const fromRows = (brief: Brief, terms: readonly Term[]): readonly Entity[] => {
  const rows = brief.statements
    .filter((statement) => statement.form !== "sentence" && rowOf.test(statement.text))
    .slice(0, 12);
  const first = rows[0];
  if (rows.length < 2 || first === undefined) return [];
  const name = nounsIn(first.section.title)[0]?.word ?? terms[0]?.word ?? "record";
  return [{ name, fields: rows.map((row) => field(rowOf.exec(row.text)?.[1] ?? "")), statement: first }];
};

const assumed = (terms: readonly Term[]): readonly Entity[] => {
  const name = terms[0]?.word;
  return name === undefined
    ? []
    : [{ name, fields: ["id", "title", "created at"].map(field), statement: null }];
};

const types: readonly (readonly [RegExp, string])[] = [
  [/^id$|_id$|\bid$/i, "id"],
  [/\b(?:completed|active|done|hidden|free|enabled|visible|paid|open|available|is|has)\b/i, "yes/no"],
  [/\b(?:date|time|day|due|until|deadline|birthday|at|since|start|end)$/i, "date"],
  [
    /\b(?:price|amount|count|number|quantity|age|size|weight|rating|score|total|longest|duration|distance|temperature|hours|minutes|servings|floor)\b/i,
    "number",
  ],
  [/\be-?mail\b/i, "email"],
  [/\b(?:photo|picture|image|file|attachment|logo|document)\b/i, "file"],
  [/\b(?:url|link|website)\b/i, "link"],
];

const field = (name: string): Field => ({
  name,
  type: types.find(([pattern]) => pattern.test(name))?.[1] ?? "text",
});
