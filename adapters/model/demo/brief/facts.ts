import { readBrief, type Brief } from "./brief.ts";
import { entitiesOf, type Entity } from "./entities.ts";
import { isEnglish } from "./language.ts";
import { layoutOf, namedFilesOf, type LayoutEntry } from "./layout.ts";
import { productOf, type Product } from "./product.ts";
import { signalsOf, type Signals } from "./signals.ts";
import { technologiesOf, type Technology } from "./technology.ts";
import { termsOf, type Term } from "./terms.ts";

/** Everything that is read out of a brief before anything is written. */
export interface Facts {
  readonly brief: Brief;
  readonly english: boolean;
  readonly product: Product;
  readonly terms: readonly Term[];
  readonly entities: readonly Entity[];
  readonly technologies: readonly Technology[];
  readonly layout: readonly LayoutEntry[];
  readonly files: readonly string[];
  readonly signals: Signals;
}

/** Reads a brief. The same text always gives the same facts. */
export const factsOf = (document: string, source: string): Facts => {
  const brief = readBrief(document, source);
  const english = isEnglish(brief);
  const terms = termsOf(brief, english);
  const entities = entitiesOf(brief, terms);
  return {
    brief,
    english,
    terms,
    product: productOf(brief, terms, entities),
    entities,
    technologies: technologiesOf(brief),
    layout: layoutOf(brief),
    files: namedFilesOf(brief),
    signals: signalsOf(brief),
  };
};
