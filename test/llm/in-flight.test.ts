import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProviderError } from "#src/errors.ts";
import { ask } from "#src/llm/ask.ts";
import { lostCalls, withInFlight, type Worst } from "#src/llm/in-flight.ts";
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

  it("is not made again beyond what is reserved for it, and what may be spent is told", async () => {
    const { model, made } = mortal(memoryLedger(), 9);
    const ended = await survive(model);
    expect(ended).toMatchObject({ kind: "quota", retryable: false, usage: { calls: 2, usd: 0.2 } });
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

describe("a call that is broken off", () => {
  it("counts as the most it may have cost, since nobody can tell whether it was charged", async () => {
    const stop = new AbortController();
    const hanging: Model = {
      name: "hanging",
      complete: async (_request, signal) => {
        stop.abort(new Error("time is up"));
        signal.throwIfAborted();
        throw new Error("not aborted");
      },
    };
    const ledger = memoryLedger();
    const model = withInFlight(hanging, { ledger, now: () => 1_000, worstOf: () => worst });
    const answer = await ask(
      { model, calls: memoryCalls() },
      { request, read: () => ({ ok: true, value: 1 }), repair: () => null, room: () => 0 },
      stop.signal,
    );
    expect(answer).toMatchObject({ type: "aborted", usage: { calls: 1, tokensIn: 1_000, usd: 0.1 } });
  });
});

describe("the ledger", () => {
  const line = (outcome: string, key = request.key): LedgerLine => ({
    ...request.about,
    key,
    at: 1,
    nth: 1,
    provider: "openai",
    model: "m",
    tokensIn: 0,
    tokensCached: 0,
    tokensWritten: 0,
    tokensOut: 0,
    usd: 0,
    known: true,
    ms: 0,
    outcome,
    reason: null,
  });

  it.each([
    [[], 0],
    [["begun"], 1],
    [["begun", "answered"], 0],
    [["begun", "overloaded", "answered"], 0],
    [["begun", "begun", "answered"], 1],
    [["begun", "server", "begun"], 1],
  ])("tells from %o that %i calls were lost", (outcomes, lost) => {
    const others = [line("begun", "p-abc234:9:9")];
    expect(lostCalls([...outcomes.map((outcome) => line(outcome)), ...others], request.key)).toBe(lost);
  });
});
