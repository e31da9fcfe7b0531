import type { SpecDocument } from "../project/spec.ts";
import { bestPassages, type Source } from "./search.ts";
import { outlineOf, sectionNamed, trimmed, type Span } from "./sections.ts";
import { wordsOf } from "./words.ts";

/** Words found in a source: `text` is exactly `source.slice(from, to)`, offsets in UTF-16 units. For the spec, `source` is `spec{pointer}`. */
export interface Passage {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** True when the passage goes on after `to` and was cut to keep the prompt small. */
  readonly cut: boolean;
}

/** What a tool brings: passages, or in plain words why there are none. */
export type Found =
  | { readonly ok: true; readonly passages: readonly Passage[] }
  | { readonly ok: false; readonly reason: string };

/** What tools may read: the project's current documents and its spec. */
export interface ToolSources {
  readonly documents: readonly Source[];
  readonly spec: SpecDocument;
}

/** Most UTF-16 units of one passage: about 1,000 tokens of English. */
export const passageLimit = 4_000;

/** Passages one search brings. */
const searchLimit = 3;

/** `{document}#{heading or words}`: the section under that heading, else the paragraph with these words; without `#`, the document from its beginning. */
export const extract = (sources: ToolSources, argument: string): Found => {
  const cutAt = argument.indexOf("#");
  const path = (cutAt < 0 ? argument : argument.slice(0, cutAt)).trim();
  const wanted = (cutAt < 0 ? "" : argument.slice(cutAt + 1)).replace(/^#+/, "").trim();
  const document = sources.documents.find((source) => source.path === path);
  if (document === undefined) return { ok: false, reason: `there is no current document ${path}` };
  const span = spanFor(document.text, wanted);
  if (span === undefined)
    return { ok: false, reason: `${path} has neither a heading nor a paragraph with “${wanted}”` };
  return { ok: true, passages: [passage(document, span)] };
};

/** Words across all current documents: the paragraphs that fit best. */
export const search = (sources: ToolSources, words: string): Found => {
  const hits = bestPassages(sources.documents, words, searchLimit);
  const passages = hits.flatMap((hit) =>
    sources.documents.filter(({ path }) => path === hit.path).map((document) => passage(document, hit)),
  );
  return passages.length === 0
    ? { ok: false, reason: `no document has any of the words “${words}”` }
    : { ok: true, passages };
};

/** A JSON pointer (RFC 6901) into the spec; the empty pointer is the whole spec. */
export const lookUp = (sources: ToolSources, pointer: string): Found => {
  const value = resolvePointer(sources.spec, pointer.trim());
  if (value === undefined) return { ok: false, reason: `the spec has nothing at ${pointer}` };
  const text = JSON.stringify(value, null, 2);
  return {
    ok: true,
    passages: [passage({ path: `spec${pointer.trim()}`, text }, { from: 0, to: text.length })],
  };
};

const spanFor = (text: string, wanted: string): Span | undefined => {
  if (wanted === "") return { from: 0, to: text.length };
  const outline = outlineOf(text);
  return (
    sectionNamed(outline, wanted) ??
    outline.blocks.find((block) => holds(text.slice(block.from, block.to), wanted))
  );
};

/** The words one after the other; or, when there are several, all of them anywhere. */
const holds = (block: string, wanted: string): boolean => {
  const words = wordsOf(block);
  const all = wordsOf(wanted);
  if (all.length === 0) return false;
  return (
    ` ${words.join(" ")} `.includes(` ${all.join(" ")} `) ||
    (all.length > 1 && all.every((word) => words.includes(word)))
  );
};

const passage = (document: Source, span: Span): Passage => {
  const whole = trimmed(document.text, span);
  const to = cutPoint(document.text, whole);
  return {
    source: document.path,
    from: whole.from,
    to,
    text: document.text.slice(whole.from, to),
    cut: to < whole.to,
  };
};

/** The last paragraph, line or word border within the limit, whichever keeps at least half of it. */
const cutPoint = (text: string, { from, to }: Span): number => {
  if (to - from <= passageLimit) return to;
  const part = text.slice(from, from + passageLimit);
  const borders = ["\n\n", "\n", " "].map((border) => part.lastIndexOf(border));
  const border = borders.find((at) => at >= passageLimit / 2);
  if (border !== undefined) return from + part.slice(0, border).trimEnd().length;
  return from + (isHighSurrogate(part.charCodeAt(part.length - 1)) ? part.length - 1 : part.length);
};

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Only own keys are followed, so that `/constructor` finds nothing. */
const resolvePointer = (root: unknown, pointer: string): unknown => {
  if (pointer === "" || pointer === "/") return root;
  if (!pointer.startsWith("/")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null
          ? Object.getOwnPropertyDescriptor(value, key)?.value
          : undefined,
      root,
    );
};
