import { describe, expect, it } from "vitest";
import { createPace } from "#src/llm/pace.ts";
import { manualClock } from "../fakes/manual-clock.ts";

const limits = { requestsPerMinute: 60, tokensPerMinute: 100_000, concurrent: 100 };
const never = new AbortController().signal;

/** Numbers between 0 and 1 that are the same every time (a linear congruential generator). */
const sequence = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

/** A provider that counts requests and tokens of the last 60 s as they arrive, and refuses what is too much. */
const strictProvider = () => {
  const seen: { at: number; tokens: number }[] = [];
  return {
    refused: 0,
    arrive(at: number, tokens: number): void {
      const recent = seen.filter((one) => one.at > at - 60_000);
      const sum = recent.reduce((total, one) => total + one.tokens, tokens);
      if (recent.length + 1 > limits.requestsPerMinute || sum > limits.tokensPerMinute) this.refused += 1;
      seen.push({ at, tokens });
    },
  };
};

interface Crowd {
  readonly calls: number;
  /** Most tokens of a call; it uses half of them or more. */
  readonly tokens: number;
}

/** A hundred projects begin at once; each makes its calls one after the other. */
const run = async ({ calls, tokens }: Crowd) => {
  const clock = manualClock();
  const pace = createPace({ limits, clock });
  const provider = strictProvider();
  const random = sequence(7);
  const waits: number[] = [];
  const began = clock.now();
  let ended = began;
  const project = async (name: string): Promise<void> => {
    for (let call = 0; call < calls; call++) {
      const asked = clock.now();
      const permit = await pace.take({ project: name, tokens }, never);
      waits.push(clock.now() - asked);
      const used = Math.ceil(tokens * (0.5 + random() / 2));
      await clock.sleep(Math.floor(random() * 800), never);
      provider.arrive(clock.now(), used);
      await clock.sleep(5_000 + Math.floor(random() * 35_000), never);
      permit.settle(used);
    }
    ended = Math.max(ended, clock.now());
  };
  const all = Promise.all(Array.from({ length: 100 }, (_, i) => project(`p${i}`)));
  await clock.pass(60 * 60_000);
  await all;
  const sorted = waits.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return {
    refused: provider.refused,
    median,
    longest: sorted.at(-1) ?? 0,
    waits,
    minutes: (ended - began) / 60_000,
  };
};

describe("a hundred projects at 60 requests and 100,000 tokens a minute", () => {
  it.each([
    ["one small call each: requests are scarce", { calls: 1, tokens: 500 }, 3],
    ["three calls each: tokens are scarce", { calls: 3, tokens: 4_000 }, 14],
    ["one large call each", { calls: 1, tokens: 12_000 }, 14],
  ])("are never refused, and nobody waits three times as long as most: %s", async (_, crowd, mostMinutes) => {
    const { refused, median, longest, waits, minutes } = await run(crowd);
    expect(refused).toBe(0);
    expect(waits).toHaveLength(100 * crowd.calls);
    expect(longest).toBeLessThanOrEqual(3 * median);
    expect(minutes).toBeLessThan(mostMinutes);
  });

  it("keep their turns beside one that wants everything", async () => {
    const clock = manualClock();
    const pace = createPace({ limits, clock });
    const take = async (project: string): Promise<number> => {
      const asked = clock.now();
      (await pace.take({ project, tokens: 500 }, never)).settle(500);
      return clock.now() - asked;
    };
    const greedy = Array.from({ length: 500 }, () => take("greedy"));
    const modest = Array.from({ length: 20 }, (_, i) => take(`p${i}`));
    await clock.pass(15 * 60_000);
    // Twenty-two turns of a second each, however much the greedy one has in store.
    expect(Math.max(...(await Promise.all(modest)))).toBeLessThan(25_000);
    expect(await Promise.all(greedy)).toHaveLength(500);
  });
});
