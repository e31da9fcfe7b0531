import { isRecord, record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { openModal } from "./clicking.ts";
import type { Actor } from "./clicking.ts";
import type { Delivery } from "./deliveries.ts";
import { labelOf } from "./elements.ts";
import { updateView } from "./methods-views.ts";
import { stateValue } from "./modal-values.ts";
import type { Filled } from "./modal-values.ts";
import { interactive, newTrigger } from "./payloads.ts";
import type { World } from "./world.ts";

/** What came of sending a modal. */
export interface Submitted {
  readonly delivery: Delivery;
  /** What the app said is wrong, by block_id. */
  readonly errors: Readonly<Record<string, string>> | null;
  /** Is a modal still open? */
  readonly open: boolean;
}

/** Fills in the open modal and sends it. Fields are named by label, block_id or action_id; others keep what they had. */
export async function submit(actor: Actor, values: Readonly<Record<string, Filled>>): Promise<Submitted> {
  const { world, person } = actor;
  const view = openModal(world, person.id);
  if (view === undefined) throw new Error(`${person.name} has no modal open`);
  const state = { values: await stateOf(actor, view, values) };
  const delivery = await world.deliveries.send("interactive", {
    ...interactive(world, person, "view_submission"),
    trigger_id: newTrigger(world, person, string(view["id"])),
    view: { ...view, state },
    response_urls: [],
  }).done;
  const errors = await obey(actor, view, delivery);
  return { delivery, errors, open: openModal(world, person.id) !== undefined };
}

async function stateOf(
  actor: Actor,
  view: Json,
  values: Readonly<Record<string, Filled>>,
): Promise<Readonly<Record<string, Json>>> {
  const inputs = records(view["blocks"]).filter((block) => block["type"] === "input");
  const names = inputs.map((block) => namesOf(block));
  for (const name of Object.keys(values))
    if (!names.some((known) => known.includes(name)))
      throw new Error(
        `the modal does not ask for "${name}"; it asks for ${names.map(([label]) => label).join(", ")}`,
      );
  const state: Record<string, Json> = {};
  for (const block of inputs) {
    const name = namesOf(block).find((known) => values[known] !== undefined);
    const element = record(block["element"]);
    const value = await stateValue(actor, block, name === undefined ? undefined : values[name]);
    state[string(block["block_id"])] = { [string(element["action_id"])]: value };
  }
  return state;
}

function namesOf(block: Json): readonly string[] {
  const element = record(block["element"]);
  return [
    string(record(block["label"])["text"]),
    string(block["block_id"]),
    string(element["action_id"]),
    labelOf(element),
  ];
}

/** Does what the acknowledgement says with the modals. */
async function obey(actor: Actor, view: Json, delivery: Delivery): Promise<Submitted["errors"]> {
  const { world, person } = actor;
  const stack = world.modals.get(person.id) ?? [];
  if (delivery.failure !== null) return null;
  const { response_action: action, errors, view: next } = delivery.response ?? {};
  if (action === "errors") return errorsFor(view, errors);
  if (action === "clear") world.modals.set(person.id, []);
  else if (action === "update") await replace(world, view, next);
  else if (action === "push") throw new Error("response_action push is not built here");
  else world.modals.set(person.id, stack.slice(0, -1));
  return null;
}

function errorsFor(view: Json, given: unknown): Readonly<Record<string, string>> {
  const errors = isRecord(given) ? given : {};
  const ids = records(view["blocks"]).flatMap((block) =>
    block["type"] === "input" ? [string(block["block_id"])] : [],
  );
  for (const id of Object.keys(errors))
    if (!ids.includes(id)) throw new Error(`the app's error is for "${id}", which is no input`);
  return Object.fromEntries(Object.entries(errors).map(([id, words]) => [id, string(words)]));
}

async function replace(world: World, view: Json, next: unknown): Promise<void> {
  const answer = await updateView(world, { view_id: view["id"], view: next });
  if (answer["ok"] !== true) throw new Error(`the app's next view is wrong: ${JSON.stringify(answer)}`);
}

/** Closes the open modal; the app hears of it only when it asked to. */
export async function closeModal(actor: Actor): Promise<Delivery | null> {
  const { world, person } = actor;
  const view = openModal(world, person.id);
  if (view === undefined) throw new Error(`${person.name} has no modal open`);
  const stack = world.modals.get(person.id) ?? [];
  world.modals.set(person.id, stack.slice(0, -1));
  if (view["notify_on_close"] !== true) return null;
  return world.deliveries.send("interactive", {
    ...interactive(world, person, "view_closed"),
    view,
    is_cleared: false,
  }).done;
}
