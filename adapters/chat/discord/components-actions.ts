import type { Block, Button as SayingButton, Choice } from "#src/project/message.ts";
import { asksBack, choiceLabel, planChoices, visible } from "../choices.ts";
import { oneLine } from "../clean.ts";
import { line } from "../pieces.ts";
import { shortened } from "../split.ts";
import { textSlabs } from "./components-text.ts";
import type { ActionRow, Button, SelectOption, Slab } from "./components-wire.ts";
import { customId, optionValue, type DiscordClick } from "./ids.ts";
import type { DiscordLimits } from "./limits.ts";

type Actions = Extract<Block, { type: "actions" }>;
type Buttons = Extract<Block, { type: "buttons" }>;

/** The choices of an escalation as a row of buttons, or as a menu when they are many. Labels too long for Discord are said in full above. */
export const choiceSlabs = (actions: Actions, limits: DiscordLimits): readonly Slab[] => {
  const { escalation, rev, choices, project = null } = actions;
  const about = { type: "decision" as const, project, escalation, rev };
  const idOf = (choice: Choice | null): string | null =>
    customId({ ...about, choice: choice?.id ?? "", asks: choice !== null && asksBack(choice) ? "" : null });
  const plan = planChoices(actions, idOf, limits.buttonLabel);
  if (plan.type === "words") return said(plan.said, limits);
  if (plan.type === "menu") return menuSlabs(plan.id, choices.map(choiceOption), limits);
  const buttons = choices.map((choice, i): Button => ({
    type: 2,
    style: choiceStyles[choice.intent],
    label: shortened(choiceLabel(choice), limits.buttonLabel),
    custom_id: plan.ids[i] ?? "",
  }));
  return [...said(plan.said, limits), { type: 1, components: buttons }];
};

/** Buttons that say words, five in a row; a menu when the words are too long for a button, and text when they are too long for that. */
export const buttonSlabs = ({ project, buttons }: Buttons, limits: DiscordLimits): readonly Slab[] => {
  const clicks = buttons.map(({ says, confirm }): DiscordClick => ({
    type: "button",
    project,
    says,
    asks: confirm,
  }));
  const ids = clicks.map(customId).filter((id) => id !== null);
  if (ids.length < buttons.length) {
    // What asks back becomes a button once it is chosen.
    const isAskable = clicks.every((click) => click.asks === null || customId(click) !== null);
    const menu = isAskable ? customId({ type: "button", project, says: "", asks: null }) : null;
    return menuSlabs(menu, buttons.map(sayingOption), limits);
  }
  const all = buttons.map((button, i): Button => ({
    type: 2,
    style: buttonStyles[button.intent],
    label: shortened(labelOf(button), limits.buttonLabel),
    custom_id: ids[i] ?? "",
  }));
  return rowsOf(all, limits);
};

/** Deciding is green, as on a traffic light; other buttons that stand out are blue. */
const choiceStyles = { primary: 3, danger: 4, neutral: 2 } as const;
const buttonStyles = { primary: 1, danger: 4, neutral: 2 } as const;

const rowsOf = (buttons: readonly Button[], { row }: DiscordLimits): readonly ActionRow[] =>
  Array.from({ length: Math.ceil(buttons.length / row) }, (_, i) => ({
    type: 1,
    components: buttons.slice(i * row, (i + 1) * row),
  }));

interface Option {
  readonly label: string;
  /** What it says, to be said in words where it is no option. */
  readonly says: string;
  readonly asks: boolean;
}

const choiceOption = (choice: Choice): Option => ({
  label: choiceLabel(choice),
  says: choice.id,
  asks: asksBack(choice),
});

const sayingOption = (button: SayingButton): Option => ({
  label: labelOf(button),
  says: button.says,
  asks: button.confirm !== null,
});

const labelOf = (button: SayingButton): string => visible(button.label, button.says);

/** A menu; Discord refuses two options that say the same, so that all labels are said above then. */
const menuSlabs = (id: string | null, options: readonly Option[], limits: DiscordLimits): readonly Slab[] => {
  const shown = new Map<string, SelectOption>();
  for (const { label, says, asks } of options) {
    const value = optionValue(says, asks);
    if (id === null || value === null)
      return said(
        options.map((each) => `${each.label} (${oneLine(each.says)})`),
        limits,
      );
    if (!shown.has(value)) shown.set(value, { label: shortened(label, limits.optionLabel), value });
  }
  const isAll =
    shown.size === options.length && options.every(({ label }) => label.length <= limits.optionLabel);
  const above = isAll
    ? []
    : said(
        options.map(({ label }) => label),
        limits,
      );
  const menu = {
    type: 3 as const,
    custom_id: id ?? "",
    placeholder: "Choose…",
    options: [...shown.values()],
  };
  return [...above, { type: 1, components: [menu] }];
};

const said = (lines: readonly string[], limits: DiscordLimits): readonly Slab[] =>
  textSlabs(
    lines.map((text) => line([{ text: `• ${text}` }])),
    limits,
  );
