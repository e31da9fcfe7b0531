import { Liquid, type Token } from "liquidjs";
import { BotArmyError } from "../errors.ts";

/** Renders the template of that name (without folder and extension) with values; same values, same text. */
export type Render = (template: string, values: Readonly<Record<string, unknown>>) => string;

/** Templates are a few kilobytes; anything far above is a mistake or an attack. */
const limits = { parseLimit: 500_000, renderLimit: 5_000, memoryLimit: 20_000_000 };

/**
 * A renderer for a project's prompt templates (path to text). Templates see only these files and the given values: no file
 * system, no prototypes, no unknown variables or filters. Values are text, never templates, and cannot open or close tags
 * unless the template marks them `raw`. Throws BotArmyError `template-missing` or `template-invalid` with file, line, column.
 */
export const createRenderer = (prompts: Readonly<Record<string, string>>): Render => {
  const files = new Map(Object.entries(prompts).map(([path, text]) => [fileName(path), { path, text }]));
  const engine = new Liquid({
    templates: Object.fromEntries([...files].map(([name, { text }]) => [name, text])),
    extname: ".liquid",
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    cache: true,
    trimTagLeft: true,
    trimTagRight: true,
    greedy: false,
    outputEscape: inert,
    ...limits,
  });
  return (template, values) => {
    const file = files.get(`${template}.liquid`);
    if (file === undefined)
      throw new BotArmyError(
        "template-missing",
        `there is no prompt template ${template}; add ${template}.liquid or name another one in the workflow`,
      );
    try {
      return tidy(String(engine.renderFileSync(template, { ...values })));
    } catch (error) {
      throw translated(error, file.path, [...files.values()]);
    }
  };
};

/** A `<` before a letter or a slash would read as a tag of the prompt. */
const inert = (value: unknown): string => textOf(value).replace(/<(?=[A-Za-z/!?])/g, "&lt;");

/** Templates print texts and numbers; a list or an object printed by mistake is shown as JSON. */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
};

const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const tidy = (text: string): string =>
  `${text
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;

/** liquidjs tells the place by a token, whose input is the text of the file it is in. */
const translated = (
  error: unknown,
  rendered: string,
  files: readonly { path: string; text: string }[],
): BotArmyError => {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/, (file|line):.*$/s, "");
  const token = tokenOf(error);
  const [line, column] = token?.getPosition() ?? [1, 1];
  const path = files.find(({ text }) => token !== undefined && text === token.input)?.path ?? rendered;
  return new BotArmyError(
    "template-invalid",
    `${path}:${line}:${column}: ${reason}; correct the prompt template`,
    { cause: error },
  );
};

const tokenOf = (error: unknown): Token | undefined =>
  // Every error class of liquidjs has the token it is about; the classes share no exported base.
  error instanceof Error && "token" in error ? (error.token as Token | undefined) : undefined;
