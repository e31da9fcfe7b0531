import { commandWords, wordsOf, type CommandWord } from "./commands-words.ts";
import { commandName, menuName } from "./commands.ts";
import type { Incoming } from "./inbound-incoming.ts";
import { dropped, type Read } from "./inbound-read.ts";
import type { AnyInteraction, CommandData } from "./interactions-payload.ts";
import { placeOf } from "./interactions-where.ts";
import { readText } from "./messages-text.ts";

/** What a command says; null when it is none that is known here. */
export const readCommand = (data: CommandData): Pick<Incoming, "event" | "files"> | null => {
  if (data.type === 3 && data.name === menuName) return { event: { type: "shortcut" }, files: [] };
  const filled = filledIn(data);
  if (filled === null) return null;
  const { word, values } = filled;
  if (word.name === "home") return { event: { type: "home" }, files: [] };
  const given = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, readText(value)] as const),
  );
  const brief = word.options.find(({ how }) => how === "brief");
  return {
    event: {
      type: "slash",
      text: wordsOf(word, given),
      brief: brief === undefined ? null : (given[brief.name] ?? null),
    },
    files: filesOf(data, word, values),
  };
};

interface Filled {
  readonly word: CommandWord;
  readonly values: Readonly<Record<string, string>>;
}

const filledIn = ({ type, name, options }: CommandData): Filled | null => {
  const [sub] = options;
  const word = commandWords.find((each) => each.name === sub?.name);
  if (type !== 1 || name !== commandName || sub === undefined || word === undefined) return null;
  const values = sub.options.map((option) => [option.name, String(option.value ?? "")] as const);
  return { word, values: Object.fromEntries(values) };
};

/** Such a file belongs to no message that could be asked for a fresh address: its own is kept, which is good for about a day. */
const filesOf = (
  { resolved }: CommandData,
  { options }: CommandWord,
  values: Filled["values"],
): Incoming["files"] =>
  options.flatMap(({ how, name }) => {
    const file = how === "file" ? resolved?.attachments[values[name] ?? ""] : undefined;
    if (file === undefined) return [];
    return [{ id: file.url, name: file.filename === "" ? file.id : file.filename, bytes: file.size }];
  });

/** What somebody types into a command. */
export const readCompletion = (interaction: AnyInteraction, data: CommandData): Read => {
  const [sub] = data.options;
  const word = commandWords.find(({ name }) => name === sub?.name);
  const focused = sub?.options.find((option) => option.focused === true);
  const what = word?.options.find(({ name }) => name === focused?.name)?.completes;
  const place = placeOf(interaction, null);
  if (what === undefined || place === null) return dropped("an option that does not complete itself");
  const { id, token } = interaction;
  return { type: "completes", id, token, what, typed: String(focused?.value ?? ""), ...place };
};
