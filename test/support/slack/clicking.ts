import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { decorated } from "./decorate.ts";
import type { Delivery } from "./deliveries.ts";
import { elementNamed, elementsIn, optionNamed, optionsOf } from "./elements.ts";
import type { Found } from "./elements.ts";
import { stamp } from "./ids.ts";
import { messageAt } from "./messages.ts";
import { interactive, newTrigger } from "./payloads.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { PersonFacts, World } from "./world.ts";

/** Who acts, where. */
export interface Actor {
  readonly world: World;
  readonly person: PersonFacts;
  readonly responseUrls: ResponseUrls;
}

/** What a person clicks in: a message or ephemeral by its ts, one seen earlier, the open modal, or the home. */
export type Where = string | { readonly ts: string; readonly blocks: readonly Json[] };

export interface Clicking {
  /** What a click on a button with a confirmation dialog is answered with; needed exactly then. */
  readonly confirm?: boolean;
}

/** Clicks a button, by its action_id or label. Null when the confirmation was declined. */
export async function click(
  actor: Actor,
  where: Where,
  named: { readonly what: string; readonly confirm: boolean | undefined },
): Promise<Delivery | null> {
  const surface = await surfaceAt(actor, where);
  const found = elementNamed(surface.blocks, named.what);
  if (!confirmed(found.element, named)) return null;
  const { type, action_id, text, value, style } = found.element;
  const action = {
    action_id,
    text,
    type,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  };
  return send(actor, surface, { ...action, block_id: found.blockId });
}

/** Chooses an option of a select, radio buttons or an overflow, by value or text; several for a multi-select. */
export async function choose(
  actor: Actor,
  where: Where,
  named: { readonly what: string; readonly options: readonly string[] },
): Promise<Delivery | null> {
  const surface = await surfaceAt(actor, where);
  const found = selectNamed(surface.blocks, named.what);
  const { type, action_id } = found.element;
  return send(actor, surface, {
    type,
    action_id,
    block_id: found.blockId,
    ...chosen(found.element, named.options),
  });
}

/** A select by action_id or placeholder; an overflow has neither words nor a label, so its only one is `overflow`. */
function selectNamed(blocks: readonly Json[], what: string): Found {
  const typed = elementsIn(blocks).filter(({ element }) => element["type"] === what);
  const [only] = typed;
  return only !== undefined && typed.length === 1 ? only : elementNamed(blocks, what);
}

function confirmed(
  element: Json,
  named: { readonly what: string; readonly confirm: boolean | undefined },
): boolean {
  if (isRecord(element["confirm"])) {
    if (named.confirm === undefined)
      throw new Error(`"${named.what}" asks first: say confirm: true or false`);
    return named.confirm;
  }
  if (named.confirm !== undefined) throw new Error(`"${named.what}" does not ask first`);
  return true;
}

/** What Slack says is selected. */
export function chosen(element: Json, options: readonly string[]): Json {
  const type = string(element["type"]);
  const [first = ""] = options;
  if (type === "users_select") return { selected_user: first };
  if (type === "multi_users_select") return { selected_users: options };
  if (type === "conversations_select") return { selected_conversation: first };
  if (type === "channels_select") return { selected_channel: first };
  if (optionsOf(element).length === 0) throw new Error(`nothing can be chosen in a ${type}`);
  const picked = options.map((option) => optionNamed(element, option));
  return type.startsWith("multi_") || type === "checkboxes"
    ? { selected_options: picked }
    : { selected_option: picked[0] };
}

/** Where a click happens, and what Slack says about it. */
interface Surface {
  readonly blocks: readonly Json[];
  readonly view: string | null;
  readonly facts: () => Json;
}

async function surfaceAt(actor: Actor, where: Where): Promise<Surface> {
  const { world, person } = actor;
  if (where === "home") return viewSurface(world, world.homes.get(person.id), "no home");
  if (where === "modal") return viewSurface(world, openModal(world, person.id), "no modal");
  const ts = typeof where === "string" ? where : where.ts;
  const ephemeral = world.ephemerals.find((one) => one.ts === ts);
  if (ephemeral !== undefined) {
    if (ephemeral.user !== person.id) throw new Error(`${person.name} does not see that`);
    const place = { channel: ephemeral.channel, thread: ephemeral.thread, message: ts };
    return {
      blocks: seen(where) ?? ephemeral.blocks,
      view: null,
      facts: () => messageFacts(actor, place, null),
    };
  }
  const message = await messageAt(world, ts);
  const place = world.messages.get(ts);
  if (place === undefined || message === undefined) throw new Error(`there is no message ${ts}`);
  const kept = decorated(world, message, { metadata: true });
  const facts = (): Json => messageFacts(actor, { ...place, message: ts }, kept);
  return { blocks: seen(where) ?? records(message["blocks"]), view: null, facts };
}

const seen = (where: Where): readonly Json[] | undefined =>
  typeof where === "string" ? undefined : where.blocks;

function viewSurface(world: World, view: Json | undefined, missing: string): Surface {
  if (view === undefined) throw new Error(`there is ${missing}`);
  const id = string(view["id"]);
  return {
    blocks: records(view["blocks"]),
    view: id,
    facts: () => ({ container: { type: "view", view_id: id }, view: world.views.get(id) }),
  };
}

/** The topmost open modal of a person. */
export const openModal = (world: World, user: string): Json | undefined =>
  world.views.get(world.modals.get(user)?.at(-1) ?? "");

function messageFacts(
  { world, person, responseUrls }: Actor,
  place: { readonly channel: string; readonly thread: string | null; readonly message: string },
  message: Json | null,
): Json {
  return {
    container: {
      type: "message",
      message_ts: place.message,
      channel_id: place.channel,
      is_ephemeral: message === null,
      ...(place.thread === null ? {} : { thread_ts: place.thread }),
    },
    channel: { id: place.channel, name: world.channels.get(place.channel)?.name ?? "directmessage" },
    ...(message === null ? {} : { message }),
    state: { values: {} },
    response_url: responseUrls.make({ channel: place.channel, message: place.message, user: person.id }),
  };
}

function send({ world, person }: Actor, surface: Surface, action: Json): Promise<Delivery> {
  return world.deliveries.send("interactive", {
    ...interactive(world, person, "block_actions"),
    trigger_id: newTrigger(world, person, surface.view),
    ...surface.facts(),
    actions: [{ ...action, action_ts: stamp() }],
  }).done;
}

/** Uses a message shortcut on a message. */
export async function useShortcut(actor: Actor, ts: string, callbackId: string): Promise<Delivery> {
  const { world, person, responseUrls } = actor;
  const place = world.messages.get(ts);
  const message = await messageAt(world, ts);
  if (place === undefined || message === undefined) throw new Error(`there is no message ${ts}`);
  return world.deliveries.send("interactive", {
    ...interactive(world, person, "message_action"),
    callback_id: callbackId,
    trigger_id: newTrigger(world, person, null),
    action_ts: stamp(),
    message_ts: ts,
    message: decorated(world, message, { metadata: true }),
    channel: { id: place.channel, name: record(world.channels.get(place.channel))["name"] },
    response_url: responseUrls.make({ channel: place.channel, message: null, user: person.id }),
  }).done;
}
