import { expect, test } from "vitest";
import { voicesIn } from "#adapters/model/demo/project/voices.ts";

test("directions, objections, decisions and answers are read from their lines, each once", () => {
  const prompt =
    "<directions>\n- Direction: use Postgres\n- Direction: use Postgres\n</directions>\nObjection: FR-2 is vague\nAnswer: Who? The cook";
  expect(voicesIn(prompt)).toEqual([
    { kind: "direction", words: "use Postgres" },
    { kind: "objection", words: "FR-2 is vague" },
    { kind: "answer", words: "Who? The cook" },
  ]);
});

test("a text over several lines ends at an empty line, a tag or the next item", () => {
  const prompt =
    "- Direction: use Postgres\nand no ORM\n- something else\nDirection: be kind\n\nnot part of it";
  expect(voicesIn(prompt).map(({ words }) => words)).toEqual(["use Postgres and no ORM", "be kind"]);
});

test("an answered question and a decision that come as directions are not taken for wishes", () => {
  const prompt =
    "- Direction: Question: How many?\nAnswer: Twelve\n- Direction: Decision: the position of architect stands.";
  expect(voicesIn(prompt)).toEqual([
    { kind: "answer", words: "How many? Twelve" },
    { kind: "decision", words: "the position of architect stands." },
  ]);
});

test("a direction about the document is told from one about the product", () => {
  expect(
    voicesIn("Direction: Name the risks of each part\nDirection: show red cards first").map(
      ({ kind }) => kind,
    ),
  ).toEqual(["remark", "direction"]);
});

test("what the prompt escaped is read as people wrote it", () => {
  expect(voicesIn("Direction: put it in a &lt;strong> tag")).toEqual([
    { kind: "direction", words: "put it in a <strong> tag" },
  ]);
});

test("that people let a document pass, or why it is done again, is no decision about the product", () => {
  expect(
    voicesIn(
      "- Decision: Analyst: requirements/requirements.md: Approve “it is good”\n- Decision: Architect and Analyst disagree about Analyze: Architect is right\n- Direction: Rolled back to Design. Ann rejected it: too wide\n- Direction: Round 2 of at most 3, until `x`. Copy said: nothing",
    ).map(({ kind, words }) => [kind, words.slice(0, 13)]),
  ).toEqual([
    ["decision", "Architect and"],
    ["remark", "Rolled back t"],
    ["remark", "Round 2 of at"],
  ]);
});
