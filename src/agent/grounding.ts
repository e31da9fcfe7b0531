import type { Evidence } from "./evidence.ts";
import type { StepOutput } from "./output.ts";
import type { Source } from "./search.ts";
import type { Span } from "./sections.ts";

type Claim = StepOutput["claims"][number];

/** A statement of a document, with the place its quoted words come from, or why there is none. Offsets count UTF-16 units. */
export type GroundedClaim = { readonly text: string; readonly source: string; readonly quote: string } & (
  | { readonly grounded: true; readonly from: number; readonly to: number }
  | { readonly grounded: false; readonly reason: string }
);

/** What claims may be about: the documents by path, and the evidence whose id a claim may give instead of a path. */
export interface GroundingSources {
  readonly documents: readonly Source[];
  readonly evidence: readonly Evidence[];
}

/** Fewest letters and digits a quote needs: fewer are found in every text and prove nothing. */
const quoteMinimum = 4;

/** Finds every claim's quote in its source. */
export const groundClaims = (
  claims: readonly Claim[],
  sources: GroundingSources,
): readonly GroundedClaim[] => {
  const foldOf = foldOnce();
  return claims.map((claim) => {
    const places = placesFor(claim.source, sources);
    if (places.length === 0) return ungrounded(claim, `there is no document ${claim.source}`);
    return firstPlace(claim, places, foldOf) ?? ungrounded(claim, "the quoted words are not there");
  });
};

/** Where `quote` stands in `text`: exactly, else with case, white space and quotation marks ignored; undefined when nowhere. */
export const locate = (text: string, quote: string, foldOf: Fold = fold): Span | undefined => {
  const wanted = quote.trim();
  if ((wanted.match(/[\p{L}\p{N}]/gu) ?? []).length < quoteMinimum) return undefined;
  const exact = text.indexOf(wanted);
  return exact >= 0 ? { from: exact, to: exact + wanted.length } : locateFolded(foldOf(text), fold(wanted));
};

const ungrounded = ({ text, source, quote }: Claim, reason: string): GroundedClaim => ({
  text,
  source,
  quote,
  grounded: false,
  reason,
});

const firstPlace = (
  claim: Claim,
  places: readonly PlaceToLook[],
  foldOf: Fold,
): GroundedClaim | undefined => {
  for (const { document, within } of places) {
    const span = locate(document.text.slice(within.from, within.to), claim.quote, foldOf);
    if (span === undefined) continue;
    const { text, quote } = claim;
    return {
      text,
      quote,
      source: document.path,
      grounded: true,
      from: within.from + span.from,
      to: within.from + span.to,
    };
  }
  return undefined;
};

interface PlaceToLook {
  readonly document: Source;
  readonly within: Span;
}

/** A source is named by its path, with or without offsets, or by the evidence (`#E1`) it was given as. */
const placesFor = (name: string, { documents, evidence }: GroundingSources): readonly PlaceToLook[] => {
  const id = /^#?(E[1-9]\d?)\b/.exec(name.trim())?.[1];
  const path = name.trim().replace(/:\d+-\d+$/, "");
  const document = documents.find((candidate) => candidate.path === path);
  if (document !== undefined) return [{ document, within: { from: 0, to: document.text.length } }];
  const found = evidence.find((candidate) => candidate.id === id);
  if (found?.type !== "found") return [];
  return found.passages.flatMap((passage) =>
    documents
      .filter((source) => source.path === passage.source)
      .map((source) => ({ document: source, within: passage })),
  );
};

const locateFolded = (text: Folded, quote: Folded): Span | undefined => {
  const at = text.text.indexOf(quote.text);
  const from = text.starts[at];
  const to = text.ends[at + quote.text.length - 1];
  return at < 0 || from === undefined || to === undefined ? undefined : { from, to };
};

/** A text with small letters, straight quotes and single spaces, and for each of its units where it came from. */
interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

type Fold = (text: string) => Folded;

/** Folding a long document takes most of a second, so it is done once for all quotes. */
export const foldOnce = (): Fold => {
  const known = new Map<string, Folded>();
  return (text) => {
    const folded = known.get(text) ?? fold(text);
    known.set(text, folded);
    return folded;
  };
};

const fold: Fold = (text) => {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const folded = foldCharacter(character);
    const repeated = folded === " " && units.at(-1) === " ";
    for (const unit of repeated ? "" : folded.split("")) {
      units.push(unit);
      starts.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
  }
  return { text: units.join(""), starts, ends };
};

const foldCharacter = (character: string): string => {
  if (/\s/.test(character)) return " ";
  if ("“”„«»".includes(character)) return '"';
  if ("‘’‚".includes(character)) return "'";
  return "–—".includes(character) ? "-" : character.toLowerCase();
};
