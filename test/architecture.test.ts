import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cycles } from "./architecture/cycles.ts";
import { wrongImports } from "./architecture/directions.ts";
import { readSources, sourceOf } from "./architecture/source.ts";

const sources = readSources();

describe("the sources", () => {
  test("import only in the direction of the design", () => {
    expect(wrongImports(sources)).toEqual([]);
  });

  test("have no import cycle, types included", () => {
    expect(cycles(sources)).toEqual([]);
  });

  test("are really read", () => {
    const ports = sources.find(({ path }) => path === "src/ports.ts");
    expect(ports?.imports).toContain("src/project/project.ts");
  });

  test("of the pure core never read the clock", () => {
    // The linter refuses everything else that is impure there; it cannot tell `new Date()` from `new Date(at)`.
    const files = globSync("src/project/**/*.ts");
    expect(files.filter((file) => /\bDate(\(\)|\.now)/.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});

describe("every kind of import is seen", () => {
  test.each([
    'import { a } from "../errors.ts";',
    'import type { A } from "#src/errors.ts";',
    'import "../errors.ts";',
    'export { a } from "../errors.ts";',
    'export type * from "../errors.ts";',
    'const a = async () => await import("../errors.ts");',
    'type A = import("../errors.ts").A;',
    'let a: typeof import("../errors.ts");',
  ])("%s", (text) => {
    expect(sourceOf("src/llm/x.ts", text).imports).toEqual(["src/errors.ts"]);
  });

  test("a package is known by its name, whatever file of it is imported", () => {
    const text =
      'import "@keyv/sqlite/x"; import "zod/v4"; import "node:fs/promises"; const s = "import \\"y\\"";';
    expect(sourceOf("src/llm/x.ts", text).imports).toEqual(["@keyv/sqlite", "zod", "node:fs/promises"]);
  });
});

describe("the check refuses", () => {
  test.each([
    ["src/project/x.ts", "src/ports.ts"],
    ["src/project/x.ts", "src/team/role.ts"],
    ["src/project/x.ts", "node:crypto"],
    ["src/project/x.ts", "marked"],
    ["src/ports.ts", "src/llm/ask.ts"],
    ["src/ports.ts", "zod"],
    ["src/team/x.ts", "src/ports.ts"],
    ["src/team/x.ts", "src/agent/step.ts"],
    ["src/llm/x.ts", "src/team/role.ts"],
    ["src/llm/x.ts", "src/agent/step.ts"],
    ["src/llm/x.ts", "openai"],
    ["src/agent/x.ts", "src/runtime/army.ts"],
    ["src/agent/x.ts", "node:fs"],
    ["src/agent/x.ts", "node:child_process"],
    ["src/runtime/x.ts", "src/main.ts"],
    ["src/runtime/x.ts", "src/config.ts"],
    ["src/runtime/x.ts", "adapters/store/projects.ts"],
    ["src/runtime/x.ts", "keyv"],
    ["src/runtime/x.ts", "isomorphic-git"],
    ["src/runtime/x.ts", "node:sqlite"],
    ["src/runtime/x.ts", "node:fs/promises"],
    ["src/cli.ts", "adapters/store/projects.ts"],
    ["src/main.ts", "src/cli.ts"],
    ["adapters/store/x.ts", "src/runtime/army.ts"],
    ["adapters/store/x.ts", "src/config.ts"],
    ["adapters/store/x.ts", "adapters/artifacts/lanes.ts"],
    ["adapters/chat/slack/x.ts", "adapters/chat/terminal/render.ts"],
    ["adapters/chat/slack/x.ts", "adapters/model/demo/brief.ts"],
  ])("%s importing %s", (path, target) => {
    expect(wrongImports([{ path, imports: [target] }])).toEqual([`${path} must not import ${target}`]);
  });

  test("a file outside the known parts", () => {
    expect(wrongImports([{ path: "src/extra/x.ts", imports: [] }])).toEqual([
      "src/extra/x.ts belongs to no known part",
    ]);
  });

  test("a cycle, and names it", () => {
    const ring = [
      { path: "src/a.ts", imports: ["src/b.ts", "zod"] },
      { path: "src/b.ts", imports: ["src/c.ts"] },
      { path: "src/c.ts", imports: ["src/b.ts"] },
    ];
    expect(cycles(ring)).toEqual([["src/b.ts", "src/c.ts", "src/b.ts"]]);
  });
});

describe("the check allows", () => {
  test.each([
    ["src/runtime/x.ts", "src/agent/step.ts"],
    ["src/agent/x.ts", "src/team/role.ts"],
    ["src/agent/x.ts", "liquidjs"],
    ["src/main.ts", "adapters/store/projects.ts"],
    ["src/cli.ts", "src/main.ts"],
    ["src/log.ts", "node:fs"],
    ["src/runtime/doctor.ts", "src/config.ts"],
    ["adapters/store/x.ts", "keyv"],
    ["adapters/store/x.ts", "src/ports.ts"],
    ["adapters/model/demo.ts", "adapters/model/demo/brief.ts"],
    ["adapters/chat/slack/x.ts", "adapters/chat/limits.ts"],
  ])("%s importing %s", (path, target) => {
    expect(wrongImports([{ path, imports: [target] }])).toEqual([]);
  });
});
