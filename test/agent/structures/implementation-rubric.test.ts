import { describe, expect, it } from "vitest";
import { factsOfStructure } from "#src/agent/structures/facts.ts";
import { implementationParts } from "#src/agent/structures/implementation-rubric.ts";
import type { Implementation } from "#src/agent/structures/implementation.ts";
import type { Part } from "#src/agent/structures/part.ts";
import { architecture, implementation, requirements } from "./samples.ts";

/** The sample with other files. */
const withFiles = (...files: readonly (readonly [path: string, tests: string[]])[]): Implementation => ({
  ...implementation,
  files: files.map(([path, tests]) => ({ path, purpose: "", items: ["W-1"], tests })),
});

const tested = (value: Implementation): Part | undefined =>
  implementationParts(value, { requirements, architecture }).find(({ name }) => name === "files have tests");

describe("the tests of files", () => {
  it.each(["n/a", "none", "tested by hand", "src/diary.js"])("are none when %j is named", (test) => {
    const value = withFiles(["src/diary.js", [test]]);
    expect(tested(value)?.score).toBe(0);
    expect(factsOfStructure({ kind: "implementation", value }, {})).toMatchObject({ testFiles: 0 });
  });

  it("need none of their own, whether their name says what they are or what they test", () => {
    const value = withFiles(
      ["src/diary.py", ["src/test_diary.py"]],
      ["src/test_diary.py", []],
      ["src/test_other.py", []],
      ["src/share.go", ["checks/share.go"]],
      ["checks/share.go", []],
    );
    expect(tested(value)).toMatchObject({ score: 1, detail: "all 2" });
  });
});
