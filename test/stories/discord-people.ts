import type { TestDiscord } from "../support/discord/discord.ts";
import type { Interaction } from "../support/discord/interactions.ts";
import type { Person } from "../support/discord/person.ts";
import type { Seen } from "../support/discord/seeing.ts";
import { record, records, string } from "../support/json.ts";
import { until } from "../support/until.ts";
import { slashOf } from "./discord-slash.ts";
import type { SeenAlone, Somebody, Spot, Told } from "./world.ts";

/** People of a Discord, with what only Discord's people can do. */
export interface DiscordPeople {
  person(name: string, roles?: readonly string[]): Promise<Somebody & { readonly onDiscord: Person }>;
  idOf(name: string): string;
  /** What any of them was shown alone. */
  alone(): readonly SeenAlone[];
}

/** What people do in a Discord, as every platform has it; they talk in its first channel. */
export const createDiscordPeople = (discord: TestDiscord): DiscordPeople => {
  const ids = new Map<string, string>();
  const shown = (person: Person): readonly SeenAlone[] => alone(discord, person);
  const idOf = (name: string): string => {
    const id = ids.get(name) ?? `4100000000000${String(ids.size + 1).padStart(5, "0")}`;
    ids.set(name, id);
    return id;
  };
  return {
    idOf,
    alone: () => [...ids.values()].flatMap((id) => shown(discord.person(id))),
    person: async (name, roles = []) => {
      const person = discord.person(idOf(name), { name, roles });
      return {
        onDiscord: person,
        id: person.id,
        name,
        ...saying(discord, person),
        click: async (where, label) => acknowledged(await person.click(seenOf(where), label)),
        shortcut: async (id) => void (await person.menu(id, "Steer this project")),
        ...filling(discord, person),
        page: async ({ thread }, words) => await said(discord, person, { place: thread, words }),
        home: (words) => home(discord, person, words),
        alone: () => shown(person),
      };
    },
  };
};

const acknowledged = ({ ackMs }: Interaction): Told => ({ ackMs });

const placeOf = (spot: Spot): string => (typeof spot === "string" ? spot : spot.thread);

const isSeen = (where: object): where is Seen => "components" in where;

/** A card is the message as it was seen. */
const seenOf = (where: string | object): string | Seen => {
  if (typeof where === "string") return where;
  if (isSeen(where)) return where;
  throw new Error("that was not seen on this Discord");
};

const said = async (
  discord: TestDiscord,
  person: Person,
  { place, words }: { readonly place: string; readonly words: string },
): Promise<void> => {
  const { path, options } = slashOf(discord.commands(), words);
  await person.slash(place, path, options);
};

const saying = (
  discord: TestDiscord,
  person: Person,
): Pick<Somebody, "slash" | "write" | "mention" | "edit" | "remove"> => ({
  slash: (words, channel = discord.general) => said(discord, person, { place: channel, words }),
  write: async (spot, text, files = []) => person.write(placeOf(spot), text, files).id,
  mention: async (spot, text) => person.mention(placeOf(spot), text).id,
  edit: async (id, text) => void person.edit(id, text),
  remove: async (id) => void person.remove(id),
});

const filling = (discord: TestDiscord, person: Person): Pick<Somebody, "form" | "submit"> => ({
  form: () => {
    const seen = person.modal();
    if (seen === null) return null;
    const { title, text, modal } = seen;
    const labels = records(modal["components"]).filter(({ component }) => component !== undefined);
    return { title, text, fields: labels.map(({ label }) => string(label)) };
  },
  submit: async (values) => {
    const { interaction, open } = await person.submit(values);
    const { original } = interaction;
    const words = original === null || interaction.ackType !== 4 ? "" : discord.message(original).text;
    return { open, problems: words === "" || words === "Done." ? [] : [words] };
  },
});

const home = async (discord: TestDiscord, person: Person, words: string | RegExp): Promise<Seen> => {
  const { id } = await person.slash(discord.general, "home");
  return await until(() => {
    const shown = person.ephemerals().find(({ message }) => message.interaction === id);
    return shown !== undefined && shown.text.search(words) >= 0 ? shown : null;
  }, 20_000);
};

/** Private answers, and direct messages of the bot. */
const alone = (discord: TestDiscord, person: Person): readonly SeenAlone[] => {
  const direct = person.direct();
  const told = direct === null ? [] : discord.messages(direct);
  const isThread = (channel: string): boolean =>
    record(discord.threads(discord.general).find(({ id }) => id === channel))["id"] !== undefined;
  return [...person.ephemerals(), ...told.filter(({ message }) => message.author !== person.id)]
    .filter(({ loading }) => !loading)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .map((seen) => ({ ...seen, thread: isThread(seen.channel) ? seen.channel : null }));
};
