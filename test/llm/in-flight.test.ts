import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProviderError } from "#src/errors.ts";
import { ask } from "#src/llm/ask.ts";
import { withInFlight, type Worst } from "#src/llm/in-flight.ts";
import type { Model, ModelRequest } from "#src/ports.ts";
import type { Ledger, LedgerLine } from "#src/ports/ledger.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { memoryLedger } from "../fakes/memory-ledger.ts";

const worst: Worst = {
  provider: "openai",
  model: "gpt-6.1-terra",
  tokensIn: 1_000,
  tokensOut: 500,
  usd: 0.1,
};
const request: ModelRequest = {
  key: "p-abc234:7:1",
  about: { project: "p-abc234", agent: "analyst", stage: "analyze", step: "plan", attempt: 1 },
  system: "",
  documents: [],
  prompt: "",
  schema: { name: "answer", json: {} },
  maxTokens: 500,
  maxUsd: 0.25,
};
const never = new AbortController().signal;
const used = { calls: 1, tokensIn: 900, tokensOut: 100, usd: 0.04 };

class Killed extends Error {}

/** A model whose process dies while it answers, so often; every call may have been charged. */
const mortal = (ledger: Ledger, deaths: number) => {
  let calls = 0;
  const answering: Model = {
    name: "mortal",
    complete: async () => {
      calls += 1;
      if (calls <= deaths) throw new Killed();
      const line: LedgerLine = { ...(await lastOf(ledger)), outcome: "answered", nth: 1 };
      await ledger.add(line);
      return { text: "{}", model: "openai/gpt-6.1-terra", usage: used };
    },
  };
  const model = withInFlight(answering, { ledger, now: () => 1_000, worstOf: () => worst });
  return { model, made: () => calls };
};

const lastOf = async (ledger: Ledger): Promise<LedgerLine> => {
  const line = (await ledger.list("p-abc234")).at(-1);
  if (line === undefined) throw new Error("nothing was begun");
  return line;
};

/** Runs the call again after each death, as a restart does. */
const survive = async (model: Model): Promise<Awaited<ReturnType<Model["complete"]>> | ProviderError> => {
  for (;;) {
    try {
      return await model.complete(request, never);
    } catch (error) {
      if (error instanceof ProviderError) return error;
      if (!(error instanceof Killed)) throw error;
    }
  }
};

describe("a call that was under way when the process died", () => {
  it("is written down before it is made", async () => {
    const ledger = memoryLedger();
    await expect(mortal(ledger, 1).model.complete(request, never)).rejects.toBeInstanceOf(Killed);
    expect(await ledger.list("p-abc234")).toMatchObject([
      { key: request.key, outcome: "begun", usd: 0.1, known: false },
    ]);
  });

  it("counts as spent when it is made again", async () => {
    const { model, made } = mortal(memoryLedger(), 1);
    expect(await survive(model)).toMatchObject({
      usage: { calls: 2, tokensIn: 1_900, tokensOut: 600, usd: 0.14 },
    });
    expect(made()).toBe(2);
  });

  it("is not made again beyond what is reserved for it, and what may be spent is told, so that more can be reserved", async () => {
    const { model, made } = mortal(memoryLedger(), 9);
    const ended = await survive(model);
    expect(ended).toMatchObject({ kind: "quota", retryable: true, usage: { calls: 2, usd: 0.2 } });
    expect(made()).toBe(2);
  });

  it("costs nothing extra when nothing was lost", async () => {
    expect(await survive(mortal(memoryLedger(), 0).model)).toMatchObject({ usage: used });
  });

  it("never brings the possible cost above the reservation, however often the process dies", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 30 }), async (deaths) => {
        const { model, made } = mortal(memoryLedger(), deaths);
        await survive(model);
        expect(made() * worst.usd).toBeLessThanOrEqual(request.maxUsd ?? 0);
      }),
    );
  });
});

/** A line of the ledger: what an attempt used, or, when it begins, the most that a call may use. */
const line = (outcome: string, usd: number, key = request.key): LedgerLine => ({
  ...request.about,
  key,
  at: 1,
  nth: 1,
  provider: "openai",
  model: "m",
  tokensIn: usd * 10_000,
  tokensCached: 0,
  tokensWritten: 0,
  tokensOut: 0,
  usd,
  known: true,
  ms: 0,
  outcome,
  reason: null,
});
const begun = line("begun", 0.1);
const overloaded = line("overloaded", 0);
const server = line("server", 0.01);
const answered = line("answered", 0.03);
const aborted = line("aborted", 0.1);

