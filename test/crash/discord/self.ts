import { menuName } from "#adapters/chat/discord/commands.ts";
import { interactiveIn, types } from "../../support/discord/components.ts";
import type { Person } from "../../support/discord/person.ts";
import { record, records, string, type Json } from "../../support/json.ts";
import type { Self } from "../chat/platform.ts";
import { answerTo } from "./pressing.ts";
import { toldOf, toldOfMessage } from "./told.ts";

/** What a person does in Discord. */
export const createSelf = (me: Person): Self => ({
  id: me.id,
  name: me.name,
  start: async (channel, { brief, everyStage }) =>
    toldOf(await me.slash(channel, "start", { brief, ...(everyStage ? { approve: "gates" } : {}) })),
  startForm: async (channel) => toldOf(await me.slash(channel, "start")),
  status: async (channel) => toldOf(await me.slash(channel, "status")),
  home: async (channel) => {
    const asked = await me.slash(channel, "home");
    const page = answerTo(me, asked);
    const button = interactiveIn(page?.components ?? [])[0];
    if (page === undefined || button === undefined) return [toldOf(asked)];
    return [toldOf(asked), toldOf(await me.click(page, string(button["custom_id"])))];
  },
  shortcut: async ({ id }) => toldOf(await me.menu(id, menuName)),
  write: async ({ id }, text, files) => [toldOfMessage(me.write(id, text, files))],
  mention: async ({ id }, text) => [toldOfMessage(me.mention(id, text))],
  hasForm: () => me.modal() !== null,
  fill: async (words) => {
    const fields = mustFill(me.modal()?.modal ?? {});
    // Only the form that starts a project demands nothing.
    const names = fields.length === 0 ? ["Brief"] : fields;
    const { interaction } = await me.submit(Object.fromEntries(names.map((name) => [name, words])));
    return toldOf(interaction);
  },
  closeForm: async () => me.closeModal(),
});

/** Labels of the text fields of a form that must be filled in. */
const mustFill = (modal: Json): readonly string[] =>
  records(modal["components"])
    .filter((label) => isDemanded(record(label["component"])))
    .map((label) => string(label["label"]));

const isDemanded = ({ type, required }: Json): boolean => type === types.textInput && required !== false;
