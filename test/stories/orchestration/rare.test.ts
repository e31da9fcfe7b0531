import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Project } from "#src/project/project.ts";
import { memoryStage } from "../../fakes/memory-stage.ts";
import { root } from "./product.ts";

const folder = path.join(root, "test/fixtures/briefs");
const briefs = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));

/** Most decisions that people may be asked for, for each turn of an agent. */
const mostAsked = 0.1;

const play = async (scenario: string, brief: string): Promise<Project> => {
  const { chat, clock, project, broken } = await memoryStage({ scenario });
  await chat.slash("start", { brief });
  await clock.settle();
  expect(broken).toEqual([]);
  return await project();
};

/** Every run of a step, also of those that were taken back. */
const turnsOf = ({ stages }: Project): number =>
  stages
    .flatMap(({ plan, talk, produce }) => [plan, talk, produce])
    .reduce((sum, step) => sum + (step?.attempt ?? 0), 0);

test.each(["clean", "objection"])("over ten briefs people are rarely asked: %s", async (scenario) => {
  const rows: Project[] = [];
  for (const brief of briefs) rows.push(await play(scenario, brief));
  const asked = rows.flatMap(({ escalations }) => escalations.map(({ kind, title }) => `${kind}: ${title}`));
  const turns = rows.reduce((sum, row) => sum + turnsOf(row), 0);
  expect(rows.map(({ settings }) => settings.approvals)).toEqual(Array(10).fill("marks"));
  expect(turns).toBeGreaterThanOrEqual(scenario === "clean" ? 100 : 120);
  expect(asked.length / turns, asked.join("\n")).toBeLessThan(mostAsked);
});
