import { commandWords, type CommandOption } from "./commands-words.ts";
import { discordLimits } from "./limits.ts";

/** The command's name. */
export const commandName = "botarmy";
/** The entry in a message's menu. */
export const menuName = "Steer this project";

const optionTypes = { subcommand: 1, string: 3, attachment: 11 } as const;
/** Slash commands and entries of a message's menu. */
const commandTypes = { slash: 1, messageMenu: 3 } as const;

/** All that the app registers: for one server, or for all where commands say that they are for servers only. */
export const commandsFor = (guild: string | null) => {
  const where = guild === null ? { contexts: [0], integration_types: [0] } : {};
  const slash = {
    type: commandTypes.slash,
    name: commandName,
    description: "Projects of the agents: start, steer, decide, look",
    options: commandWords.map(({ name, description, options }) => ({
      type: optionTypes.subcommand,
      name,
      description,
      options: options.map(optionOf),
    })),
    ...where,
  };
  return [slash, { type: commandTypes.messageMenu, name: menuName, ...where }];
};

const optionOf = ({ name, description, how, required = false, choices, completes }: CommandOption) => {
  if (how === "file") return { type: optionTypes.attachment, name, description, required };
  return {
    type: optionTypes.string,
    name,
    description,
    required,
    max_length: how === "brief" || how === "rest" || how === "reason" ? discordLimits.command.string : 100,
    ...(choices === undefined ? {} : { choices: choices.map((value) => ({ name: value, value })) }),
    ...(completes === undefined ? {} : { autocomplete: true }),
  };
};
