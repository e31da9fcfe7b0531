import { expect, test } from "vitest";
import type { Model, ModelRequest } from "#src/ports.ts";

/** A model, and a request it can answer. */
export interface Asking {
  readonly model: Model;
  readonly request: ModelRequest;
}

/** What every model keeps to. A `slow` one answers so late that the test is over before. */
export const modelContract = (make: (pace: "quick" | "slow") => Promise<Asking>): void => {
  test("an answer is text, with who gave it and what it used", async () => {
    const { model, request } = await make("quick");
    const response = await model.complete(request, new AbortController().signal);
    expect(response.text).not.toBe("");
    expect(response.model).toMatch(/^[^/\s]+\/\S+$/);
    expect(response.usage).toEqual({
      calls: 1,
      tokensIn: expect.any(Number),
      tokensOut: expect.any(Number),
      usd: null,
    });
    expect(response.usage.tokensIn).toBeGreaterThan(0);
    expect(response.usage.tokensOut).toBeGreaterThan(0);
    expect(response.tokensCached ?? 0).toBeLessThanOrEqual(response.usage.tokensIn);
    expect(response.stop ?? "end").toBe("end");
  });

  test("a model has a name without spaces", async () => {
    const { model } = await make("quick");
    expect(model.name).toMatch(/^\S+$/);
  });

  test("a call that is aborted already rejects with the reason, and is not made", async () => {
    const { model, request } = await make("slow");
    const reason = new Error("the process stops");
    await expect(model.complete(request, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test("a call that is aborted while it waits rejects with the very reason, at once", async () => {
    const { model, request } = await make("slow");
    const controller = new AbortController();
    const reason = new Error("somebody cancelled");
    const began = performance.now();
    const asked = model.complete(request, controller.signal);
    queueMicrotask(() => controller.abort(reason));
    await expect(asked).rejects.toBe(reason);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
};
