import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";

/** Something that can be clicked, chosen or filled in. */
export interface Found {
  readonly element: Json;
  readonly blockId: string;
}

/** All interactive elements of blocks, in the order they are shown. */
export function elementsIn(blocks: readonly Json[]): readonly Found[] {
  return blocks.flatMap((block) =>
    interactiveIn(block).map((element) => ({ element, blockId: string(block["block_id"]) })),
  );
}

function interactiveIn(value: Json): readonly Json[] {
  if (string(value["action_id"]) !== "") return [value];
  return Object.values(value).flatMap((inner) => {
    if (Array.isArray(inner)) return records(inner).flatMap(interactiveIn);
    return isRecord(inner) ? interactiveIn(inner) : [];
  });
}

/** The one element with this action_id, or else this label. Throws a sentence that lists what there is. */
export function elementNamed(blocks: readonly Json[], what: string): Found {
  const all = elementsIn(blocks);
  const [found, second] = [byId(all, what), byLabel(all, what)].find(({ length }) => length > 0) ?? [];
  if (found === undefined)
    throw new Error(`there is no "${what}" to click; there is ${all.map(nameOf).join(", ") || "nothing"}`);
  if (second !== undefined) throw new Error(`there are several "${what}"`);
  return found;
}

const byId = (all: readonly Found[], what: string): readonly Found[] =>
  all.filter(({ element }) => element["action_id"] === what);

const byLabel = (all: readonly Found[], what: string): readonly Found[] =>
  all.filter(({ element }) => labelOf(element) === what);

const nameOf = ({ element }: Found): string =>
  `"${labelOf(element) || string(element["type"])}" (${string(element["action_id"])})`;

export const labelOf = (element: Json): string =>
  string(record(element["text"])["text"]) || string(record(element["placeholder"])["text"]);

/** The options of a select, radio buttons, checkboxes or an overflow. */
export function optionsOf(element: Json): readonly Json[] {
  return [
    ...records(element["options"]),
    ...records(element["option_groups"]).flatMap((group) => records(group["options"])),
  ];
}

/** The option with this value, or else this text. */
export function optionNamed(element: Json, what: string): Json {
  const all = optionsOf(element);
  const text = (option: Json): string => string(record(option["text"])["text"]);
  const found = all.find((option) => option["value"] === what) ?? all.find((option) => text(option) === what);
  if (found === undefined)
    throw new Error(`there is no "${what}" to choose; there is ${all.map(text).join(", ") || "nothing"}`);
  return found;
}
