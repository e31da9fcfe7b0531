import type { Json } from "../json.ts";
import { newId } from "./ids.ts";
import { loginOf } from "./words.ts";
import type { PersonFacts, World } from "./world.ts";

/** A trigger id that the person has just caused; `view` when it was in one. */
export function newTrigger(world: World, person: PersonFacts, view: string | null): string {
  const id = `${Date.now()}.${world.triggers.size + 1}.${newId("x").toLowerCase()}`;
  world.triggers.set(id, { user: person.id, at: Date.now() + world.passed.ms, used: false, view });
  return id;
}

/** What every interactive payload says. */
export function interactive(world: World, person: PersonFacts, type: string): Json {
  const { app } = world;
  const login = loginOf(person.name);
  return {
    type,
    token: "verification",
    api_app_id: app.appId,
    team: { id: app.teamId, domain: app.domain },
    enterprise: app.enterpriseId === null ? null : { id: app.enterpriseId, name: "Enterprise" },
    is_enterprise_install: false,
    user: { id: person.id, username: login, name: login, team_id: app.teamId },
  };
}

/** A slash command: all values are strings, as in a form. */
export function slashPayload(
  world: World,
  person: PersonFacts,
  said: { readonly command: string; readonly text: string; readonly channel: string; readonly url: string },
): Json {
  const { app } = world;
  return {
    token: "verification",
    team_id: app.teamId,
    team_domain: app.domain,
    channel_id: said.channel,
    channel_name: world.channels.get(said.channel)?.name ?? "privategroup",
    user_id: person.id,
    user_name: loginOf(person.name),
    command: said.command,
    text: said.text,
    api_app_id: app.appId,
    ...(app.enterpriseId === null ? {} : { enterprise_id: app.enterpriseId, enterprise_name: "Enterprise" }),
    is_enterprise_install: "false",
    response_url: said.url,
    trigger_id: newTrigger(world, person, null),
  };
}
