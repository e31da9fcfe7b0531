import type { Field } from "#src/project/form.ts";
import { cleaned, oneLine } from "../clean.ts";
import { shortened } from "../split.ts";
import type { SlackLimits } from "./limits.ts";
import { plainText, type InputBlock, type PlainText } from "./wire.ts";

/** A field of a form as an input block: its block_id is the field's id, its action_id the field's type. */
export const inputOf = (field: Field, limits: SlackLimits): InputBlock => {
  const hint = field.type === "text" ? cleaned(field.hint).trim() : "";
  return {
    type: "input",
    block_id: field.id,
    label: labelled(field.label, limits.input.label),
    optional: field.optional,
    element: elementOf(field, limits),
    ...(hint === "" ? {} : { hint: plainText(hint) }),
  };
};

const elementOf = (field: Field, limits: SlackLimits): InputBlock["element"] => {
  const action_id = field.type;
  switch (field.type) {
    case "text": {
      const initial = cleaned(field.initial);
      return {
        type: "plain_text_input",
        action_id,
        multiline: field.long,
        // Slack refuses an initial text above the most: whoever reads the form says what is too much.
        max_length: Math.min(limits.input.text, Math.max(field.most, initial.length)),
        ...(initial === "" ? {} : { initial_value: initial }),
      };
    }
    case "choice": {
      const options = field.options.map(({ id, label }) => ({
        text: labelled(label, limits.optionText),
        value: id,
      }));
      const initial = options.find((option) => option.value === field.initial);
      return {
        type: "static_select",
        action_id,
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      };
    }
    case "people": {
      // Groups and other people's ids would have the whole view refused.
      const users = field.initial.filter((id) => /^[UW][A-Z0-9]{2,20}$/.test(id));
      return {
        type: "multi_users_select",
        action_id,
        ...(users.length === 0 ? {} : { initial_users: users }),
      };
    }
    case "files":
      return { type: "file_input", action_id, max_files: Math.min(field.most, limits.input.files) };
  }
};

/** A label on one line, within a limit; never empty. */
export const labelled = (text: string, most: number): PlainText =>
  plainText(shortened(oneLine(text) || "…", most));
