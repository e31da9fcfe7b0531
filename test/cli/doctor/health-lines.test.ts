import { describe, expect, it } from "vitest";
import { healthLines } from "#src/cli/doctor/health-lines.ts";
import type { ModelHealth } from "#src/llm/health.ts";

/** In the time of this machine, as the lines are. */
const noon = new Date(2026, 10, 3, 12, 0).getTime();

const model = (change: {
  readonly breaker?: Partial<ModelHealth["breaker"]>;
  readonly pace?: Partial<ModelHealth["pace"]>;
}): ModelHealth => ({
  name: "openai/gpt-6-sol",
  breaker: { state: "closed", until: null, reason: null, failures: 0, ...change.breaker },
  pace: { waiting: 0, running: 0, tokens: 0, penalisedUntil: 0, ...change.pace },
  limits: { requestsPerMinute: 50, tokensPerMinute: 100_000, concurrent: 8 },
});

const lines = (models: readonly ModelHealth[], isRunning = true) =>
  healthLines({ at: noon, process: 7, models }, { now: noon + 60_000, isRunning });
const lineOf = (change: Parameters<typeof model>[0]) => lines([model(change)])[1];

describe("the health of models in words", () => {
  it("says whose it is and since when", () => {
    expect(lines([])).toEqual([
      {
        state: "ok",
        text: "models of the running bot (process 7), unchanged since 12:00: none has been asked yet",
      },
    ]);
    expect(lines([model({})], false)[0]?.text).toBe(
      "models of the last run, which ended after 12:00; the next start asks all of them afresh:",
    );
    const [old] = healthLines(
      { at: noon - 86_400_000, process: 7, models: [] },
      { now: noon, isRunning: true },
    );
    expect(old?.text).toContain("since 2026-11-02 12:00");
  });

  it.each([
    [{}, "healthy, 0 of 100k tokens in the last minute"],
    [
      { pace: { tokens: 12_345, running: 2, waiting: 3 } },
      "healthy, 12k of 100k tokens in the last minute, 2 running, 3 waiting",
    ],
    [{ breaker: { failures: 2 } }, "healthy, 2 in a row failed, 0 of 100k tokens in the last minute"],
    [
      { pace: { penalisedUntil: noon + 180_000 } },
      "healthy, 0 of 100k tokens in the last minute, held back until 12:03",
    ],
  ])("is healthy: %j", (change, text) => {
    expect(lineOf(change)).toEqual({ state: "ok", text: `  openai/gpt-6-sol: ${text}` });
  });

  it.each([
    [
      { state: "open", until: noon + 180_000, reason: "quota" } as const,
      "closed off until 12:03, for 2 min (quota used up; top up, then answer `retry` in the thread)",
    ],
    [
      { state: "open", until: null, reason: "auth" } as const,
      "closed off until the next start (the key is refused",
    ],
    [
      { state: "open", until: noon, reason: "server" } as const,
      "tried again by the next call (it answers with errors)",
    ],
    [
      { state: "half-open", reason: "timeout" } as const,
      "tried again by the next call (it does not answer in time)",
    ],
  ])("is a note when it is closed off: %j", (breaker, text) => {
    expect(lineOf({ breaker })).toMatchObject({
      state: "note",
      text: expect.stringContaining(`  openai/gpt-6-sol: ${text}`),
    });
  });
});
