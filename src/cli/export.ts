import { writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { BotArmyError } from "../errors.ts";
import { readArguments, textFlag, wantsHelp } from "./arguments.ts";
import { configuration } from "./configuration.ts";
import { exitCodes } from "./failure.ts";
import { withProject } from "./stored-project.ts";

const help = `botarmy export PROJECT [--out FILE.zip] [--data DIR]

Writes every current artifact of the project and its metadata as one zip. Default file: PROJECT.zip in this folder.
An existing file is replaced.
`;

/** `botarmy export PROJECT`. */
export const exportZip = async (argv: readonly string[]): Promise<number> => {
  const flags = { data: { type: "string" }, out: { type: "string" } } as const;
  const args = readArguments(argv, { flags, words: 1 });
  if (wantsHelp(args)) return say(help);
  const { data } = await configuration(textFlag(args, "data"));
  return await withProject({ command: "export", id: args.words[0], data }, async (project, storage) => {
    const file = path.resolve(textFlag(args, "out") ?? `${project.id}.zip`);
    const bytes = await storage.artifacts.zip(project.id);
    await write(file, bytes);
    return say(`${file} (${bytes.byteLength} bytes)\n`);
  });
};

const write = async (file: string, bytes: Uint8Array): Promise<void> => {
  try {
    await writeFile(file, bytes);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new BotArmyError(
      "file-unwritable",
      `cannot write ${file} (${reason}); choose another with --out FILE.zip`,
      { cause },
    );
  }
};

const say = (text: string): number => {
  process.stdout.write(text);
  return exitCodes.done;
};
