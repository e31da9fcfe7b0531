import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createRandom } from "../crash/random.ts";
import type { Death } from "./deaths.ts";
import { planRound } from "./plan.ts";
import { runTrial } from "./trial.ts";

/** The first one finds all 50 calls unanswered. */
const deaths: readonly Death[] = [
  { how: "kill", moment: "asked", nth: 50, ms: 0 },
  { how: "kill", moment: "streaming", nth: 12, ms: 3 },
  { how: "kill", moment: "recording", nth: 10, ms: 0 },
  { how: "kill", moment: "recording", nth: 8, ms: 0 },
];

test("50 calls at once and kill -9 in between never overrun a budget by more than one call's output", async () => {
  const folder = mkdtempSync(join(tmpdir(), "botarmy-budget-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const random = createRandom(20);
  const round = planRound(1, { random, cents: [10, 17] });
  const outcome = await runTrial(folder, { round, deaths }, random);
  expect(outcome.findings).toEqual([]);
  expect(outcome).toMatchObject({ left: [], died: deaths, peak: 50 });
  expect(outcome.accounts).toHaveLength(50);
  const asked = outcome.accounts.flatMap(({ row }) =>
    row.escalations.filter(({ kind }) => kind === "budget"),
  );
  expect(asked.filter(({ state }) => state === "open").length).toBeGreaterThan(20);
  expect(asked.filter(({ decision }) => decision?.choice === "raise").length).toBeGreaterThan(20);
}, 120_000);
