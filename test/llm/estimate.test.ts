import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateRun, type PlannedStage } from "#src/llm/estimate.ts";
import { createPrices } from "#src/llm/prices.ts";

const prices = createPrices({ free: [] });
const november = Date.UTC(2026, 10, 1);
const priceFor = (name: string) => () => (tokens: Parameters<typeof prices.costOf>[0]) =>
  prices.costOf(tokens, name, november);

const stage: PlannedStage = {
  id: "analyze",
  calls: Array.from({ length: 2 }, () => ({
    agent: "analyst",
    limits: { input: 20_000, output: 10_000 },
    atLeast: 1,
    atMost: 1,
  })),
};
const limits = fc.record({
  input: fc.integer({ min: 1, max: 500_000 }),
  output: fc.integer({ min: 1, max: 100_000 }),
});
const call = fc
  .record({ agent: fc.constant("a"), limits, atLeast: fc.nat(3), more: fc.nat(5) })
  .map(({ more, ...rest }) => ({ ...rest, atMost: rest.atLeast + more }));
const stages = fc.array(
  fc.record({ id: fc.constant("s"), calls: fc.array(call, { minLength: 1, maxLength: 3 }) }),
  { minLength: 1, maxLength: 6 },
);
const brief = fc.integer({ min: 0, max: 100_000 });

describe("the estimate of a run", () => {
  it("is a sum that can be checked by hand", () => {
    const estimate = estimateRun({
      stages: [stage],
      briefTokens: 500,
      priceFor: priceFor("anthropic/claude-opus-5-5"),
    });
    // Low: twice 4,000 in at 4 and 1,000 out at 20 dollars a million. High: four times 20,000 written at 5 and 10,000 out.
    expect(estimate.low.tokens).toBe(10_000);
    expect(estimate.low.usd).toBeCloseTo(0.072, 9);
    expect(estimate.high.tokens).toBe(120_000);
    expect(estimate.high.usd).toBeCloseTo(1.2, 9);
    expect(estimate).toMatchObject({ known: true, stages: [{ id: "analyze", low: estimate.low }] });
  });

  it("says when a price is a guess", () => {
    const estimate = estimateRun({ stages: [stage], briefTokens: 1, priceFor: priceFor("openai/gpt-9") });
    expect(estimate.known).toBe(false);
  });

  it("goes from low to high, and neither falls when a stage, the brief or a limit grows", () => {
    const price = priceFor("anthropic/claude-haiku-5-5");
    fc.assert(
      fc.property(stages, brief, fc.nat(50_000), (planned, briefTokens, more) => {
        const base = estimateRun({ stages: planned, briefTokens, priceFor: price });
        const larger = planned.map((one) => ({
          ...one,
          calls: one.calls.map((each) => ({
            ...each,
            limits: { input: each.limits.input + more, output: each.limits.output + more },
          })),
        }));
        const grown = [
          estimateRun({ stages: planned, briefTokens: briefTokens + more, priceFor: price }),
          estimateRun({ stages: [...planned, stage], briefTokens, priceFor: price }),
          estimateRun({ stages: larger, briefTokens, priceFor: price }),
        ];
        expect(base.low.usd).toBeLessThanOrEqual(base.high.usd);
        expect(base.low.tokens).toBeLessThanOrEqual(base.high.tokens);
        for (const { low, high } of grown) {
          expect(low.usd).toBeGreaterThanOrEqual(base.low.usd - 1e-9);
          expect(high.usd).toBeGreaterThanOrEqual(base.high.usd - 1e-9);
        }
      }),
    );
  });
});
