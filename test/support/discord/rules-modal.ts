import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { types } from "./components.ts";
import { problem } from "./problems.ts";
import type { Problem } from "./problems.ts";
import { sharedProblems } from "./rules-components.ts";

/** Documented; the OpenAPI document says 40. */
const mostInModal = 5;

const fields: readonly unknown[] = [
  types.textInput,
  types.stringSelect,
  types.userSelect,
  types.roleSelect,
  types.mentionableSelect,
  types.channelSelect,
  types.fileUpload,
  types.radios,
  types.checkboxes,
  types.checkbox,
];

/** What Discord has against a modal. */
export function modalProblems(modal: Json): readonly Problem[] {
  const components = records(modal["components"]);
  const most = mostInModal;
  return [
    ...(components.length < 1 || components.length > most
      ? [problem("data.components", `Must be between 1 and ${most} in length.`)]
      : []),
    ...sharedProblems(components),
    ...components.flatMap((component, n) => partProblems(component, `data.components.${n}`)),
  ];
}

function partProblems(part: Json, at: string): readonly Problem[] {
  if (part["type"] === types.text) return [];
  if (part["type"] === types.row) return [problem(at, "rows in modals are deprecated: use a label")];
  if (part["type"] !== types.label) return [problem(`${at}.type`, "can not stand in a modal")];
  const field = record(part["component"]);
  if (!fields.includes(field["type"])) return [problem(`${at}.component`, "is no field")];
  return fieldProblems(field, `${at}.component`);
}

function fieldProblems(field: Json, at: string): readonly Problem[] {
  const number = (name: string, otherwise: number): number => Number(field[name] ?? otherwise);
  if (field["type"] === types.textInput) {
    const value = string(field["value"]);
    const [least, most] = [number("min_length", 0), number("max_length", 4_000)];
    return [
      ...(string(field["label"]) === "" ? [] : [problem(`${at}.label`, "is not allowed inside a label")]),
      ...(least > most ? [problem(`${at}.min_length`, "more than max_length")] : []),
      ...(value !== "" && (value.length > most || value.length < least)
        ? [problem(`${at}.value`, "is too long or too short")]
        : []),
    ];
  }
  const [least, most] = [
    number("min_values", 1),
    number("max_values", field["type"] === types.checkboxes ? 10 : 1),
  ];
  const required = field["required"] !== false;
  return [
    ...(least > most ? [problem(`${at}.min_values`, "more than max_values")] : []),
    ...(required && least === 0 && field["type"] !== types.checkbox
      ? [problem(`${at}.required`, "a required field needs min_values of 1 or more")]
      : []),
    ...(field["disabled"] === true ? [problem(`${at}.disabled`, "not in a modal")] : []),
    ...(field["type"] === types.radios ? radioProblems(field, at) : []),
  ];
}

const radioProblems = (field: Json, at: string): readonly Problem[] =>
  records(field["options"]).filter((option) => option["default"] === true).length > 1
    ? [problem(`${at}.options`, "more than one is chosen")]
    : [];
