import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleaned } from "#adapters/chat/clean.ts";
import { escaped, runsText } from "#adapters/chat/discord/markdown-text.ts";
import { joinRuns, type Run } from "#adapters/chat/runs.ts";
import { readMarkdown, shownText, type Style } from "./markdown-reader.ts";

const hostile = [
  "@everyone",
  "@here",
  "<@80351110224678912>",
  "<@!80351110224678912>",
  "<@&165511591545143296>",
  "<#103735883630395392>",
  "<t:1618953630:R>",
  "</airhorn:816437322781949972>",
  "<id:customize>",
  "<a:b1nzy:392938283556143104>",
  ":white_check_mark:",
  ":+1::skin-tone-2:",
  "[bank](https://evil.example)",
  '[bank](<https://evil.example> "title")',
  "<https://evil.example>",
  "https://evil.example",
  "steam://run/1",
  "||hidden||",
  "__under__",
  "***both***",
  "~~gone~~",
  "`code`",
  "``a`b``",
  "```js\nx\n```",
  "# heading",
  "### heading #",
  "-# small",
  "- item",
  "+ item",
  "* item",
  "12. item",
  "> quote",
  ">>> quote",
  "¯\\_(ツ)_/¯",
  "snake_case_name",
  "2*3*4",
  "C:\\new\\*",
];

describe("text of a model", () => {
  test.each(hostile)("%j is shown as it is, at the start of a line and inside one", (text) => {
    for (const each of [text, `a ${text} b`, `a\n${text}`, `  ${text}`, text.repeat(2), `**${text}**`]) {
      const { signs } = readMarkdown(escaped(each));
      expect({ text: shownText(escaped(each)), signs }).toEqual({ text: each, signs: [] });
    }
  });

  test("of any kind is shown as it is", () => {
    fc.assert(
      fc.property(text, (any) => {
        const read = readMarkdown(escaped(any));
        expect(read.signs).toEqual([]);
        expect(read.shown.map((one) => one.text).join("")).toBe(any);
        expect(read.shown.flatMap((one) => one.styles)).toEqual([]);
      }),
      { numRuns: 1_000, interruptAfterTimeLimit: 10_000 },
    );
  });
});

describe("runs", () => {
  test("have their styles", () => {
    expect(
      runsText([
        { text: "a " },
        { text: "bold ", bold: true },
        { text: "both", bold: true, italic: true },
        { text: " and ", italic: true },
        { text: "code", code: true, bold: true },
        { text: " " },
        { text: "gone\nfor good", strike: true },
        { text: " " },
        { text: "https://example.org/a_b_c", url: "https://example.org/a_b_c", bold: true },
      ]),
    ).toBe("a **bold** **_both_** *and* **`code`** ~~gone~~\n~~for good~~ <https://example.org/a_b_c>");
  });

  test("are shown word for word, in no style that they do not have, and nothing in them is read as more", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }).map(joinRuns), (runs) => {
        const { shown, signs } = readMarkdown(runsText(runs));
        const links = runs.flatMap(({ url }) => url ?? []);
        expect(signs).toEqual(links.map((url) => ({ type: "link", text: url })));
        const asked = runs.flatMap((each) => letters(each.text, stylesOf(each)));
        const got = shown.flatMap((each) => letters(each.text, each.styles));
        expect(got.map(([letter]) => letter).join("")).toBe(asked.map(([letter]) => letter).join(""));
        const wrong = got.filter(([, styles], i) => styles.some((style) => !asked[i]?.[1].includes(style)));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 2_000, interruptAfterTimeLimit: 15_000 },
    );
  });
});

const bits = fc.constantFrom(
  ..."*_~`|\\[]()<>@:#-+>.!/&1 ab\n".split(""),
  "**",
  "__",
  "~~",
  "||",
  "```",
  "\n\n",
  "\n- ",
  "\n1. ",
  "://",
  "everyone",
  "@here",
  "<@1>",
  "日",
);
const text = fc.oneof(
  fc.array(bits, { maxLength: 30 }).map((all) => all.join("")),
  fc.string({ unit: "binary", maxLength: 40 }).map(cleaned),
  fc.array(fc.constantFrom(...hostile), { maxLength: 4 }).map((all) => all.join("")),
);
const run: fc.Arbitrary<Run> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(text, fc.subarray<Style>(["bold", "italic", "strike", "code"]))
      .map(([words, styles]) => ({
        text: words,
        ...Object.fromEntries(styles.map((style) => [style, true])),
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("https://example.org/**a**_b_`c`~~", "http://a.example/@everyone?x=[1](2)")
      .map((url) => ({ text: url, url })),
  },
);

/** Every letter that is seen, with its styles. */
const letters = (of: string, styles: readonly Style[]): readonly (readonly [string, readonly Style[]])[] =>
  Array.from(of.replaceAll(/\s/g, ""), (letter) => [letter, styles] as const);

const stylesOf = ({ bold, italic, strike, code }: Run): readonly Style[] => [
  ...(bold ? (["bold"] as const) : []),
  ...(italic ? (["italic"] as const) : []),
  ...(strike ? (["strike"] as const) : []),
  ...(code ? (["code"] as const) : []),
];
