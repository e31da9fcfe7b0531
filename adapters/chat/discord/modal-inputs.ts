import type { Field } from "#src/project/form.ts";
import { cleaned, oneLine } from "../clean.ts";
import { shortened } from "../split.ts";
import type { SelectOption } from "./components-wire.ts";
import type { DiscordLimits } from "./limits.ts";
import type { Label, TextInput } from "./modal-wire.ts";

/**
 * A field of a form as a labelled component, whose custom_id is `v|{field id}`. `above` is said below the label, where otherwise the hint of
 * a text stands, which then is what the empty text shows.
 */
export const labelOf = (field: Field, above: string, limits: DiscordLimits): Label => {
  const hint = field.type === "text" ? oneLine(field.hint) : "";
  const { description, placeholder } = limits.modal;
  return {
    ...labelled(field.label, shortened(above === "" ? hint : above, description), limits),
    component: componentOf(field, above === "" ? "" : shortened(hint, placeholder), limits),
  };
};

/** A label and what is said below it, which may be nothing. */
export const labelled = (label: string, below: string, limits: DiscordLimits) => ({
  type: 18 as const,
  label: shortened(oneLine(label) || "…", limits.modal.label),
  ...(below === "" ? {} : { description: below }),
});

const componentOf = (field: Field, placeholder: string, limits: DiscordLimits): Label["component"] => {
  const about = { custom_id: `v|${field.id}`, required: !field.optional };
  const { modal } = limits;
  switch (field.type) {
    case "text":
      return textInput(field, placeholder, limits);
    case "choice":
      return { type: 3, ...about, ...from(field.optional), max_values: 1, options: optionsOf(field, limits) };
    case "people": {
      // Roles and other people's ids would have the whole modal refused.
      const people = field.initial.filter((id) => /^\d{15,21}$/.test(id)).slice(0, modal.people);
      const known = [...new Set(people)].map((id) => ({ id, type: "user" as const }));
      const initial = known.length === 0 ? {} : { default_values: known };
      return { type: 5, ...about, ...from(field.optional), max_values: modal.people, ...initial };
    }
    case "files":
      return { type: 19, ...about, ...from(field.optional), max_values: Math.min(field.most, modal.files) };
  }
};

const from = (optional: boolean) => ({ min_values: optional ? (0 as const) : (1 as const) });

const textInput = (
  field: Extract<Field, { type: "text" }>,
  placeholder: string,
  limits: DiscordLimits,
): TextInput => {
  const initial = cleaned(field.initial);
  return {
    type: 4,
    custom_id: `v|${field.id}`,
    style: field.long ? 2 : 1,
    required: !field.optional,
    // Discord refuses an initial text above the most: whoever reads the form says what is too much.
    max_length: Math.min(limits.modal.text, Math.max(field.most, initial.length)),
    ...(initial.trim() === "" ? {} : { value: initial }),
    ...(placeholder === "" ? {} : { placeholder }),
  };
};

/** Discord refuses two options of one value: the first is meant. */
const optionsOf = (
  field: Extract<Field, { type: "choice" }>,
  limits: DiscordLimits,
): readonly SelectOption[] =>
  field.options
    .filter((option, i) => field.options.findIndex(({ id }) => id === option.id) === i)
    .map(({ id, label }) => ({
      label: shortened(oneLine(label) || "…", limits.optionLabel),
      value: id,
      ...(id === field.initial ? { default: true as const } : {}),
    }));
