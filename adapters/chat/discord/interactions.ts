import { readClick } from "./ids.ts";
import type { Incoming } from "./inbound-incoming.ts";
import type { Places } from "./inbound-places.ts";
import { dropped, type Home, type Read } from "./inbound-read.ts";
import { readCommand, readCompletion } from "./interactions-command.ts";
import { labelOf } from "./interactions-label.ts";
import {
  CommandData,
  ComponentData,
  type AnyInteraction,
  type ShownMessage,
} from "./interactions-payload.ts";
import { byOf, hindranceOf, incomingRead, placeOf, takesNoThread, waitingOf } from "./interactions-where.ts";
import { readForm } from "./modal-read.ts";
import type { Interaction } from "./private-requests.ts";

/** What an interaction means to us. Throws a ZodError when it does not look like one of its kind. */
export const readInteraction = (
  interaction: AnyInteraction,
  { home, places }: { readonly home: Home; readonly places: Pick<Places, "isForum"> },
): Read => {
  const isForeign =
    home.guildId !== null && interaction.guild_id !== null && interaction.guild_id !== home.guildId;
  if (interaction.type === 4)
    return isForeign
      ? dropped("another server")
      : readCompletion(interaction, CommandData.parse(interaction.data));
  const waiting = waitingOf(interaction);
  if (waiting === null) return dropped(`an interaction of type ${interaction.type}`);
  if (isForeign)
    return {
      type: "refused",
      reason: "another server",
      interaction: waiting,
      words: "I work for another server only.",
    };
  const done = readDone(interaction, waiting, places);
  if ("type" in done) return done;
  const { message, ...said } = done;
  const [place, by] = [placeOf(interaction, message), byOf(interaction)];
  if (place === null || by === null) return dropped("no place or person");
  return incomingRead(interaction.id, {
    ...place,
    ...said,
    by,
    overheard: null,
    hindrance: startsProject(said.event) ? hindranceOf(interaction) : null,
    interaction: waiting,
    message: null,
  });
};

/** By a command, or the form that it asks for the brief with. */
const startsProject = (event: Incoming["event"]): boolean =>
  (event.type === "slash" && /^start\b/.test(event.text)) ||
  (event.type === "form" && event.form === "start");

/** What was done, and the message that it was done at. */
type Done = Pick<Incoming, "event" | "files"> & { readonly message: ShownMessage | null };

const readDone = (
  interaction: AnyInteraction,
  waiting: Interaction,
  places: Pick<Places, "isForum">,
): Done | Read => {
  switch (waiting.type) {
    case "command":
      return readCommanded(interaction, waiting, places);
    case "component":
      return readClicked(interaction, waiting);
    case "form": {
      const filled = readForm(interaction.data);
      if (filled === null) return dropped("a form of somebody else");
      const { form, values, files } = filled;
      return {
        event: { type: "form", form, values },
        // As with commands, only their address leads to them.
        files: files.map(({ url, name, bytes }) => ({ id: url, name, bytes })),
        message: interaction.message,
      };
    }
  }
};

const readCommanded = (
  interaction: AnyInteraction,
  waiting: Interaction,
  { isForum }: Pick<Places, "isForum">,
): Done | Read => {
  const data = CommandData.parse(interaction.data);
  const command = readCommand(data);
  const isStart = data.options[0]?.name === "start";
  if (isStart && takesNoThread(interaction, isForum))
    return {
      type: "refused",
      reason: "a start where no thread can be opened",
      interaction: waiting,
      words:
        "Each project has a thread of its own, which I cannot open in a channel of this kind: start in a text channel.",
    };
  if (command !== null) return { ...command, message: data.resolved?.messages[data.target_id ?? ""] ?? null };
  return {
    type: "refused",
    reason: "unknown command",
    interaction: waiting,
    words: "This command is not known here: it may be of another version. Try again in a minute.",
  };
};

const readClicked = (interaction: AnyInteraction, waiting: Interaction): Done | Read => {
  const { custom_id: customId, values } = ComponentData.parse(interaction.data);
  const { message } = interaction;
  const click = readClick({ custom_id: customId, values });
  if (click === null)
    return {
      type: "refused",
      reason: "unknown custom_id",
      interaction: waiting,
      words:
        "This button is not known here any more: use the newest message in the thread, or say it in words.",
    };
  if (click.asks !== null) {
    const label = labelOf(message?.components ?? [], customId, values?.[0]);
    return { type: "asks", interaction: waiting, click, label, place: placeOf(interaction, message) };
  }
  const { asks: _asks, ...event } = click;
  return {
    event: event.type === "decision" ? { ...event, note: "", answers: {} } : event,
    files: [],
    message,
  };
};
