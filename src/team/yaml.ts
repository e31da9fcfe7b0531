import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from "yaml";
import { BotArmyError } from "../errors.ts";
import { quote } from "./names.ts";
import { findDanger } from "./yaml-guard.ts";

/** YAML to read: a whole file, or the front matter of one, which then starts at `firstLine`. */
export interface YamlSource {
  readonly path: string;
  readonly text: string;
  readonly firstLine: number;
  /** Code of the BotArmyErrors about this text. */
  readonly code: string;
}

/** A parsed YAML text that knows where each of its values stands. */
export interface YamlFile {
  readonly value: unknown;
  /** Offset of the value at a path, of its key, or of the nearest thing above when it is not there. */
  offsetOf(path: readonly PropertyKey[], part?: "value" | "key"): number;
  /** Offset of the character `at` of a text, where the file has it as it is, on one line; else of the text itself. */
  offsetIn(path: readonly PropertyKey[], at: number): number;
  /** An error whose message starts with `path:line:column`. Lines and columns count from 1. */
  errorAt(offset: number, problem: string): BotArmyError;
}

/** Syntax errors in our words, by the parser's code; for the others the parser's own words are clear. */
const syntaxWords: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "this backslash means nothing in double quotes; use single quotes, or write it twice",
  BAD_INDENT: "the indentation fits nothing above; start all items of a list or map in the same column",
  BAD_SCALAR_START: "text cannot start with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a key stands inside another key's value; put text in quotes, or check the indentation of the next line",
  MISSING_CHAR:
    "a character is missing here; check the colon after a key, the dash before an item, the comma in brackets",
  MULTILINE_IMPLICIT_KEY: 'this line has no "key: value"; add the colon, or check the indentation',
  MULTIPLE_DOCS: "a second document starts here; keep one per file and remove this line",
  NON_STRING_KEY: "a key must be plain text",
  UNEXPECTED_TOKEN:
    "this does not fit here; check the indentation, brackets and quotes of this line and the one before",
};

/**
 * Reads YAML 1.2 strictly: core types only, text keys, each key once, no anchors, aliases, tags, directives or tabs,
 * at most 256 kB. Throws a BotArmyError of one line with the position of the first thing wrong.
 */
export function readYaml(source: YamlSource): YamlFile {
  const lines = new LineCounter();
  const errorAt = (offset: number, problem: string): BotArmyError => {
    const { line, col } = lines.linePos(offset);
    const place = `${source.path}:${Math.max(1, line) + source.firstLine - 1}:${Math.max(1, col)}`;
    return new BotArmyError(source.code, `${place} ${problem}`);
  };
  countLines(source.text, lines);
  const danger = findDanger(source.text);
  if (danger) throw errorAt(danger.offset, danger.problem);
  const document = parse(source.text);
  const broken = firstOf(document.errors);
  if (broken) throw errorAt(broken.pos[0], syntaxProblem(broken));
  const repeated = findRepeatedKey(document.contents);
  if (repeated) throw errorAt(repeated.offset, repeated.problem);
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    offsetOf: (path, part = "value") => offsetOf(document, path, part),
    offsetIn: (path, at) => offsetIn(document, source.text, { path, at }),
    errorAt,
  };
}

function countLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
}

function parse(text: string): Document {
  return parseDocument(text, {
    version: "1.2",
    schema: "core",
    strict: true,
    stringKeys: true,
    merge: false,
    // The parser's own check compares every pair of keys; ours looks each key up.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
}

function firstOf(errors: readonly YAMLError[]): YAMLError | undefined {
  return errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0];
}

function syntaxProblem(error: YAMLError): string {
  const parserWords = `${error.message.split("\n")[0] ?? ""}; check the indentation, colons, brackets and quotes here`;
  return `this is not valid YAML: ${syntaxWords[error.code] ?? parserWords}`;
}

function findRepeatedKey(node: unknown): { offset: number; problem: string } | undefined {
  if (isSeq(node)) return firstFound(node.items, findRepeatedKey);
  if (!isMap(node)) return undefined;
  const keys = new Set<string>();
  return firstFound(node.items, ({ key, value }) => {
    const name = String(key);
    if (keys.has(name))
      return { offset: startOf(key) ?? 0, problem: `the key ${quote(name)} is here twice; remove one` };
    keys.add(name);
    return findRepeatedKey(value);
  });
}

function firstFound<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function offsetOf(document: Document, path: readonly PropertyKey[], part: "value" | "key"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, segment] of path.entries()) {
    const { key, value } = childOf(node, segment);
    if (key === undefined && value === undefined) break;
    const atKey = part === "key" && depth === path.length - 1;
    offset = (atKey || isEmpty(value) ? startOf(key) : startOf(value)) ?? offset;
    node = value;
  }
  return offset;
}

function offsetIn(
  document: Document,
  text: string,
  { path, at }: { path: readonly PropertyKey[]; at: number },
): number {
  const start = offsetOf(document, path, "value");
  const node = path.reduce<unknown>((parent, segment) => childOf(parent, segment).value, document.contents);
  if (!isScalar(node) || !isNodeWithRange(node)) return start;
  const written = text.slice(node.range[0], node.range[1]);
  if (written === node.value) return start + at;
  return written.slice(1, -1) === node.value ? start + 1 + at : start;
}

function childOf(node: unknown, segment: PropertyKey): { key?: unknown; value?: unknown } {
  if (isSeq(node)) return { value: node.items[Number(segment)] };
  if (!isMap(node)) return {};
  return node.items.find(({ key }) => String(key) === segment) ?? {};
}

/** A key without a value has an empty scalar somewhere after the colon; the key is the better place to point at. */
function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && value.source === "");
}

function startOf(node: unknown): number | undefined {
  return isNodeWithRange(node) ? node.range[0] : undefined;
}

function isNodeWithRange(node: unknown): node is Node & { range: [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}
