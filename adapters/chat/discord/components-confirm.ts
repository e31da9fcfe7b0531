import { askBack, visible } from "../choices.ts";
import { shortened } from "../split.ts";
import { display } from "./components-text.ts";
import type { WireMessage } from "./components-wire.ts";
import { confirmingId, type DiscordClick } from "./ids.ts";
import type { DiscordLimits } from "./limits.ts";
import { escaped } from "./markdown-text.ts";
import { privateWire } from "./render-wire.ts";

/**
 * Asks the person who clicked, alone, before a click with `asks` is done: a reply with one button, which is the same click without `asks`.
 * `label` is what was clicked. Discord has no dialogs, and a person who thinks better of it dismisses the reply.
 */
export const renderConfirm = (click: DiscordClick, label: string, limits: DiscordLimits): WireMessage => {
  const name = visible(label, click.type === "button" ? click.says : click.choice);
  const question = click.asks === null || click.asks === "" ? askBack(name) : click.asks;
  return privateWire([
    display(escaped(visible(question, name))),
    {
      type: 1,
      components: [
        {
          type: 2,
          style: 4,
          label: shortened(name, limits.buttonLabel),
          custom_id: confirmingId(click) ?? "",
        },
      ],
    },
  ]);
};
