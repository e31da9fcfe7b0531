import type { Click } from "../clicks.ts";
import { idPart, readIdPart, wholeNumber } from "../id-parts.ts";
import type { Slab } from "./components-wire.ts";
import { discordLimits } from "./limits.ts";

/** A click, and what to ask before it is done: null when it is enough, "" when there are no words for it or they did not fit. */
export type DiscordClick = Click & { readonly asks: string | null };

/** What `distinctIds` may add, less. */
const longest = discordLimits.customId - 2;

/**
 * `d|p-3f9k2m7q|e3|2|approve`, `s|-|logs page 2`; in capitals it asks back, in its own words where they fit: `S|-|stop|For good?`. The choice
 * or the words are "" for a menu, whose option says them. Null when it is longer than Discord takes.
 */
export const customId = (click: DiscordClick): string | null => {
  const about =
    click.type === "button"
      ? [idPart(click.says)]
      : [idPart(click.escalation), String(click.rev), idPart(click.choice)];
  const text = [tagOf(click), idPart(click.project), ...about].join("|");
  if (text.length > longest) return null;
  const whole = `${text}|${idPart(click.asks ?? "")}`;
  return click.asks === null || click.asks === "" || whole.length > longest ? text : whole;
};

/** The id of the button that answers with yes when a click is asked about once more: `s0|p-3f9k2m7q|stop` means `s|p-3f9k2m7q|stop`. */
export const confirmingId = (click: DiscordClick): string | null =>
  customId({ ...click, asks: null })?.replace(/^[a-z]/, "$&0") ?? null;

/** Is it such a button? */
export const isConfirming = (id: string): boolean => /^[ds]0\|/.test(id);

/** The value of a menu's option: the choice or the words; null when it is longer than Discord takes. */
export const optionValue = (says: string, asks: boolean): string | null => {
  const value = `${asks ? "?" : "."}${says}`;
  return value.length <= discordLimits.optionValue ? value : null;
};

/** The same components with no id twice, which Discord refuses: `s|-|help` a second time is `s2|-|help`, and means the same. */
export const distinctIds = (slabs: readonly Slab[]): readonly Slab[] => {
  const times = new Map<string, number>();
  return slabs.map((slab) => {
    if (slab.type !== 1) return slab;
    const components = slab.components.map((each) => {
      const n = (times.get(each.custom_id) ?? 0) + 1;
      times.set(each.custom_id, n);
      return n === 1 ? each : { ...each, custom_id: each.custom_id.replace(/^[a-z]/i, `$&${n}`) };
    });
    return { ...slab, components };
  });
};

/** What is read of a clicked button or menu, as Discord sends it. */
export interface ClickedComponent {
  readonly custom_id: string;
  /** The chosen options of a menu. */
  readonly values?: readonly string[] | undefined;
}

/** Reads a click on a button or a menu; null when it is none of ours, or says nothing. */
export const readClick = ({ custom_id, values }: ClickedComponent): DiscordClick | null => {
  const [tag = "", about = "", ...rest] = custom_id.split("|");
  const kind = /^([dsDS])\d{0,3}$/.exec(tag)?.[1];
  if (kind === undefined || about === "") return null;
  const project = readIdPart(about);
  const option = values?.[0];
  const asks = asksOf(kind, option);
  if (kind === "s" || kind === "S") {
    const [words = "", more = ""] = rest;
    const says = option?.slice(1) ?? said(words);
    return says === "" ? null : { type: "button", project, says, asks: asks === "" ? said(more) : asks };
  }
  const [escalation = "", written, chosen = "", more = ""] = rest;
  const rev = wholeNumber(written);
  const choice = option?.slice(1) ?? said(chosen);
  if (rev === null || rev === 0 || choice === "") return null;
  const decision = { type: "decision" as const, project, escalation: said(escalation), rev, choice };
  return { ...decision, asks: asks === "" ? said(more) : asks };
};

const tagOf = ({ type, asks }: DiscordClick): string => {
  const tag = type === "button" ? "s" : "d";
  return asks === null ? tag : tag.toUpperCase();
};

const asksOf = (kind: string, option: string | undefined): string | null => {
  const isAsking = option === undefined ? kind === kind.toUpperCase() : option.startsWith("?");
  return isAsking ? "" : null;
};

const said = (part: string): string => readIdPart(part) ?? "-";
