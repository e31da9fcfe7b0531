import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { allIn, childrenOf, interactiveIn, textsIn, types } from "./components.ts";
import { problem } from "./problems.ts";
import type { Problem } from "./problems.ts";

const mostComponents = 40;
const mostText = 4_000;
/** Found by others: a message of more is answered with 500 (discord/discord-api-docs#8554). */
const mostBytes = 10_170;
const bytesPerText = 12;
const mostMedia = 64;
const mostRows = 5;

/** What is wrong with the rows of a message without the flag for components. */
export const v1Problems = (components: readonly Json[]): readonly Problem[] => [
  ...(components.length > mostRows ? [problem("components", `Must be ${mostRows} or fewer in length.`)] : []),
  ...components.flatMap((component, n) =>
    component["type"] === types.row
      ? []
      : [problem(`components.${n}.type`, "this type needs the IS_COMPONENTS_V2 flag")],
  ),
  ...sharedProblems(components),
];

/** What is wrong with the components of a message that is made of them. */
export function v2Problems(components: readonly Json[]): readonly Problem[] {
  const all = allIn(components);
  const texts = textsIn(components);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + bytesPerText, 0);
  const media = all.reduce((sum, { items }) => sum + records(items).length, 0);
  return [
    ...(all.length > mostComponents
      ? [problem("components", `The message has ${all.length} of at most ${mostComponents} components`)]
      : []),
    ...(characters > mostText
      ? [problem("components", `The message has ${characters} of at most ${mostText} characters`)]
      : []),
    ...(bytes > mostBytes ? [breaks(`${bytes} bytes of text, where ${mostBytes} break Discord`)] : []),
    ...(media > mostMedia ? [breaks(`${media} pictures, where ${mostMedia} break Discord`)] : []),
    ...textProblems(texts),
    ...placeProblems(components, "components"),
    ...sharedProblems(components),
  ];
}

const breaks = (says: string): Problem => ({ at: "components", says, breaks: true });

const textProblems = (texts: readonly string[]): readonly Problem[] =>
  texts.some((text) => text.trim() === "") ? [problem("components", "a text without a word")] : [];

/** What may be inside what. */
function placeProblems(components: readonly Json[], at: string): readonly Problem[] {
  const top: readonly unknown[] = [
    types.row,
    types.section,
    types.text,
    types.gallery,
    types.file,
    types.separator,
    types.container,
  ];
  return components.flatMap((component, n) => {
    const here = `${at}.${n}`;
    const inner = records(component["components"]);
    const wrong = top.includes(component["type"]) ? [] : [problem(`${here}.type`, "can not stand here")];
    if (component["type"] !== types.container) return wrong;
    const nested = inner.some(({ type }) => type === types.container);
    return [
      ...(nested ? [problem(`${here}.components`, "a container in a container")] : []),
      ...placeProblems(inner, `${here}.components`),
    ];
  });
}

/** What holds in every message and modal: one id and custom_id each, and what rows, buttons and selects want. */
export function sharedProblems(components: readonly Json[]): readonly Problem[] {
  const ids = allIn(components)
    .map((component) => Number(component["id"] ?? 0))
    .filter((id) => id !== 0);
  const customIds = interactiveIn(components).map((component) => string(component["custom_id"]));
  return [
    ...repeated(ids).map((id) => problem("components", `Component id ${id} is duplicated`)),
    ...repeated(customIds).map((id) =>
      problem("components", `Component custom id ${id} cannot be duplicated`),
    ),
    ...each(components, "components"),
  ];
}

const repeated = <T>(all: readonly T[]): readonly T[] =>
  [...new Set(all)].filter((one) => all.indexOf(one) !== all.lastIndexOf(one));

const each = (components: readonly Json[], at: string): readonly Problem[] =>
  components.flatMap((component, n) => [
    ...own(component, `${at}.${n}`),
    ...each(childrenOf(component), `${at}.${n}.components`),
  ]);

function own(component: Json, at: string): readonly Problem[] {
  const { type } = component;
  if (type === types.row) return rowProblems(component, at);
  if (type === types.button) return buttonProblems(component, at);
  if (type === types.stringSelect) return selectProblems(component, at);
  return [];
}

function rowProblems(row: Json, at: string): readonly Problem[] {
  const inner = records(row["components"]);
  const buttons = inner.filter(({ type }) => type === types.button).length;
  if (inner.length === 0) return [problem(`${at}.components`, "an empty row")];
  if (buttons === inner.length && buttons <= 5) return [];
  if (buttons === 0 && inner.length === 1) return [];
  return [problem(`${at}.components`, "a row has up to five buttons or one select")];
}

const link = 5;

function buttonProblems(button: Json, at: string): readonly Problem[] {
  const { style, url, custom_id: customId, label, emoji } = button;
  const wants = style === link ? "url" : "custom_id";
  const has = { url: string(url) !== "", custom_id: string(customId) !== "" };
  return [
    ...(has[wants] ? [] : [problem(`${at}.${wants}`, "This field is required")]),
    ...(has.url && has.custom_id ? [problem(at, "A custom id and url cannot both be specified")] : []),
    ...(string(label) === "" && !isRecord(emoji) ? [problem(`${at}.label`, "a button without words")] : []),
  ];
}

function selectProblems(select: Json, at: string): readonly Problem[] {
  const options = records(select["options"]);
  const [least, most] = [Number(select["min_values"] ?? 1), Number(select["max_values"] ?? 1)];
  const values = options.map((option) => string(option["value"]));
  const chosen = options.filter((option) => record(option)["default"] === true).length;
  return [
    ...repeated(values).map((value) =>
      problem(`${at}.options`, `The specified option value ${value} is already used`),
    ),
    ...(least > most ? [problem(`${at}.min_values`, "more than max_values")] : []),
    ...(most > options.length ? [problem(`${at}.max_values`, "more than there are options")] : []),
    ...(chosen > most ? [problem(`${at}.options`, "more are chosen than may be")] : []),
  ];
}
