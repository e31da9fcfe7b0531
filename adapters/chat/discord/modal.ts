import type { Form } from "#src/project/form.ts";
import { cleaned, oneLine } from "../clean.ts";
import { readMarkdown } from "../markdown.ts";
import { piecesOf } from "../pieces.ts";
import { shortened } from "../split.ts";
import { textSlabs } from "./components-text.ts";
import type { DiscordLimits } from "./limits.ts";
import { escaped } from "./markdown-text.ts";
import { labelOf } from "./modal-inputs.ts";
import { filesLabel, joinedLabel } from "./modal-joined.ts";
import type { ModalComponent, WireModal } from "./modal-wire.ts";

type Field = Form["fields"][number];

/** What takes one place of a modal. */
type Slot =
  | { readonly type: "field"; readonly field: Field }
  | { readonly type: "joined"; readonly fields: readonly Field[] }
  | { readonly type: "files"; readonly fields: readonly Extract<Field, { type: "files" }>[] };

/**
 * A form as a modal: `f|{form id}` is its custom_id. Five components fit: of a longer form all fields beyond the fourth share one text, each
 * below a line that names it, and all its files one field. The introduction is a component where there is room for it, else it
 * stands below the first label if it is short, else it takes a field's place.
 */
export const renderForm = (form: Form, limits: DiscordLimits): WireModal => {
  const { components: most, description } = limits.modal;
  const intro = introText(form.intro, limits);
  const hasRoom = intro !== "" && slotsOf(form.fields, most).length < most;
  const short = hasRoom ? "" : introLine(form.intro);
  const isBelow = short !== "" && short.length <= description;
  const own = intro === "" || isBelow ? [] : [{ type: 10 as const, content: intro }];
  const slots = slotsOf(form.fields, most - own.length);
  return {
    custom_id: `f|${form.id}`,
    title: shortened(oneLine(form.title) || "…", limits.modal.title),
    components: [
      ...own,
      ...slots.map((slot, i) => componentOf(slot, isBelow && i === 0 ? short : "", limits)),
    ],
  };
};

const componentOf = (slot: Slot, above: string, limits: DiscordLimits): ModalComponent => {
  switch (slot.type) {
    case "field":
      return labelOf(slot.field, above, limits);
    case "joined":
      return joinedLabel(slot.fields, above, limits);
    case "files":
      return filesLabel(slot.fields, above, limits);
  }
};

/** Fields in at most `most` places, in order; 2 at the least. */
const slotsOf = (fields: readonly Field[], most: number): readonly Slot[] => {
  const alone = fields.map((field): Slot => ({ type: "field", field }));
  if (fields.length <= most) return alone;
  const files = fields.filter((field) => field.type === "files");
  const others = alone.filter((_, i) => fields[i]?.type !== "files");
  const room = most - Math.min(1, files.length);
  const isJoined = others.length > room;
  const joined = fields.filter((field) => field.type !== "files").slice(room - 1);
  return [
    ...(isJoined ? [...others.slice(0, room - 1), { type: "joined" as const, fields: joined }] : others),
    ...(files.length > 0 ? [{ type: "files" as const, fields: files }] : []),
  ];
};

const introText = (intro: string, limits: DiscordLimits): string => {
  const slabs = textSlabs(piecesOf(readMarkdown(intro)), limits);
  const text = slabs.map((slab) => (slab.type === 10 ? slab.content : "")).join("\n");
  if (text.length <= limits.modal.text) return text.trim();
  return escaped(shortened(cleaned(intro).trim(), limits.modal.text / 2));
};

/** The introduction on one line without markup. */
const introLine = (intro: string): string =>
  oneLine(
    piecesOf(readMarkdown(intro))
      .map((piece) =>
        "runs" in piece ? piece.runs.map(({ text }) => text).join("") : "text" in piece ? piece.text : "",
      )
      .join(" "),
  );