const ledgerWith = async (lines: readonly LedgerLine[]): Promise<Ledger> => {
  const ledger = memoryLedger();
  for (const one of [line("begun", 0.7, "p-abc234:9:9"), ...lines]) await ledger.add(one);
  return ledger;
};

/** What is told to be used by a call that is answered after these lines. */
const usedAfter = async (lines: readonly LedgerLine[]): Promise<number | null> => {
  const answering: Model = {
    name: "answering",
    complete: async () => ({ text: "{}", model: "openai/gpt-6.1-terra", usage: used }),
  };
  const ledger = await ledgerWith(lines);
  const model = withInFlight(answering, { ledger, now: () => 1_000, worstOf: () => worst });
  return (await model.complete({ ...request, maxUsd: 1 }, never)).usage.usd;
};

describe("what the runs of a call used that nobody reported", () => {
  it.each<readonly [readonly LedgerLine[], number]>([
    [[], 0],
    [[begun], 0.1],
    [[begun, begun], 0.2],
    [[begun, answered], 0.03],
    [[begun, server, answered], 0.04],
    [[begun, aborted], 0.1],
    [[begun, server, aborted], 0.11],
    // Another attempt may have been under way.
    [[begun, overloaded], 0.1],
    [[begun, server], 0.11],
    [[begun, server, begun, answered], 0.14],
  ])("%# counts as spent", async (lines, before) => {
    expect(await usedAfter(lines)).toBeCloseTo(before + 0.04, 9);
  });

  it("stops another one that would not fit, also when all of it is known", async () => {
    const ledger = await ledgerWith([
      begun,
      answered,
      begun,
      answered,
      begun,
      answered,
      begun,
      answered,
      begun,
    ]);
    const { model, made } = mortal(ledger, 0);
    expect(await survive(model)).toMatchObject({ kind: "quota", usage: { calls: 5, usd: 0.22 } });
    expect(made()).toBe(0);
  });
});

interface Broken {
  readonly counts: string;
  /** Lines of runs before this one, and of its own. */
  readonly before: readonly LedgerLine[];
  readonly lines: readonly LedgerLine[];
  readonly usd: number;
}

/** Asks a model that leaves these lines behind, and is then broken off. */
const brokenOff = async (before: readonly LedgerLine[], lines: readonly LedgerLine[]) => {
  const stop = new AbortController();
  const ledger = await ledgerWith(before);
  const hanging: Model = {
    name: "hanging",
    complete: async (_request, signal) => {
      for (const one of lines) await ledger.add(one);
      stop.abort(new Error("time is up"));
      signal.throwIfAborted();
      throw new Error("not aborted");
    },
  };
  const model = withInFlight(hanging, { ledger, now: () => 1_000, worstOf: () => worst });
  const answer = await ask(
    { model, calls: memoryCalls() },
    { request, read: () => ({ ok: true, value: 1 }), repair: () => null, room: () => 0 },
    stop.signal,
  );
  return { answer, ledger };
};

describe("a call that is broken off", () => {
  it.each<Broken>([
    { counts: "nothing when nothing was asked", before: [], lines: [], usd: 0 },
    { counts: "nothing when it only waited", before: [], lines: [overloaded], usd: 0 },
    { counts: "every attempt", before: [], lines: [overloaded, server, aborted], usd: 0.11 },
    { counts: "a run before it that was lost", before: [begun], lines: [aborted], usd: 0.2 },
    { counts: "a run before it that was answered", before: [begun, answered], lines: [server], usd: 0.04 },
  ])("counts $counts", async ({ before, lines, usd }) => {
    const { answer } = await brokenOff(before, lines);
    expect(answer.type).toBe("aborted");
    expect(answer.usage.usd ?? 0).toBeCloseTo(usd, 9);
  });

  it("counts once when it is made again after a stop, which reports nothing", async () => {
    const { ledger } = await brokenOff([], [aborted]);
    const { model } = mortal(ledger, 0);
    expect(await survive(model)).toMatchObject({ usage: { calls: 2, usd: 0.14 } });
  });
});
