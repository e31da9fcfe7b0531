import type { types } from "@slack/bolt";
import type { Block, Button, Choice } from "#src/project/message.ts";
import { oneLine } from "../clean.ts";
import { shortened } from "../split.ts";
import { actionId } from "./ids.ts";
import type { SlackLimits } from "./limits.ts";
import { line } from "./pieces.ts";
import { richBlocks } from "./rich-text.ts";
import { plainText, sizeOf, type ActionsBlock, type SlackBlock } from "./wire.ts";

type Actions = Extract<Block, { type: "actions" }>;
type Buttons = Extract<Block, { type: "buttons" }>;

/** More choices than this are a menu. */
const mostButtons = 5;

/** The choices of an escalation as buttons, or as a menu when they are many. Labels too long for Slack are said in full above. */
export const choiceBlocks = (actions: Actions, limits: SlackLimits): readonly SlackBlock[] => {
  const about = {
    type: "decide" as const,
    project: actions.project ?? null,
    escalation: actions.escalation,
    rev: actions.rev,
  };
  const labels = actions.choices.map(labelOf);
  const ids = actions.choices.map((choice) => actionId({ ...about, choice: choice.id }));
  // Ids of our own making always fit; of others, only the text remains, for people to say.
  if (ids.includes(null))
    return said(
      labels.map((label, i) => `${label} (${actions.choices[i]?.id ?? ""})`),
      limits,
    );
  const long = labels.some((label) => label.length > limits.buttonText) ? labels : [];
  const menuId = actionId({ ...about, choice: null }) ?? "";
  const isMenu = actions.choices.length > mostButtons || new Set(ids).size < ids.length;
  const elements = isMenu
    ? [menu(actions.choices, menuId, limits)]
    : actions.choices.map((choice, i) => choiceButton(choice, ids[i] ?? "", limits));
  return [...said(long, limits), { type: "actions", elements }];
};

/** Buttons that say words, in as many rows as they take. */
export const buttonBlocks = ({ project, buttons }: Buttons, limits: SlackLimits): readonly SlackBlock[] => {
  const rows: types.Button[][] = [];
  let left = 0;
  for (const [n, button] of buttons.entries()) {
    const id = actionId({ type: "says", project, n });
    if (id === null)
      return said(
        buttons.map((each) => `${oneLine(each.label)} (${oneLine(each.says)})`),
        limits,
      );
    const element = sayingButton(button, id, limits);
    const size = sizeOf(element) + 1;
    if (size > left || (rows.at(-1)?.length ?? 0) >= limits.actions) {
      rows.push([]);
      left = limits.richText;
    }
    rows.at(-1)?.push(element);
    left -= size;
  }
  return rows.map((elements): ActionsBlock => ({ type: "actions", elements }));
};

/** A choice that asks for words ends with an ellipsis. */
const labelOf = (choice: Choice): string => {
  const label = visible(choice.label, choice.id);
  return choice.wantsNote && !label.endsWith("…") ? `${label}…` : label;
};

const choiceButton = (choice: Choice, id: string, limits: SlackLimits): types.Button => {
  const label = labelOf(choice);
  return {
    type: "button",
    action_id: id,
    text: plainText(shortened(label, limits.buttonText)),
    ...styleOf(choice.intent),
    ...(asksBack(choice) ? { confirm: confirm(`${label}: this cannot be taken back.`, label, limits) } : {}),
  };
};

/** Words that are asked for can still be kept back; without them a click is final. */
const asksBack = (choice: Choice): boolean => choice.intent === "danger" && !choice.wantsNote;

const menu = (choices: readonly Choice[], id: string, limits: SlackLimits): types.StaticSelect => ({
  type: "static_select",
  action_id: id,
  placeholder: plainText("Decide…"),
  options: choices.map((choice) => ({
    text: plainText(shortened(labelOf(choice), limits.optionText)),
    value: choice.id,
  })),
  ...(choices.some(asksBack) ? { confirm: confirm("This cannot be taken back.", "Decide", limits) } : {}),
});

const sayingButton = (button: Button, id: string, limits: SlackLimits): types.Button => {
  const label = visible(button.label, button.says);
  return {
    type: "button",
    action_id: id,
    value: button.says,
    text: plainText(shortened(label, limits.buttonText)),
    ...styleOf(button.intent),
    ...(button.confirm === null
      ? {}
      : { confirm: { ...confirm(button.confirm, label, limits), ...confirmStyle(button.intent) } }),
  };
};

const confirm = (text: string, label: string, limits: SlackLimits): types.Confirm => ({
  title: plainText("Are you sure?"),
  text: plainText(shortened(visible(text, label), limits.confirm.text)),
  confirm: plainText(shortened(label, limits.confirm.button)),
  deny: plainText("Not now"),
});

const confirmStyle = (intent: Button["intent"]) => (intent === "danger" ? { style: "danger" as const } : {});

const styleOf = (intent: Choice["intent"]): { readonly style?: "primary" | "danger" } =>
  intent === "neutral" ? {} : { style: intent };

/** A text of which something is seen. */
const visible = (text: string, otherwise: string): string => oneLine(text) || oneLine(otherwise) || "…";

const said = (lines: readonly string[], limits: SlackLimits): readonly SlackBlock[] =>
  richBlocks(
    lines.map((text) => line([{ text: `• ${text}` }])),
    limits,
  );
