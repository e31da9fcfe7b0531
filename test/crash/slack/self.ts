import { record, string, type Json } from "../../support/json.ts";
import type { Person } from "../../support/slack/person.ts";
import type { Written } from "../../support/slack/writing.ts";
import type { Root, Self, Told } from "../chat/platform.ts";
import type { ToldOf } from "./told.ts";

/** What a person does in Slack. */
export const createSelf = (me: Person, told: ToldOf): Self => {
  const spotOf = ({ channel, id }: Root) => ({ channel, thread: id });
  const said = ({ deliveries }: Written): readonly Told[] => deliveries.filter(isMessage).map(told);
  return {
    id: me.id,
    name: me.name,
    start: async (channel, { brief, everyStage }) =>
      told(await me.slash(channel, `${everyStage ? "start --approve gates" : "start"} ${brief}`)),
    startForm: async (channel) => told(await me.slash(channel, "start")),
    status: async (channel) => told(await me.slash(channel, "status")),
    home: async () => {
      await me.openHome();
      return [];
    },
    shortcut: async ({ id }) => told(await me.shortcut(id)),
    write: async (root, text, files = []) => said(await me.write(spotOf(root), text, files)),
    mention: async (root, text) => said(await me.mention(spotOf(root), text)),
    hasForm: () => me.modal() !== null,
    fill: async (words) => {
      const fields = mustFill(me.modal()?.blocks ?? []);
      // Only the form that starts a project demands nothing.
      const names = fields.length === 0 ? ["Brief"] : fields;
      const { delivery, errors } = await me.submit(Object.fromEntries(names.map((name) => [name, words])));
      return errors === null ? told(delivery) : null;
    },
    closeForm: async () => {
      await me.closeModal();
    },
  };
};

/** Files are told by themselves too. */
const isMessage = ({ payload }: Written["deliveries"][number]): boolean =>
  string(record(payload["event"])["type"]) !== "file_shared";

/** Labels of the text fields of a form that must be filled in. */
const mustFill = (blocks: readonly Json[]): readonly string[] =>
  blocks
    .filter((block) => block["type"] === "input" && block["optional"] !== true)
    .map((block) => string(record(block["label"])["text"]));
