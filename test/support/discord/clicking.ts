import { records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { componentNamed, types } from "./components.ts";
import { interact, resolvedPayload } from "./interacting.ts";
import type { Interaction } from "./interactions.ts";
import { commandNamed } from "./slash.ts";
import type { MessageFacts } from "./world.ts";
import type { Actor } from "./writing.ts";

/** What a person clicks in: a message by its id, also one that only they see, or one as they saw it earlier. */
export type Where = string | { readonly id: string; readonly components: readonly Json[] };

/** Clicks a button, by its custom_id or label. */
export function click(actor: Actor, where: Where, what: string): Promise<Interaction> {
  const { message, components } = surface(actor, where);
  const button = componentNamed(components, what);
  if (button["type"] !== types.button) throw new Error(`"${what}" is no button`);
  const { type, custom_id, id } = button;
  return use(actor, message, { type, custom_id, id });
}

/** Chooses options of a select, by value or label; people, roles and channels by id. */
export function choose(
  actor: Actor,
  where: Where,
  chosen: { readonly what: string; readonly options: readonly string[] },
): Promise<Interaction> {
  const { message, components } = surface(actor, where);
  const select = componentNamed(components, chosen.what);
  const values = valuesOf(select, chosen.options);
  const resolved = resolvedPayload(actor, idsOf(select, values));
  const { type, custom_id, id } = select;
  const isOfWords = type === types.stringSelect;
  return use(actor, message, { type, custom_id, id, values, ...(isOfWords ? {} : { resolved }) });
}

function surface(
  { world, person }: Actor,
  where: Where,
): { readonly message: MessageFacts; readonly components: readonly Json[] } {
  const id = typeof where === "string" ? where : where.id;
  const message = world.messages.get(id) ?? world.ephemerals.get(id);
  if (message === undefined) throw new Error(`there is no message ${id}`);
  if (message.onlyFor !== null && message.onlyFor !== person.id)
    throw new Error(`${person.name} does not see that`);
  return { message, components: typeof where === "string" ? message.components : where.components };
}

function use(actor: Actor, message: MessageFacts, used: Json): Promise<Interaction> {
  const { type, custom_id, id, ...more } = used;
  const data = { component_type: type, custom_id, id, ...more };
  return interact(actor, { kind: "component", place: message.channel, data, message });
}

/** The values that a person has chosen in a select, radio buttons or checkboxes. */
export function valuesOf(select: Json, options: readonly string[]): readonly string[] {
  const [least, most] = [Number(select["min_values"] ?? 1), Number(select["max_values"] ?? 1)];
  if (options.length < least || options.length > most)
    throw new Error(`between ${least} and ${most} can be chosen`);
  const known = records(select["options"]);
  if (known.length === 0) return options;
  return options.map((option) => {
    const found =
      known.find((one) => one["value"] === option) ?? known.find((one) => one["label"] === option);
    if (found === undefined)
      throw new Error(
        `there is no "${option}" to choose; there is ${known.map((one) => string(one["label"])).join(", ")}`,
      );
    return string(found["value"]);
  });
}

/** What the values of a select are ids of. */
export function idsOf({ type }: Json, values: readonly string[]) {
  return {
    users: type === types.userSelect ? values : [],
    roles: type === types.roleSelect ? values : [],
    channels: type === types.channelSelect ? values : [],
  };
}

/** Uses an entry of a message's menu (right click, Apps). */
export function useMenu(actor: Actor, messageId: string, entry: string): Promise<Interaction> {
  const { world } = actor;
  const message = world.messages.get(messageId);
  if (message === undefined) throw new Error(`there is no message ${messageId}`);
  const { id, name, type, guild_id } = commandNamed(actor, entry, 3);
  return interact(actor, {
    kind: "menu",
    place: message.channel,
    data: {
      id,
      name,
      type,
      ...(guild_id === undefined ? {} : { guild_id }),
      target_id: messageId,
      resolved: resolvedPayload(actor, { messages: [message] }),
    },
  });
}
