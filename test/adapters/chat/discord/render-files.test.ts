import { expect, test } from "vitest";
import { containerId } from "#adapters/chat/discord/nonce.ts";
import { attachmentName, renderFile } from "#adapters/chat/discord/render-files.ts";
import { problemsOf } from "./component-rules.ts";

test("a file is shown with its facts and what was done to it", () => {
  const wire = renderFile(
    {
      path: "design/api *v2*.md",
      facts: { bytes: 3_100, version: 2 },
      attachments: ["api_v2_.md.gz"],
      note: "compressed: 12 MB > 10 MB",
    },
    "k",
  );
  expect(problemsOf(wire)).toEqual([]);
  expect(wire.components[0]).toEqual({
    type: 17,
    id: containerId("k"),
    components: [
      { type: 10, content: "📎 `design/api *v2*.md` (v2, 3.1 kB)\n-# compressed: 12 MB > 10 MB" },
      { type: 13, file: { url: "attachment://api_v2_.md.gz" } },
    ],
  });
});

test.each([
  ["design/api.md", "api.md"],
  ["a b (c).md", "a_b_c_.md"],
  ["../.env", "env"],
  ["日本語", "file"],
  ["", "file"],
])("%j is attached as %s", (path, name) => {
  expect(attachmentName(path)).toBe(name);
});
