import { expect, test } from "vitest";
import { unifiedDiff } from "#adapters/artifacts/text-diff.ts";

test("gives a diff up that takes too long, and says so", async () => {
  const numbered = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word} ${n}`).join("\n");
  const [from, to] = [
    { name: "design/a.md@1", text: numbered("before") },
    { name: "design/a.md@2", text: numbered("after") },
  ];
  expect(await unifiedDiff(from, to, 1)).toBe(
    "--- design/a.md@1\n+++ design/a.md@2\nToo different to compare line by line: 20000 lines before, 20000 lines after.\n",
  );
});
