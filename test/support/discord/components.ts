import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";

/** Discord's component types. */
export const types = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radios: 21,
  checkboxes: 22,
  checkbox: 23,
} as const;

/** The components right inside one. */
export function childrenOf(component: Json): readonly Json[] {
  const { component: only, accessory } = component;
  return [...records(component["components"]), ...[only, accessory].filter(isRecord)];
}

/** All components, nested ones after the one they are in. */
export const allIn = (components: readonly Json[]): readonly Json[] =>
  components.flatMap((component) => [component, ...allIn(childrenOf(component))]);

/** Everything that can be clicked, chosen or filled in. */
export const interactiveIn = (components: readonly Json[]): readonly Json[] =>
  allIn(components).filter((component) => typeof component["custom_id"] === "string");

export const labelOf = (component: Json): string =>
  string(component["label"]) ||
  string(component["placeholder"]) ||
  string(record(component["emoji"])["name"]);

/** The same components with an id on every one, as Discord numbers those that have none. */
export function numbered(components: readonly Json[]): readonly Json[] {
  const taken = new Set(allIn(components).map((component) => Number(component["id"] ?? 0)));
  let last = 0;
  const next = (): number => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  const number = (component: Json): Json => {
    const id = Number(component["id"] ?? 0);
    const { components: inner, component: only, accessory } = component;
    return {
      ...component,
      id: id === 0 ? next() : id,
      ...(Array.isArray(inner) ? { components: records(inner).map(number) } : {}),
      ...(isRecord(only) ? { component: number(only) } : {}),
      ...(isRecord(accessory) ? { accessory: number(accessory) } : {}),
    };
  };
  return components.map(number);
}

/** The same component with every media address in it changed. */
export function withMedia(component: Json, change: (media: Json) => Json): Json {
  const { components: inner, accessory, file, media, items } = component;
  return {
    ...component,
    ...(isRecord(file) ? { file: change(file) } : {}),
    ...(isRecord(media) ? { media: change(media) } : {}),
    ...(Array.isArray(items) ? { items: records(items).map((item) => withMedia(item, change)) } : {}),
    ...(Array.isArray(inner) ? { components: records(inner).map((one) => withMedia(one, change)) } : {}),
    ...(isRecord(accessory) ? { accessory: withMedia(accessory, change) } : {}),
  };
}

/** The addresses of all media in components, e.g. `attachment://plan.md`. */
export const mediaIn = (components: readonly Json[]): readonly string[] =>
  allIn(components).flatMap((component) =>
    [component["file"], component["media"], ...records(component["items"]).map((item) => item["media"])]
      .filter(isRecord)
      .map((media) => string(media["url"])),
  );

/** All words of TextDisplays. */
export const textsIn = (components: readonly Json[]): readonly string[] =>
  allIn(components)
    .filter((component) => component["type"] === types.text)
    .map((component) => string(component["content"]));

/** The one interactive component with this custom_id, or else this label. Throws a sentence that lists what there is. */
export function componentNamed(components: readonly Json[], what: string): Json {
  const all = interactiveIn(components);
  const found =
    [all.filter((one) => one["custom_id"] === what), all.filter((one) => labelOf(one) === what)].find(
      ({ length }) => length > 0,
    ) ?? [];
  const [first, second] = found;
  if (first === undefined)
    throw new Error(`there is no "${what}" to click; there is ${all.map(nameOf).join(", ") || "nothing"}`);
  if (second !== undefined) throw new Error(`there are several "${what}"`);
  if (first["disabled"] === true) throw new Error(`"${what}" can not be clicked: it is greyed out`);
  return first;
}

const nameOf = (component: Json): string => `"${labelOf(component)}" (${string(component["custom_id"])})`;
