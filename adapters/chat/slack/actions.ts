import type { types } from "@slack/bolt";
import type { Block, Button, Choice } from "#src/project/message.ts";
import { askBack, asksBack, choiceLabel, planChoices, visible } from "../choices.ts";
import { oneLine } from "../clean.ts";
import { line } from "../pieces.ts";
import { shortened } from "../split.ts";
import { actionId } from "./ids.ts";
import type { SlackLimits } from "./limits.ts";
import { richBlocks } from "./rich-text.ts";
import { plainText, sizeOf, type ActionsBlock, type SlackBlock } from "./wire.ts";

type Actions = Extract<Block, { type: "actions" }>;
type Buttons = Extract<Block, { type: "buttons" }>;

/** The choices of an escalation as buttons, or as a menu when they are many. Labels too long for Slack are said in full above. */
export const choiceBlocks = (actions: Actions, limits: SlackLimits): readonly SlackBlock[] => {
  const { escalation, rev, choices, project = null } = actions;
  const about = { type: "decide" as const, project, escalation, rev };
  const idOf = (choice: Choice | null) => actionId({ ...about, choice: choice?.id ?? null });
  const plan = planChoices(actions, idOf, limits.buttonText);
  const above = said(plan.said, limits);
  switch (plan.type) {
    case "words":
      return above;
    case "menu":
      return [...above, { type: "actions", elements: [menu(choices, plan.id, limits)] }];
    case "buttons": {
      const elements = choices.map((choice, i) => choiceButton(choice, plan.ids[i] ?? "", limits));
      return [...above, { type: "actions", elements }];
    }
  }
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

const choiceButton = (choice: Choice, id: string, limits: SlackLimits): types.Button => {
  const label = choiceLabel(choice);
  return {
    type: "button",
    action_id: id,
    text: plainText(shortened(label, limits.buttonText)),
    ...styleOf(choice.intent),
    ...(asksBack(choice) ? { confirm: confirm(askBack(label), label, limits) } : {}),
  };
};

const menu = (choices: readonly Choice[], id: string, limits: SlackLimits): types.StaticSelect => ({
  type: "static_select",
  action_id: id,
  placeholder: plainText("Decide…"),
  options: choices.map((choice) => ({
    text: plainText(shortened(choiceLabel(choice), limits.optionText)),
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

const said = (lines: readonly string[], limits: SlackLimits): readonly SlackBlock[] =>
  richBlocks(
    lines.map((text) => line([{ text: `• ${text}` }])),
    limits,
  );
