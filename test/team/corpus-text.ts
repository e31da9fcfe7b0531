import type { SourceText } from "#src/team/source.ts";
import type { Broken } from "./corpus.ts";

/** A good file as text: which of its lines are YAML (`from` and up to `to`, counted from 0). */
export interface GoodText {
  readonly file: SourceText;
  readonly from: number;
  readonly to: number;
}

type Damage = readonly [what: string, hits: RegExp, change: (line: string) => string];

/** What slips of the keyboard and tricks do to a line, and to which lines they always do harm. */
const damages: readonly Damage[] = [
  ["begins with a tab", /\S/, (line) => `\t${line}`],
  ["has a tab in it", /: \S/, (line) => line.replace(": ", ":\t")],
  ["has a control character", /: \S/, (line) => line.replace(": ", ": \u0001")],
  ["has a NUL", /\S/, (line) => `${line}\0`],
  ["lost its colon", /^\s*\w+: \S[^:{[]*$/, (line) => line.replace(":", "")],
  ["opens a quote", /^\s*\w+: [\w-]+$/, (line) => line.replace(": ", ': "')],
  ["opens a bracket", /^\s*\w+: [\w-]+$/, (line) => line.replace(": ", ": [")],
  ["opens a brace", /^\s*\w+: [\w-]+$/, (line) => line.replace(": ", ": {")],
  ["closes a bracket that is not open", /^\s*\w+: [\w-]+$/, (line) => line.replace(": ", ": ]")],
  ["has an anchor", /^\s*\w+: \S/, (line) => line.replace(": ", ": &a ")],
  ["has an alias", /^\s*\w+: [\w-]+$/, (line) => line.replace(/: .*/, ": *a")],
  ["has a tag", /^\s*\w+: \S/, (line) => line.replace(": ", ": !!binary ")],
  ["has a tag of its own", /^\s*\w+: \S/, (line) => line.replace(": ", ": !code ")],
  ["has a colon in its text", /^\s*\w+: [\w-]+$/, (line) => `${line}: more`],
  ["has something after a quote", /^\s*\w+: [\w-]+$/, (line) => line.replace(/: (.*)/, ': "$1" more')],
  ["begins with an at sign", /^\s*\w+: [\w-]+$/, (line) => line.replace(": ", ": @")],
  ["begins with a percent sign", /^\s*\w+: [\w-]+$/, (line) => line.replace(": ", ": %")],
  ["has a backslash in double quotes", /^\s*\w+: [\w-]+$/, (line) => line.replace(/: (.*)/, ': "\\q$1"')],
  ["is there twice", /^\s*\w+: \S/, (line) => `${line}\n${line}`],
  [
    "has a key merged into it",
    /^\s*\w+: [\w-]+$/,
    (line) => `${line}\n${/^\s*/.exec(line)?.[0] ?? ""}<<: { a: 1 }`,
  ],
  [
    "has a key called __proto__ below",
    /^\s*\w+: [\w-]+$/,
    (line) => `${line}\n${/^\s*/.exec(line)?.[0] ?? ""}__proto__: { a: 1 }`,
  ],
  ["is followed by another document", /^\s*\w+: [\w-]+$/, (line) => `${line}\n--- x`],
  ["is a merge conflict", /^\s*\w+: \S/, (line) => `<<<<<<< ours\n${line}\n=======\n${line}\n>>>>>>> theirs`],
];

/** The YAML lines of a file, each with every `every`th damage that does harm to such a line. */
export function brokenLines({ file, from, to }: GoodText, every: number): readonly Broken[] {
  const lines = file.text.split("\n");
  return lines.slice(from, to).flatMap((line, index) =>
    damages
      .filter(([, hits], turn) => hits.test(line) && (index + turn) % every === 0)
      .map(([what, , change]) => ({
        what: `line ${from + index + 1} ${what}`,
        file: { ...file, text: lines.with(from + index, change(line)).join("\n") },
      })),
  );
}

/** Files that are huge, deep or nothing at all. `wrap` puts YAML where the file has it. */
export function brokenWholes(file: SourceText, wrap: (yaml: string) => string): readonly Broken[] {
  const texts: readonly (readonly [what: string, yaml: string])[] = [
    ["nothing", ""],
    ["spaces", "   \n\n"],
    ["a comment", "# nothing\n"],
    ["a text", "just some text\n"],
    ["a list", "- a\n- b\n"],
    ["a number", "42\n"],
    ["null", "null\n"],
    ["JSON that ends early", '{"name": "demo", "stages": [{'],
    ["a web page", "<!doctype html>\n<html></html>\n"],
    ["half a surrogate pair", "name: \ud83d\n"],
    ["UTF-16", "n\0a\0m\0e\0:\0 \0x\0"],
    ["a megabyte", `name: ${"a".repeat(1_048_576)}\n`],
    ["twenty thousand keys", Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join("")],
    ["a thousand brackets", "[".repeat(1_000)],
    ["a thousand braces", "{a: ".repeat(1_000)],
    ["a thousand dashes", "- ".repeat(1_000)],
    ["a thousand questions", "? ".repeat(1_000)],
    ["a staircase", Array.from({ length: 400 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
    ["a bomb of aliases", 'a: &a ["x","x"]\nb: &b [*a,*a]\nc: [*b,*b]\n'],
    ["an include", "!include other.yml\n"],
    ["a directive", "%YAML 1.1\n---\nname: demo\n"],
    ["a key that is a list", "? [a, b]\n: c\n"],
    ["two documents", "name: demo\n---\nname: demo\n"],
  ];
  return texts.map(([what, yaml]) => ({ what: `is ${what}`, file: { ...file, text: wrap(yaml) } }));
}
