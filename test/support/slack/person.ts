import { record, records, string } from "../json.ts";
import type { Json } from "../json.ts";
import { directWith } from "./access.ts";
import { choose, click, openModal, useShortcut } from "./clicking.ts";
import type { Actor, Clicking, Where } from "./clicking.ts";
import type { Delivery } from "./deliveries.ts";
import { sendEvent } from "./events.ts";
import { stamp } from "./ids.ts";
import type { Filled } from "./modal-values.ts";
import { closeModal, submit } from "./modal.ts";
import type { Submitted } from "./modal.ts";
import { slashPayload } from "./payloads.ts";
import { readable, readableMessage } from "./readable.ts";
import { piecesOf, slashText } from "./words.ts";
import { channelAt, edit, remove, spotOf, write } from "./writing.ts";
import type { FileToSend, Spot, Written } from "./writing.ts";

/** Something that only one person sees. */
export interface SeenAlone {
  readonly ts: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly blocks: readonly Json[];
  /** As the person reads it. */
  readonly text: string;
}

/** A modal or home as a person sees it. */
export interface SeenView {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Json[];
  /** As the person reads it. */
  readonly text: string;
  /** All that was sent. */
  readonly view: Json;
}

/** A person in this workspace. What they do resolves when the app has acknowledged it, or Slack has given up. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Types a slash command into a channel; `bot` is their messages tab. */
  slash(channel: string, text: string, command?: string): Promise<Delivery>;
  /** Writes a message: `@Name`, `@botarmy`, `#channel` and links become what Slack makes of them. Resolves when it is sent to the app, not when that is acknowledged. */
  write(spot: Spot, text: string, files?: readonly FileToSend[]): Promise<Written>;
  /** Writes a message that begins with a mention of the bot. */
  mention(spot: Spot, text: string): Promise<Written>;
  edit(ts: string, text: string): Promise<Delivery | null>;
  remove(ts: string): Promise<Delivery | null>;
  click(where: Where, what: string, how?: Clicking): Promise<Delivery | null>;
  choose(where: Where, what: string, options: string | readonly string[]): Promise<Delivery | null>;
  submit(values: Readonly<Record<string, Filled>>): Promise<Submitted>;
  closeModal(): Promise<Delivery | null>;
  /** Uses a message shortcut; the manifest's only one unless another is named. */
  shortcut(ts: string, callbackId?: string): Promise<Delivery>;
  openHome(tab?: "home" | "messages"): Promise<Delivery | null>;
  /** Presses the Stop button that Slack shows while an agent works. */
  stop(place: { readonly channel: string; readonly thread: string }): Promise<Delivery | null>;
  /** What only they see, oldest first. */
  ephemerals(): readonly SeenAlone[];
  modal(): SeenView | null;
  home(): SeenView | null;
}

export function createPerson(actor: Actor): Person {
  const { world, person, responseUrls } = actor;
  return {
    id: person.id,
    name: person.name,
    slash: async (at, text, command = "/botarmy") => {
      const channel = (await channelAt(world, person, at)).id;
      const url = responseUrls.make({ user: person.id, channel, message: null });
      const said = { command, text: slashText(piecesOf(world, text)), channel, url };
      return world.deliveries.send("slash_commands", slashPayload(world, person, said)).done;
    },
    write: (spot, text, files = []) => write(world, person, { spot, text, files }),
    mention: (spot, text) =>
      write(world, person, { spot: spotOf(spot), text: `@${world.app.botName} ${text}`, files: [] }),
    edit: async (ts, text) => (await edit(actor, ts, text))?.done ?? null,
    remove: async (ts) => (await remove(actor, ts))?.done ?? null,
    click: (where, what, how = {}) => click(actor, where, { what, confirm: how.confirm }),
    choose: (where, what, options) =>
      choose(actor, where, { what, options: typeof options === "string" ? [options] : options }),
    submit: (values) => submit(actor, values),
    closeModal: () => closeModal(actor),
    shortcut: (ts, callbackId = "botarmy_msg") => useShortcut(actor, ts, callbackId),
    openHome: (tab = "home") => openHome(actor, tab),
    stop: (place) => stop(actor, place),
    ephemerals: () => ephemerals(actor),
    modal: () => seenView(actor, openModal(world, person.id)),
    home: () => seenView(actor, world.homes.get(person.id)),
  };
}

async function openHome({ world, person }: Actor, tab: string): Promise<Delivery | null> {
  const { id } = await directWith(world, person);
  const view = world.homes.get(person.id);
  const sent = sendEvent(world, "app_home_opened", {
    type: "app_home_opened",
    user: person.id,
    channel: id,
    tab,
    event_ts: stamp(),
    ...(tab === "home" && view !== undefined ? { view } : {}),
  });
  return sent === null ? null : sent.done;
}

async function stop(
  { world, person }: Actor,
  place: { channel: string; thread: string },
): Promise<Delivery | null> {
  const sent = sendEvent(world, "agent_session_stopped", {
    type: "agent_session_stopped",
    channel: place.channel,
    thread_ts: place.thread,
    user: person.id,
    streaming_message_ts: [],
    event_ts: stamp(),
  });
  return sent === null ? null : sent.done;
}

function ephemerals({ world, person }: Actor): readonly SeenAlone[] {
  return world.ephemerals
    .filter(({ user }) => user === person.id)
    .map(({ ts, channel, thread, text, blocks }) => ({
      ts,
      channel,
      thread,
      blocks,
      text: readableMessage(world, { text, blocks }),
    }));
}

function seenView({ world }: Actor, view: Json | undefined): SeenView | null {
  if (view === undefined) return null;
  const blocks = records(view["blocks"]);
  const title = string(record(view["title"])["text"]);
  return { id: string(view["id"]), title, blocks, text: readable(world, blocks), view };
}
