import { readClick } from "#adapters/chat/discord/ids.ts";
import { interactiveIn, types } from "../../support/discord/components.ts";
import type { TestDiscord } from "../../support/discord/discord.ts";
import type { Person } from "../../support/discord/person.ts";
import { records, string, type Json } from "../../support/json.ts";
import type { Button, Root, Sight } from "../chat/platform.ts";
import { createPress, type Shown } from "./pressing.ts";

/** What people see in Discord. */
export const createSight = (discord: TestDiscord, personOf: (id: string) => Person | undefined): Sight => {
  const press = createPress(personOf);
  const buttonsIn = (message: Shown, type: "button" | "decision"): readonly Button[] =>
    clickableIn(message.components).flatMap((component) => {
      const click = readClick(component);
      if (click?.type !== type) return [];
      const means = click.type === "decision" ? click.choice : click.says;
      return [{ means, press: (person) => press(person, message, component) }];
    });
  const rootOf = (channel: string, id: string): Root => ({ id, channel, project: projectOf(discord, id) });
  return {
    isThere: () =>
      discord.gateway.sessions.some(({ socket }) => socket !== null) && discord.commands().length > 0,
    roots: (channel) =>
      discord
        .threads(channel)
        .filter(({ owner }) => owner === discord.app.applicationId)
        .map(({ id }) => rootOf(channel, id)),
    length: ({ id }) => discord.posts.filter(({ channel }) => channel === id).length,
    button: async ({ id }, says) =>
      buttonsIn(discord.message(id), "button").find(({ means }) => means === says),
    asked: ({ id }) =>
      discord.posts
        .filter((post) => post.channel === id && buttonsIn(post, "decision").length > 0)
        .map((post) => post.id),
    choices: async (id) => buttonsIn(discord.message(id), "decision"),
  };
};

/** Everything that can be clicked or chosen in a message. */
const clickableIn = (components: readonly Json[]) =>
  interactiveIn(components)
    .filter((component) => component["disabled"] !== true)
    .flatMap((component) => {
      const clickable = { custom_id: string(component["custom_id"]) };
      if (component["type"] !== types.stringSelect) return [clickable];
      return records(component["options"]).map(({ value }) => ({ ...clickable, values: [string(value)] }));
    });

/** Its first message's buttons name it, as it was posted. */
export const projectOf = (discord: TestDiscord, root: string): string => {
  const components = discord.posts.find(({ id }) => id === root)?.components ?? [];
  const projects = clickableIn(components).map((component) => readClick(component)?.project ?? "");
  return projects.find((project) => project !== "") ?? "";
};
