import { string } from "../json.ts";
import type { Json } from "../json.ts";
import { choose, click, useMenu } from "./clicking.ts";
import type { Where } from "./clicking.ts";
import type { Interaction } from "./interactions.ts";
import { closeModal, submit } from "./modal.ts";
import type { Filled, Submitted } from "./modal.ts";
import type { FileToSend } from "./people-files.ts";
import { readableModal } from "./readable.ts";
import { seen } from "./seeing.ts";
import type { Seen } from "./seeing.ts";
import { complete, slash } from "./slash.ts";
import type { Choice, Options } from "./slash.ts";
import type { World } from "./world.ts";
import { edit, remove, write } from "./writing.ts";
import type { Actor, Written } from "./writing.ts";

/** A modal as a person sees it. */
export interface SeenModal {
  readonly customId: string;
  readonly title: string;
  /** As the person reads it: `Label *: what is in it`. */
  readonly text: string;
  /** All that was sent. */
  readonly modal: Json;
}

/** A person on this server. What they do with the app resolves when it has answered, or Discord has given up. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Sends a slash command: `path` is the subcommand of /botarmy, e.g. `start`; with a slash in front, a command and its subcommand. */
  slash(place: string, path: string, options?: Options): Promise<Interaction>;
  /** Types into the option `focused`; what the app offers, or null when it did not answer. */
  complete(
    place: string,
    path: string,
    typing: { readonly focused: string; readonly options: Options },
  ): Promise<readonly Choice[] | null>;
  /** Writes a message: `@Name`, `@botarmy`, `@role` and `#channel` become mentions. */
  write(place: string, text: string, files?: readonly FileToSend[]): Written;
  /** Writes a message that begins with a mention of the bot. */
  mention(place: string, text: string): Written;
  /** Answers a message, which pings its author. */
  reply(messageId: string, text: string, files?: readonly FileToSend[]): Written;
  edit(messageId: string, text: string): Written;
  remove(messageId: string): Written;
  click(where: Where, what: string): Promise<Interaction>;
  choose(where: Where, what: string, options: string | readonly string[]): Promise<Interaction>;
  submit(values: Readonly<Record<string, Filled>>): Promise<Submitted>;
  closeModal(): void;
  /** Uses an entry of a message's menu (right click, Apps). */
  menu(messageId: string, entry: string): Promise<Interaction>;
  /** What only they see, oldest first. */
  ephemerals(): readonly Seen[];
  modal(): SeenModal | null;
  /** Their direct conversation with the bot, once it has opened one: a place to write to and read. */
  direct(): string | null;
}

export function createPerson(actor: Actor): Person {
  const { world, person } = actor;
  return {
    id: person.id,
    name: person.name,
    slash: async (place, path, options = {}) => slash(actor, { place, ...commandIn(world, path), options }),
    complete: async (place, path, { focused, options }) =>
      complete(actor, { place, ...commandIn(world, path), options }, focused),
    write: (place, text, files = []) => write(actor, { place, text, files }),
    mention: (place, text) => write(actor, { place, text: `@${world.app.name} ${text}`, files: [] }),
    reply: (replyTo, text, files = []) => {
      const place = world.messages.get(replyTo)?.channel ?? "";
      return write(actor, { place, text, files, replyTo });
    },
    edit: (id, text) => edit(actor, id, text),
    remove: (id) => remove(actor, id),
    click: async (where, what) => click(actor, where, what),
    choose: async (where, what, options) =>
      choose(actor, where, { what, options: typeof options === "string" ? [options] : options }),
    submit: (values) => submit(actor, values),
    closeModal: () => closeModal(actor),
    menu: async (id, entry) => useMenu(actor, id, entry),
    ephemerals: () =>
      [...world.ephemerals.values()]
        .filter(({ onlyFor }) => onlyFor === person.id)
        .map((message) => seen(world, message)),
    modal: () => {
      const open = world.modals.get(person.id);
      if (open === undefined) return null;
      const { modal } = open;
      return {
        customId: string(modal["custom_id"]),
        title: string(modal["title"]),
        text: readableModal(world, modal),
        modal,
      };
    },
    direct: () => [...world.channels.values()].find((channel) => channel.with === person.id)?.id ?? null,
  };
}

/** `start` is a subcommand of the app's own command, `/other start` one of another. */
function commandIn(world: World, path: string): { readonly command: string; readonly path: string } {
  if (!path.startsWith("/")) return { command: world.app.name, path };
  const [command = "", ...rest] = path.slice(1).split(" ");
  return { command, path: rest.join(" ") };
}
