import { Liquid, type Template, TagToken, type Token, toValueSync } from "liquidjs";
import { BotArmyError } from "../errors.ts";
import { didYouMean, list, quote } from "./names.ts";
import { findCycle } from "./order.ts";
import { isPart, namesIn } from "./prompt-names.ts";
import { nameOf, type SourceText } from "./source.ts";

/** Somewhere in a template: line and column from 1. */
type Place = readonly [line: number, column: number];

/** A template that can be parsed, and what it says of others. */
interface Parsed {
  readonly file: SourceText;
  readonly name: string;
  /** Parts that it includes, the layout among them. */
  readonly includes: readonly Mention[];
  readonly layout: string | undefined;
  readonly blocks: readonly Mention[];
}

interface Mention {
  readonly name: string;
  readonly place: Place;
}

/**
 * Finds mistakes in prompt templates before a project is started with them: what cannot be parsed, an unknown filter, a part or
 * layout that is not there, parts that include each other in a circle, a block that the layout does not have, and names that
 * nothing stands behind. Fields of loop variables, and of what a part is given, are not looked at. Throws BotArmyError `template-invalid` with line and column.
 */
export function checkPrompts(files: readonly SourceText[]): void {
  const engine = new Liquid({
    templates: Object.fromEntries(files.map((file) => [`${nameOf(file)}.liquid`, file.text])),
    extname: ".liquid",
    strictFilters: true,
    parseLimit: 500_000,
  });
  const parsed = new Map(files.map((file) => [nameOf(file), parse(engine, file)]));
  for (const template of parsed.values()) refuseIncludes(template, parsed);
  refuseCircle(parsed);
  for (const template of parsed.values()) refuseBlocks(template, parsed);
  for (const template of parsed.values()) if (!isPart(template.name)) refuseNames(engine, template, parsed);
}

function parse(engine: Liquid, file: SourceText): Parsed {
  const templates = parsedBy(engine, file);
  const tags = [...within(templates)];
  const includes = tags.flatMap(includedBy);
  const of = (tag: string): readonly TagToken[] =>
    tags.flatMap(({ token }) => (token instanceof TagToken && token.name === tag ? [token] : []));
  const layouts = tags.filter(({ token }) => token instanceof TagToken && token.name === "layout");
  return {
    file,
    name: nameOf(file),
    includes,
    layout: layouts.flatMap(includedBy)[0]?.name,
    blocks: of("block").map((token) => ({ name: /\w+/.exec(token.args)?.[0] ?? "", place: placeOf(token) })),
  };
}

function parsedBy(engine: Liquid, file: SourceText): readonly Template[] {
  try {
    return engine.parse(file.text, `${nameOf(file)}.liquid`);
  } catch (error) {
    // Every error class of liquidjs has the token it is about; the classes share no exported base.
    const token = error instanceof Error && "token" in error ? (error.token as Token) : undefined;
    const place: Place = token === undefined ? [1, 1] : placeOf(token);
    throw mistake(file, place, syntaxProblem(error instanceof Error ? error.message : String(error)));
  }
}

function syntaxProblem(message: string): string {
  const reason = message.replace(/, (file|line):.*$/s, "");
  const end = /^tag "(end\w*)" not found$/.exec(reason)?.[1];
  return end === undefined
    ? `${reason}; correct the prompt template`
    : `${quote(end)} closes nothing here; close what is open before it, or correct its name`;
}

/** The templates and everything inside them, parts of other files excepted. */
function* within(templates: readonly Template[]): Generator<Template> {
  for (const template of templates) {
    yield template;
    if (template.children !== undefined) yield* within(toValueSync(template.children(false, true)));
  }
}

/** A part whose name is computed is not known before it is rendered. */
function includedBy(template: Template): readonly Mention[] {
  const name = template.partialScope?.()?.name.replace(/\.liquid$/, "");
  return name === undefined ? [] : [{ name, place: placeOf(template.token) }];
}

function refuseIncludes({ file, includes }: Parsed, all: ReadonlyMap<string, Parsed>): void {
  const missing = includes.find(({ name }) => !all.has(name));
  if (missing === undefined) return;
  const names = [...all.keys()].toSorted();
  throw mistake(
    file,
    missing.place,
    `${quote(missing.name)} is not a prompt template; choose one of ${list(names)}${didYouMean(missing.name, names)}`,
  );
}

function refuseCircle(all: ReadonlyMap<string, Parsed>): void {
  const items = [...all.values()].map(({ name, includes }) => ({
    id: name,
    needs: includes.map((part) => part.name),
  }));
  const [from, to, ...rest] = findCycle(items) ?? [];
  const template = all.get(from ?? "");
  const part = template?.includes.find(({ name }) => name === to);
  if (template === undefined || part === undefined) return;
  const circle = [from, to, ...rest].join(" includes ");
  throw mistake(template.file, part.place, `this is part of a circle: ${circle}; remove one of these`);
}

/** What stands in a block that the layout does not have would be left out without a word. */
function refuseBlocks({ file, layout, blocks }: Parsed, all: ReadonlyMap<string, Parsed>): void {
  if (layout === undefined) return;
  const known = blocksOf(layout, all);
  const lost = blocks.find(({ name }) => !known.includes(name));
  if (lost !== undefined)
    throw mistake(
      file,
      lost.place,
      `block ${quote(lost.name)} is not in ${quote(layout)}; choose one of ${list(known)}${didYouMean(lost.name, known)}`,
    );
}

function blocksOf(layout: string, all: ReadonlyMap<string, Parsed>): readonly string[] {
  const parent = all.get(layout);
  const own = parent?.blocks.map(({ name }) => name) ?? [];
  return parent?.layout === undefined ? own : [...own, ...blocksOf(parent.layout, all)];
}

function refuseNames(engine: Liquid, { file, name }: Parsed, all: ReadonlyMap<string, Parsed>): void {
  const known = namesIn(name);
  const { globals } = engine.parseAndAnalyzeSync(file.text, `${name}.liquid`);
  for (const { segments, location } of Object.values(globals).flat()) {
    const problem = unknownIn(segments.map(String), known);
    if (problem === undefined) continue;
    const at = all.get(location.file?.replace(/\.liquid$/, "") ?? name)?.file ?? file;
    throw mistake(at, [location.row, location.col], problem);
  }
}

function unknownIn(
  [name = "", field]: readonly string[],
  known: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  const fields = Object.hasOwn(known, name) ? known[name] : undefined;
  if (fields === undefined) {
    const names = Object.keys(known);
    return `asks for ${quote(name)}, which is not known here; choose one of ${list(names)}${didYouMean(name, names)}`;
  }
  if (field === undefined || fields.includes(field) || /^\d+$/.test(field)) return undefined;
  return `asks for ${quote(field)}, which ${name} does not have; choose one of ${list(fields)}${didYouMean(field, fields)}`;
}

function placeOf(token: Token): Place {
  const [line = 1, column = 1] = token.getPosition();
  return [line, column];
}

function mistake({ path }: SourceText, [line, column]: Place, problem: string): BotArmyError {
  return new BotArmyError("template-invalid", `${path}:${line}:${column} ${problem}`);
}
