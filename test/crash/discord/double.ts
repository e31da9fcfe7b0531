import { startDiscord } from "../../support/discord/discord.ts";
import type { Seat } from "../chat/plans.ts";
import type { Double } from "../chat/platform.ts";
import { createKinds } from "./calls.ts";
import { look } from "./look.ts";
import { createSelf } from "./self.ts";
import { createSight } from "./sight.ts";

/** A Discord with these people in it. */
export const openDouble = async (seats: readonly Seat[]): Promise<Double> => {
  // A process that was killed cannot resume its session, so nobody is there for what happens meanwhile.
  const discord = await startDiscord({ lifetimes: { session: 0 } });
  const channels = seats.map(({ channel }) => channel);
  for (const id of channels.filter((channel) => channel !== discord.general))
    discord.channel(id, { name: `channel-${id}` });
  const persons = seats.map(({ id, name }) => discord.person(id, { name }));
  const kindOf = createKinds(discord, channels);
  return {
    env: { ...discord.env, DISCORD_GUILD_ID: "", DISCORD_INTENTS: "" },
    people: new Map(persons.map((person) => [person.id, createSelf(person)])),
    sight: createSight(discord, (id) => persons.find((one) => one.id === id)),
    said: () => discord.posts.length,
    // A call that a dead process made is never done, or never answered.
    onMoment: (reached) =>
      discord.onCall((when, call) =>
        reached(when, kindOf(call)) ? new Promise(() => undefined) : undefined,
      ),
    look: async (projects) => look({ discord, channels, persons }, projects),
    close: discord.close,
  };
};
