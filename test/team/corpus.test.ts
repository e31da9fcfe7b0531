import { describe, expect, test } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import { parseRole } from "#src/team/role.ts";
import { parseWorkflow } from "#src/team/workflow.ts";
import { corpus, goodAgent, goodWorkflow } from "./corpus-files.ts";
import type { Broken } from "./corpus.ts";
import { fullAgents, roleFile } from "./samples.ts";

const roles = fullAgents.map((id) => parseRole(roleFile(id)));
const templates = ["document", "plan", "requirements"];

const read = (file: Broken["file"]): unknown =>
  file.path.startsWith("agents/") ? parseRole(file) : parseWorkflow(file, roles, templates);

/** What tells a person what to do. */
const fix =
  /\b(add|change|check|choose|close|compare|delete|give|join|keep|make|move|must|put|remove|rename|say|start|use|write)\b/;

/** Milliseconds one file may take, on a machine that has other things to do. */
const limitMs = 1_000;

/** Why this file was not refused as it should be; undefined when it was. */
function flaw({ what, file }: Broken): string | undefined {
  const start = performance.now();
  try {
    read(file);
    return `${what}: was read`;
  } catch (error) {
    if (!(error instanceof BotArmyError)) return `${what}: threw ${String(error)}`;
    const [, path, line, column, words] = /^([^:\n]+):(\d+):(\d+) ([^\n]+)$/.exec(error.message) ?? [];
    const there = file.text.split("\n")[Number(line) - 1];
    if (path !== file.path || words === undefined || there === undefined) return `${what}: ${error.message}`;
    if (Number(column) > there.length + 1) return `${what}: points behind line ${line}: ${error.message}`;
    if (performance.now() - start > limitMs) return `${what}: took too long`;
    return fix.test(words) ? undefined : `${what}: says not what to do: ${error.message}`;
  }
}

describe("broken files", () => {
  test("are made from good ones", () => {
    expect(read(goodWorkflow)).toMatchObject({ name: "demo" });
    expect(read(goodAgent)).toMatchObject({ id: "reviewer" });
  });

  test("are several hundred different ones", () => {
    const all = Object.values(corpus).flat();
    expect(new Set(all.map(({ file }) => `${file.path}\n${file.text}`)).size).toBeGreaterThan(600);
  });

  test.each(Object.entries(corpus))(
    "%s: each is refused at its line and column, in one line that says what to do",
    (_, files) => {
      expect(files.map(flaw).filter((one) => one !== undefined)).toEqual([]);
    },
  );
});
