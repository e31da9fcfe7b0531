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
