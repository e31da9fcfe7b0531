import { BotArmyError } from "../errors.ts";
import { plainText, type SourceText } from "./source.ts";
import { readYaml, type YamlFile } from "./yaml.ts";

/** A Markdown file in its two parts. `bodyLine` is the file's line on which the body starts. */
export interface FrontMatter {
  readonly yaml: YamlFile;
  readonly body: string;
  readonly bodyLine: number;
}

/** Splits a Markdown file that starts with YAML between two `---` lines. Throws BotArmyError `role-invalid`; line numbers are the file's. */
export function readFrontMatter(file: SourceText): FrontMatter {
  const lines = plainText(file).split("\n");
  if (!isFence(lines[0])) {
    throw new BotArmyError(
      "role-invalid",
      `${file.path}:1:1 the file must start with a line "---", then settings such as "name: …", then "---" again`,
    );
  }
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  if (end < 0) {
    throw new BotArmyError(
      "role-invalid",
      `${file.path}:1:1 the settings have no end; add a line "---" between them and the text`,
    );
  }
  const text = lines.slice(1, end).join("\n");
  const yaml = readYaml({ path: file.path, text, firstLine: 2, code: "role-invalid" });
  return { yaml, body: lines.slice(end + 1).join("\n"), bodyLine: end + 2 };
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && line.trimEnd() === "---";
}
