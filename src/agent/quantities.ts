/** A number with what it counts, and whether it is a bound. */
export interface Quantity {
  readonly value: number;
  /** `s` for all times up to weeks, `month` for months and years, `B` for sizes, `%`, a currency, or the noun that is counted. */
  readonly unit: string;
  readonly bound: "most" | "least" | "exact";
}

/** What a text counts, and the text without it. Not clear when a unit is there twice or a number is a range. */
export interface Counted {
  readonly quantities: readonly Quantity[];
  readonly rest: string;
  readonly clear: boolean;
}

const numerals: Readonly<Record<string, number>> = {
  zero: 0,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
};

/** Units that are the same thing in another size. Months are not days: nobody knows how many. */
const sizes: Readonly<Record<string, readonly [unit: string, size: number]>> = {
  ms: ["s", 0.001],
  millisecond: ["s", 0.001],
  s: ["s", 1],
  sec: ["s", 1],
  second: ["s", 1],
  min: ["s", 60],
  minute: ["s", 60],
  h: ["s", 3_600],
  hour: ["s", 3_600],
  day: ["s", 86_400],
  week: ["s", 604_800],
  month: ["month", 1],
  year: ["month", 12],
  b: ["B", 1],
  byte: ["B", 1],
  kb: ["B", 1e3],
  mb: ["B", 1e6],
  gb: ["B", 1e9],
  tb: ["B", 1e12],
  "%": ["%", 1],
  percent: ["%", 1],
  "€": ["EUR", 1],
  eur: ["EUR", 1],
  euro: ["EUR", 1],
  $: ["USD", 1],
  usd: ["USD", 1],
  dollar: ["USD", 1],
};

const most =
  "at most|at the most|up to|no more than|not more than|no longer than|not longer than|no later than|within|under|below|less than|fewer than|a maximum of|maximum|max\\.?";
const least =
  "at least|no less than|not less than|no fewer than|not fewer than|more than|over|above|a minimum of|minimum|min\\.?";
const number = "\\d+(?:[.,]\\d+)*|zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
const quantity = new RegExp(
  `(?:\\b(?<most>${most})\\s+|\\b(?<least>${least})\\s+)?(?<sign>[€$])?(?<![\\p{L}\\p{N}_.-])(?<number>${number})(?![\\p{N}_])\\s?-?(?<unit>%|€|\\$|\\p{L}[\\p{L}\\p{M}]*)?`,
  "gu",
);
const range = /\d\s*(?:-|–|to|or|and)\s*\d/u;
/** A number that is a name: `version 2`, `step 3`, `port 80`. */
const named =
  /\b(?:version|step|phase|level|part|port|http|status|code|chapter|stage|day|type|tier|option|v|page|section)\s*$/u;
/** What stands behind a number without being counted. */
const noNoun = new Set(
  "and or of in on at to is are by for from with per the a an as it must should may can if when than then only".split(
    " ",
  ),
);

/** Finds the quantities of a text in lower case. */
export const quantitiesIn = (text: string): Counted => {
  const found: { readonly quantity: Quantity; readonly from: number; readonly to: number }[] = [];
  for (const match of text.matchAll(quantity)) {
    const read = readQuantity(text, match);
    if (read !== null) found.push(read);
  }
  const units = found.map((one) => one.quantity.unit);
  return {
    quantities: found
      .map((one) => one.quantity)
      .toSorted((a, b) => (a.unit < b.unit ? -1 : Number(a.unit > b.unit))),
    rest: found.reduceRight((left, { from, to }) => `${left.slice(0, from)} ${left.slice(to)}`, text),
    clear: new Set(units).size === units.length && !range.test(text),
  };
};

const readQuantity = (text: string, match: RegExpExecArray) => {
  const { sign, number: digits = "", unit: word = "", ...bounds } = match.groups ?? {};
  const given = sign ?? word;
  if (given === "" || noNoun.has(given) || named.test(text.slice(0, match.index))) return null;
  const value = valueOf(digits);
  if (value === null) return null;
  const [unit, size] = sizes[given] ?? sizes[singular(given)] ?? [singular(given), 1];
  const bound = bounds["most"] !== undefined ? "most" : bounds["least"] !== undefined ? "least" : "exact";
  const rounded = Math.round(value * size * 1e6) / 1e6;
  return {
    quantity: { value: rounded, unit, bound } as const,
    from: match.index,
    to: match.index + match[0].length,
  };
};

/** `1,000` is a thousand, `1,5` and `1.5` are one and a half. */
const valueOf = (digits: string): number | null => {
  const numeral = numerals[digits];
  if (numeral !== undefined) return numeral;
  const plain = /^\d{1,3}(?:,\d{3})+$/.test(digits) ? digits.replaceAll(",", "") : digits.replace(",", ".");
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
};

const singular = (word: string): string => (word.length > 3 ? word.replace(/(?<=[^s])s$/, "") : word);
