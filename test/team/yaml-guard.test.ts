import { describe, expect, test } from "vitest";
import { parseWorkflow } from "#src/team/workflow.ts";
import { mistakeIn, workflowFile } from "./samples.ts";

describe("a file made to exhaust us is refused at once", () => {
  const size = 256 * 1024;
  test.each([
    [
      "a bomb of aliases",
      'a: &a ["lol","lol"]\nb: [*a,*a,*a,*a]',
      "1:4 anchors (&name) are not allowed; write the value out where it is needed",
    ],
    ["a megabyte", "a".repeat(1_048_576), "1:1 the file is larger than 256 kB; make it shorter"],
    ["open brackets", "[".repeat(size), "1:21 nested more than 20 deep; make it flatter"],
    ["dashes", "- ".repeat(size / 2), "1:41 nested more than 20 deep; make it flatter"],
    ["commas", `[${",".repeat(size - 2)}]`, "1:20001 the file has too many parts; make it shorter"],
    ["keys", "a:\n".repeat(size / 3), "6667:3 the file has too many parts; make it shorter"],
    [
      "a staircase",
      Array.from({ length: 700 }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
      "1:1 a is not a known key; choose one of name, title, brief, parallel, stages",
    ],
  ])("%s", (_, text, message) => {
    const start = performance.now();
    expect(mistakeIn(() => parseWorkflow(workflowFile(text), [], []))).toBe(
      `workflow-invalid: workflows/demo.yml:${message}`,
    );
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
