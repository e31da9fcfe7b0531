import { record, string } from "../support/json.ts";
import type { Delivery } from "../support/slack/deliveries.ts";
import type { Person } from "../support/slack/person.ts";
import type { Seen } from "../support/slack/places.ts";
import type { TestSlack } from "../support/slack/slack.ts";
import { until } from "../support/until.ts";
import type { Card, Somebody, Told } from "./world.ts";

/** People of a Slack, with what only Slack's people can do. */
export interface SlackPeople {
  person(name: string, groups?: readonly string[]): Promise<Somebody & { readonly onSlack: Person }>;
  message(ts: string): Promise<Card>;
}

/** `U0ANN00001` for Ann. */
export const slackId = (name: string): string =>
  `U0${name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, "")
    .padEnd(7, "0")}1`;

/** What people do in a Slack, as every platform has it; they talk in this channel. */
export const createSlackPeople = (slack: TestSlack, channel: string): SlackPeople => {
  const cards = new WeakMap<Card, Pick<Seen, "ts" | "blocks">>();
  const card = <T extends Card>(shown: T, seen: Pick<Seen, "ts" | "blocks">): T => {
    cards.set(shown, seen);
    return shown;
  };
  const whereOf = (where: string | Card) =>
    typeof where === "string" ? where : (cards.get(where) ?? where.id);
  return {
    message: async (ts) => {
      const seen = await slack.message(ts);
      return card({ id: seen.ts, text: seen.text }, seen);
    },
    person: async (name, groups = []) => {
      const person = await slack.person(slackId(name), { name, groups });
      return {
        onSlack: person,
        id: person.id,
        name,
        ...saying(person, channel),
        click: async (where, label) => told(await person.click(whereOf(where), label)),
        shortcut: async (ts) => void (await person.shortcut(ts)),
        ...filling(person),
        page: async (place, words) => void (await person.write(place, words)),
        home: async (words) => {
          await person.openHome();
          const home = await until(() => {
            const seen = person.home();
            return seen !== null && seen.text.search(words) >= 0 ? seen : null;
          }, 20_000);
          return { id: "home", text: home.text };
        },
        alone: () =>
          person
            .ephemerals()
            .map(({ ts, blocks, thread, text }) => card({ id: ts, thread, text }, { ts, blocks })),
      };
    },
  };
};

const told = (delivery: Delivery | null): Told => ({ ackMs: delivery?.ackMs ?? null });

const saying = (
  person: Person,
  channel: string,
): Pick<Somebody, "slash" | "write" | "mention" | "edit" | "remove"> => ({
  slash: async (words, at = channel) => void (await person.slash(at, words)),
  write: async (spot, text, files = []) => (await person.write(spot, text, files)).ts,
  mention: async (spot, text) => (await person.mention(spot, text)).ts,
  edit: async (ts, text) => void (await person.edit(ts, text)),
  remove: async (ts) => void (await person.remove(ts)),
});

const filling = (person: Person): Pick<Somebody, "form" | "submit"> => ({
  form: () => {
    const seen = person.modal();
    if (seen === null) return null;
    const { title, text, blocks } = seen;
    const inputs = blocks.filter(({ type }) => type === "input");
    return { title, text, fields: inputs.map(({ label }) => string(record(label)["text"])) };
  },
  submit: async (values) => {
    const { open, errors } = await person.submit(values);
    return { open, problems: Object.values(errors ?? {}) };
  },
});
