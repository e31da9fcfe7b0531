import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWords } from "#src/runtime/grammar.ts";

/** More runs for a longer look: `PROPERTY_RUNS=100000 npx vitest run test/runtime/grammar`. */
const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 2_000);

describe("any words", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "approve",
      "reject",
      "modify",
      "e1",
      "because",
      ":",
      ",",
      "-",
      "stop",
      "start",
      "--budget",
      "q1:",
      "q2:",
      "architect:",
      "budget",
      "5k",
      "rollback",
      "option-1",
      "\n",
      " ",
    ),
    fc.string({ unit: "grapheme", maxLength: 5 }),
  );
  const texts = fc
    .array(piece, { maxLength: 8 })
    .chain((pieces) => fc.constantFrom(pieces.join(" "), pieces.join("")));
  const choice =
    "approve|modify|reject|receiver|author|longer|raise|cheaper|retry|cancel|skip|answer|option-\\d+";
  const form = new RegExp(
    `^(${choice})(\\s+e[1-9]\\d*)?\\s*($|:|,?\\s*(because|since)\\b|-(?!\\S)|\\s-|–|—)`,
    "i",
  );

  it("are read without a fault, and are never decisions but in the exact forms", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const intent = readWords(text, ["architect"]);
        expect(intent.type !== "decide" || form.test(text.trim())).toBe(true);
        expect(readWords(` ${text}\n`, ["architect"])).toEqual(intent);
      }),
      { numRuns },
    );
  });
});
