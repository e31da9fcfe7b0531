import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { BotArmyError } from "../errors.ts";
import { didYouMean } from "../team/names.ts";

/** Flags and words of a command line, checked. */
export interface Arguments {
  readonly flags: ReadonlyMap<string, string | true>;
  readonly words: readonly string[];
}

/** What a command takes: its flags, and how many words besides them. Every command takes `--help` too. */
export interface Takes {
  readonly flags: ParseArgsOptionsConfig;
  readonly words: number;
}

const helpFlag = { type: "boolean", short: "h" } as const;

/** Reads a command's arguments strictly: a flag or word that the command does not know is refused with what it does know. */
export const readArguments = (argv: readonly string[], takes: Takes): Arguments => {
  const options = { ...takes.flags, help: helpFlag };
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags = new Map(
    tokens.flatMap((token) =>
      token.kind === "option" ? [[token.name, flagValue(token, options)] as const] : [],
    ),
  );
  const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  // Whoever asks for help is not told about the rest.
  if (!flags.has("help")) checkWords(words, takes.words);
  return { flags, words };
};

interface FlagToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

const flagValue = (token: FlagToken, options: ParseArgsOptionsConfig): string | true => {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined) throw unknownFlag(token, Object.keys(options));
  const { rawName, value, inlineValue = false } = token;
  if (option.type === "boolean") {
    if (value === undefined) return true;
    throw new BotArmyError("flag-value", `${rawName} takes no value; leave out "=${value}"`);
  }
  // `--brief --json` has forgotten the brief; who means it writes `--brief=--json`.
  if (value !== undefined && value !== "" && (inlineValue || !value.startsWith("--"))) return value;
  throw new BotArmyError("flag-value", `${rawName} needs a value, e.g. ${rawName}=VALUE`);
};

const unknownFlag = ({ name, rawName }: FlagToken, known: readonly string[]): BotArmyError => {
  const flags = known.map((one) => `--${one}`);
  return new BotArmyError(
    "flag-unknown",
    `unknown flag ${rawName}; known flags: ${flags.join(", ")}${didYouMean(`--${name}`, flags)}`,
  );
};

const checkWords = (words: readonly string[], most: number): void => {
  const extra = words[most];
  if (extra === undefined) return;
  throw new BotArmyError(
    "word-unknown",
    `unexpected "${extra.slice(0, 60)}"; a text with spaces belongs in quotes, and --help says what is understood`,
  );
};

/** Was help asked for? */
export const wantsHelp = (args: Arguments): boolean => args.flags.has("help");

/** A flag's text, or undefined. */
export const textFlag = (args: Arguments, name: string): string | undefined => {
  const value = args.flags.get(name);
  return value === true ? undefined : value;
};

/** A flag's number within bounds, or undefined. */
export const numberFlag = (
  args: Arguments,
  name: string,
  bounds: { readonly from: number; readonly to: number; readonly whole?: boolean },
): number | undefined => {
  const text = textFlag(args, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  const isFit = bounds.whole !== true || Number.isInteger(value);
  if (text.trim() !== "" && isFit && value >= bounds.from && value <= bounds.to) return value;
  throw new BotArmyError(
    "flag-value",
    `--${name} takes a ${bounds.whole === true ? "whole " : ""}number from ${bounds.from} to ${bounds.to}, not "${text}"`,
  );
};
