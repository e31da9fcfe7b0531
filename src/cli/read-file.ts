import { readFile } from "node:fs/promises";
import { BotArmyError } from "../errors.ts";
import { readYaml } from "../team/yaml.ts";

/** A file that somebody named. Throws BotArmyError `file-unreadable`. */
export const readBytes = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new BotArmyError("file-unreadable", `cannot read ${file}: ${reasonOf(cause)}`, { cause });
  }
};

/** A file's value as YAML, null when it is empty. Throws BotArmyError `file-unreadable`, or one of `code` that names the line. */
export const readYamlFile = async (file: string, code: string): Promise<unknown> => {
  const bytes = await readBytes(file);
  return readYaml({ path: file, text: textOf(bytes, file, code), firstLine: 1, code }).value;
};

const textOf = (bytes: Uint8Array, file: string, code: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BotArmyError(code, `${file} is not UTF-8 text; save it as UTF-8 and try again`, { cause });
  }
};

const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file; check the path";
    case "EISDIR":
      return "it is a folder; name a file in it";
    case "EACCES":
    case "EPERM":
      return "this user may not read it; change its permissions";
    default:
      return `${code}; check the file and its disk`;
  }
};
