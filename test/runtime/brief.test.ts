import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import { briefLimit, checkBrief, decodeBrief, type Brief } from "#src/runtime/brief.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** The brief, or the error that tells a person why not. Any other error is thrown. */
const attempt = (act: () => Brief): Brief | BotArmyError => {
  try {
    return act();
  } catch (error) {
    if (error instanceof BotArmyError) return error;
    throw error;
  }
};

const problem = (act: () => Brief): { code: string; message: string } => {
  const outcome = attempt(act);
  if (!(outcome instanceof BotArmyError)) throw new Error("nothing was refused");
  return { code: outcome.code, message: outcome.message };
};

describe("a brief that is refused", () => {
  it.each([
    { is: "empty", given: bytes(""), says: "no words; say in a sentence or more what is to be made" },
    { is: "blank", given: bytes(" \r\n\t\n"), says: "no words" },
    { is: "without a word", given: bytes("# --- ***\n\n!?"), says: "no words" },
    { is: "a byte order mark alone", given: bytes("\uFEFF"), says: "no words" },
    {
      is: "with a zero byte",
      given: bytes("a\u0000b"),
      says: "not text (it has zero bytes); give a Markdown",
    },
    { is: "UTF-16", given: Uint8Array.from([0xff, 0xfe, 0x61, 0x00]), says: "not text" },
    { is: "with an escape", given: bytes("a\u001B[31mred"), says: "control characters; give a Markdown" },
    { is: "with a form feed", given: bytes("a\fb"), says: "control characters" },
    { is: "with a delete", given: bytes("a\u007F"), says: "control characters" },
    { is: "Latin-1", given: Uint8Array.from([0x67, 0x72, 0xfc, 0x6e]), says: "not UTF-8; save it as UTF-8" },
    { is: "cut inside a character", given: bytes("grün").slice(0, 3), says: "not UTF-8" },
    { is: "a surrogate as UTF-8", given: Uint8Array.from([0x61, 0xed, 0xa0, 0x80]), says: "not UTF-8" },
    {
      is: "too large",
      given: bytes("a".repeat(briefLimit + 1)),
      says: "262145 bytes; a brief may have 262144.",
    },
  ])("because it is $is says so in one line", ({ given, says }) => {
    const { code, message } = problem(() => decodeBrief(given, "b.md"));
    expect(code).toMatch(/^brief-(empty|binary|encoding|too-large)$/);
    expect(message).toMatch(/^b\.md (is|has) [^\n]+$/);
    expect(message).toContain(says);
  });

  it("as text, by the bytes that it would take", () => {
    expect(problem(() => checkBrief("ü".repeat(briefLimit / 2 + 1), "the brief")).code).toBe(
      "brief-too-large",
    );
    expect(checkBrief("ü".repeat(briefLimit / 2), "the brief").words).toBe(1);
  });
});

describe("a brief that is taken", () => {
  it("has plain line ends, no byte order mark, and composed characters", () => {
    const brief = decodeBrief(bytes("\uFEFF# To\u0302\r\n\r\nDo it\rnow.\n\ttabs stay"), "b.md");
    expect(brief).toEqual({ text: "# T\u00F4\n\nDo it\nnow.\n\ttabs stay", title: "Tô", words: 6 });
  });

  it("may be as large as the limit", () => {
    expect(decodeBrief(bytes("a ".repeat(briefLimit / 2)), "b.md").words).toBe(briefLimit / 2);
  });

  it("counts words of any script, and numbers", () => {
    expect(checkBrief("Zwei Häuser, 3 мира と 4!", "b").words).toBe(6);
  });
});

describe("the title of a brief", () => {
  it.each([
    ["# Ladder List\n\nOur house…", "Ladder List"],
    ["Intro line\n\n## The **real** `title` ##\n", "The real title"],
    ["#### too deep\nplain", "#### too deep"],
    ["#no heading\nplain", "#no heading"],
    ["# ***\nBuild a shop", "Build a shop"],
    ["#\n\nBuild a shop", "Build a shop"],
    ["---\n***\nBuild a shop. Then sell it.", "Build a shop"],
    ["Is it 3.5 metres long? Yes.", "Is it 3.5 metres long?"],
    ["e.g. a shop for everybody", "e.g. a shop for everybody"],
    ["  many   \t spaces  ", "many spaces"],
    [`${"word ".repeat(40)}end`, `${"word ".repeat(14)}word…`],
    ["x".repeat(200), `${"x".repeat(79)}…`],
    [`${"x".repeat(78)}${"🦉".repeat(10)}`, `${"x".repeat(78)}…`],
    [`# ${"#".repeat(900)}word`, "Untitled"],
  ])("of %j is %j", (text, title) => {
    expect(checkBrief(text, "b").title).toBe(title);
  });

  it("is found in an instant in a heading made to be slow", () => {
    const nasty = `# a${" ".repeat(100_000)}b${"#".repeat(100_000)}c`;
    expect(checkBrief(nasty, "b").title).toBe("a b");
  }, 1_000);
});

/** Can the product go on with this, whether it was taken or not? */
const isUsable = (outcome: Brief | BotArmyError): boolean => {
  if (outcome instanceof BotArmyError)
    return outcome.code.startsWith("brief-") && !outcome.message.includes("\n");
  const { title, words } = outcome;
  return words > 0 && title.length > 0 && title.length <= 80 && !title.includes("\n");
};

describe("any text", () => {
  it("is taken or refused in one line, and taken again as it was taken", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const outcome = attempt(() => checkBrief(text, "b"));
        expect(isUsable(outcome)).toBe(true);
        const again = outcome instanceof BotArmyError ? outcome : checkBrief(outcome.text, "b");
        expect(again).toEqual(outcome);
      }),
      { numRuns: 300 },
    );
  });

  it("of any bytes is never an unknown fault", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (given) => {
        expect(isUsable(attempt(() => decodeBrief(given, "b")))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
