import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFiles, pathFault } from "#adapters/artifacts/artifact-path.ts";

describe("paths of artifacts", () => {
  test.each([
    "design/a.md",
    "design/src/[id]/page.tsx",
    "design/.gitignore",
    "design/.github/workflows/ci.yml",
    "design/Grüße an 東京.md",
    `design/${"x".repeat(193)}`,
  ])("takes %j", (file) => {
    expect(pathFault(file, "design")).toBeNull();
  });

  test.each([
    "",
    "design",
    "design/",
    "a.md",
    "testing/a.md",
    "designs/a.md",
    "DESIGN/a.md",
    "./design/a.md",
    "/design/a.md",
    "C:/design/a.md",
    "design//a.md",
    "design/./a.md",
    "design/../a.md",
    "design/..",
    "design\\a.md",
    "design/a\u0000.md",
    "design/a\nb.md",
    "design/a\u2028b.md",
    "design/a\u202eb.md",
    "design/\ud800.md",
    "design/.git/config",
    "design/.GIT/hooks/pre-commit",
    "design/.g\u200cit/config",
    "design/git~1/config",
    "design/.gitmodules",
    "design/a:stream",
    "design/con.md",
    "design/LPT1",
    "design/a.",
    "design/ a.md",
    "design/a /b.md",
    "design/e\u0301.md",
    `design/${"x".repeat(194)}`,
    `design/${"東".repeat(81)}`,
  ])("refuses %j", (file) => {
    expect(pathFault(file, "design")).not.toBeNull();
  });

  test("never take a path that leaves its phase or enters git's folder", () => {
    const names = fc.constantFrom(
      "..",
      ".",
      "",
      "design",
      ".git",
      ".Git",
      "a.md",
      "/",
      "\\",
      "C:",
      "~",
      "\u0000",
      " ",
      "é",
    );
    const paths = fc.oneof(
      fc
        .array(fc.oneof(names, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 8 })
        .map((parts) => `design/${parts.join("/")}`),
      fc.string({ unit: "binary", maxLength: 250 }),
    );
    fc.assert(
      fc.property(paths, (file) => {
        fc.pre(pathFault(file, "design") === null);
        for (const system of [path.posix, path.win32]) {
          const inside = system.relative(system.resolve("/data/p/design"), system.resolve("/data/p", file));
          expect(system.isAbsolute(inside) || inside === "" || inside.split(system.sep).includes("..")).toBe(
            false,
          );
          expect(inside.toLowerCase().split(system.sep)).not.toContain(".git");
        }
        expect(file.length).toBeLessThanOrEqual(200);
        expect(file).not.toMatch(/[\p{Cc}]/u);
      }),
      { numRuns: 300 },
    );
  });

  test("are refused with one short line that says what to do", () => {
    const refuse = () =>
      checkFiles([{ path: `design/../${"long\n".repeat(100)}`, phase: "design", text: "" }]);
    expect(refuse).toThrow(
      /^artifact path "design\/\.\.\/long.{0,90}…" is refused: .+; use a path like design\/notes\.md$/,
    );
  });
});
