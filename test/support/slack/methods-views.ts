import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { refusal } from "./access.ts";
import { withIds } from "./decorate.ts";
import { viewRefusal } from "./limits.ts";
import type { Methods } from "./methods.ts";
import type { World } from "./world.ts";

/** Slack's most modals on top of each other. */
const deepest = 3;

/** `views.*`: triggers live three seconds and work once; the open modals and homes of every person are kept. */
export function viewsMethods(world: World): Methods {
  return {
    "views.open": (args) => open(world, args, "views.open"),
    "views.push": (args) => open(world, args, "views.push"),
    "views.update": (args) => updateView(world, args),
    "views.publish": (args) => publish(world, args),
  };
}

async function open(world: World, args: Json, method: "views.open" | "views.push"): Promise<Json> {
  const exchanged = exchange(world, string(args["trigger_id"]) || string(args["interactivity_pointer"]));
  if ("refusal" in exchanged) return exchanged.refusal;
  const { user, view: inside } = exchanged;
  const refused = viewRefusal(world, record(args["view"]), "modal");
  if (refused !== null) return refused;
  const stack = world.modals.get(user) ?? [];
  if (method === "views.push" && stack.length >= deepest) return refusal("push_limit_reached");
  const trigger = await world.emulated.call(
    "views.generateTriggerId",
    { user_id: user, ...(inside === null ? {} : { view_id: inside }) },
    world.app.botToken,
  );
  const answer = await world.emulated.call(
    method,
    { view: keptView(args["view"]), trigger_id: trigger["trigger_id"] },
    world.app.botToken,
  );
  if (answer["ok"] !== true) return answer;
  const view = keep(world, record(answer["view"]));
  world.modals.set(user, method === "views.push" ? [...stack, string(view["id"])] : [string(view["id"])]);
  return { ok: true, view };
}

type Exchanged = { readonly user: string; readonly view: string | null } | { readonly refusal: Json };

function exchange(world: World, id: string): Exchanged {
  const trigger = world.triggers.get(id);
  if (trigger === undefined) return { refusal: refusal("invalid_trigger_id") };
  if (trigger.used) return { refusal: refusal("exchanged_trigger_id") };
  if (Date.now() + world.passed.ms - trigger.at > world.lifetimes.trigger)
    return { refusal: refusal("expired_trigger_id") };
  trigger.used = true;
  return trigger;
}

/** Replaces a view that is open; also what `response_action: update` does. */
export async function updateView(world: World, args: Json): Promise<Json> {
  const refused = viewRefusal(world, record(args["view"]), "modal");
  if (refused !== null) return refused;
  const answer = await world.emulated.call(
    "views.update",
    { ...args, view: keptView(args["view"]) },
    world.app.botToken,
  );
  return answer["ok"] === true ? { ok: true, view: keep(world, record(answer["view"])) } : answer;
}

async function publish(world: World, args: Json): Promise<Json> {
  const user = string(args["user_id"]);
  if (!world.people.has(user)) return refusal("user_not_found");
  const refused = viewRefusal(world, record(args["view"]), "home");
  if (refused !== null) return refused;
  const answer = await world.emulated.call(
    "views.publish",
    { ...args, view: keptView(args["view"]) },
    world.app.botToken,
  );
  if (answer["ok"] !== true) return answer;
  const view = keep(world, record(answer["view"]));
  world.homes.set(user, view);
  return { ok: true, view };
}

function keptView(view: unknown): Json {
  const given = record(view);
  return { ...given, blocks: withIds(records(given["blocks"])) };
}

function keep(world: World, view: Json): Json {
  const kept = { ...view, app_installed_team_id: world.app.teamId };
  world.views.set(string(view["id"]), kept);
  return kept;
}
