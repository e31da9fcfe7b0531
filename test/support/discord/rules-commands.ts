import { isRecord, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { problem } from "./problems.ts";
import type { Problem } from "./problems.ts";

const mostCharacters = 8_000;
const chatInput = 1;
/** Subcommand and subcommand group. */
const nesting: readonly unknown[] = [1, 2];
const name = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** What Discord has against an application command. */
export function commandProblems(command: Json): readonly Problem[] {
  if (Number(command["type"] ?? chatInput) !== chatInput) return menuProblems(command);
  const characters = words(command);
  return [
    ...namedProblems(command, ""),
    ...optionProblems(records(command["options"]), "options", 1),
    ...(characters > mostCharacters
      ? [problem("", `the command has ${characters} of at most ${mostCharacters} characters`)]
      : []),
  ];
}

const menuProblems = (command: Json): readonly Problem[] => [
  ...(string(command["description"]) === "" ? [] : [problem("description", "a menu entry has none")]),
  ...(records(command["options"]).length === 0 ? [] : [problem("options", "a menu entry has none")]),
];

/** Names, descriptions and values, of options too. */
function words(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, one) => sum + words(one), 0);
  if (!isRecord(part)) return 0;
  const { name: own, description, value, options, choices } = part;
  const here = [own, description, value].reduce((sum: number, text) => sum + string(text).length, 0);
  return here + words(options) + words(choices);
}

function namedProblems(part: Json, at: string): readonly Problem[] {
  const said = string(part["name"]);
  const good = name.test(said) && said === said.toLowerCase();
  const place = (key: string): string => (at === "" ? key : `${at}.${key}`);
  return [
    ...(good ? [] : [problem(place("name"), "Command name is invalid")]),
    ...(string(part["description"]) === "" ? [problem(place("description"), "This field is required")] : []),
  ];
}

function optionProblems(options: readonly Json[], at: string, depth: number): readonly Problem[] {
  const names = options.map((option) => string(option["name"]));
  const nested = options.filter(({ type }) => nesting.includes(type)).length;
  const firstOptional = options.findIndex(({ required }) => required !== true);
  const late = options.findIndex(
    ({ required }, n) => required === true && firstOptional !== -1 && n > firstOptional,
  );
  return [
    ...(new Set(names).size < names.length ? [problem(at, "Option names must be unique")] : []),
    ...(nested > 0 && nested < options.length
      ? [problem(at, "subcommands and options can not be mixed")]
      : []),
    ...(nested > 0 && depth > 2 ? [problem(at, "too deep")] : []),
    ...(late === -1
      ? []
      : [problem(`${at}.${late}`, "Required options must be placed before non-required options")]),
    ...options.flatMap((option, n) => [
      ...namedProblems(option, `${at}.${n}`),
      ...choiceProblems(option, `${at}.${n}`),
      ...optionProblems(records(option["options"]), `${at}.${n}.options`, depth + 1),
    ]),
  ];
}

function choiceProblems(option: Json, at: string): readonly Problem[] {
  const choices = records(option["choices"]);
  const names = choices.map((choice) => string(choice["name"]));
  return [
    ...(choices.length > 0 && option["autocomplete"] === true
      ? [problem(`${at}.choices`, "choices and autocomplete exclude each other")]
      : []),
    ...(new Set(names).size < names.length ? [problem(`${at}.choices`, "Choice names must be unique")] : []),
  ];
}
