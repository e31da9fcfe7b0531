import type { Field } from "#src/project/form.ts";
import { cleaned, oneLine } from "../clean.ts";
import { shortened } from "../split.ts";
import type { DiscordLimits } from "./limits.ts";
import { labelled } from "./modal-inputs.ts";
import type { Label } from "./modal-wire.ts";

/** Room that is left to write in; above it fields begin empty. */
const roomToWrite = 2_000;

/** Longest line that names a field: ten of them leave room to write. */
const longestName = 190;

/** What stands between a field's name and its answer. */
const arrow = "→";

/** Several fields as one text (`j|{first field's id}`): a line names each, and the answer stands behind or below it. */
export const joinedLabel = (fields: readonly Field[], above: string, limits: DiscordLimits): Label => {
  const names = fields.map(nameLine);
  const filled = fields.map((field, i) => `${names[i] ?? ""}\n${initialOf(field)}\n`).join("\n");
  const empty = names.map((name) => `${name}\n\n`).join("\n");
  const isFilled = filled.length <= limits.modal.text - roomToWrite;
  return {
    ...labelled(
      fields.map(({ label }) => oneLine(label)).join(", "),
      above || "Write below each line; leave the lines as they are",
      limits,
    ),
    component: {
      type: 4,
      custom_id: `j|${fields[0]?.id ?? ""}`,
      style: 2,
      required: fields.some((field) => !field.optional),
      max_length: limits.modal.text,
      value: isFilled ? filled : empty,
    },
  };
};

/** Several fields for files as one, `v|{first field's id}`, which has them all. */
export const filesLabel = (
  fields: readonly Extract<Field, { type: "files" }>[],
  above: string,
  limits: DiscordLimits,
): Label => {
  const optional = fields.every((field) => field.optional);
  const most = fields.reduce((sum, field) => sum + field.most, 0);
  return {
    ...labelled(fields.map(({ label }) => oneLine(label)).join(", "), above, limits),
    component: {
      type: 19,
      custom_id: `v|${fields[0]?.id ?? ""}`,
      required: !optional,
      min_values: optional ? 0 : 1,
      max_values: Math.min(most, limits.modal.files),
    },
  };
};

/** The answers in a joined text. What stands before all lines that name a field belongs to the first. */
export const readJoined = (first: string, text: string): Readonly<Record<string, readonly string[]>> => {
  const values: Record<string, readonly string[]> = {};
  // Each name is followed by its answer.
  const [before = "", ...rest] = text.split(/^\[([^\]\n]{1,41})\][^→\n]*→/m);
  const add = (name: string, answer: string): void => {
    const words = answer.trim();
    const id = name.replace(/^@/, "");
    const said = name.startsWith("@") ? (words.match(/\d{15,21}/g) ?? []) : words === "" ? [] : [words];
    values[id] = [...(values[id] ?? []), ...said];
  };
  add(first, before);
  for (let i = 0; i < rest.length; i += 2) add(rest[i] ?? "", rest[i + 1] ?? "");
  return values;
};

/** `[q5] q5: Which database? (Postgres / SQLite) →`; an `@` says that people are asked for. */
const nameLine = (field: Field): string => {
  const more = wordsOf(field);
  const about = `${oneLine(field.label)}${more === "" ? "" : ` (${more})`}`.replaceAll(arrow, "-");
  return `[${field.type === "people" ? "@" : ""}${field.id}] ${shortened(about, longestName)} ${arrow}`;
};

const wordsOf = (field: Field): string => {
  switch (field.type) {
    case "text":
      return oneLine(field.hint);
    case "choice":
      return field.options.map(({ id }) => oneLine(id)).join(" / ");
    case "people":
      return "ids of people";
    case "files":
      return "";
  }
};

const initialOf = (field: Field): string => {
  switch (field.type) {
    case "text":
      return cleaned(field.initial);
    case "choice":
      return cleaned(field.initial ?? "");
    case "people":
      return cleaned(field.initial.join(" "));
    case "files":
      return "";
  }
};
