import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import type { Clock } from "#src/ports.ts";
import { modelContract } from "../../contracts/model.ts";
import { asDocument, requestOf } from "./demo/play.ts";
import { modelAt, reply, request, serve, ways } from "./models.ts";

describe.each(ways)("$wire, $way", ({ wire, streaming }) => {
  modelContract(async (pace) => {
    const server = await serve(() => (pace === "slow" ? { then: "silent" } : reply(wire, streaming)));
    return { model: modelAt(wire, server.url, { streaming }), request: request() };
  });

  test("a call that is aborted in the middle of its answer rejects with the reason", async () => {
    const controller = new AbortController();
    const reason = new Error("somebody cancelled");
    const server = await serve(() => {
      const { headers = {}, body = "" } = reply(wire, streaming);
      // The answer's first half is on its way before anybody could cancel.
      setImmediate(() => controller.abort(reason));
      return { headers, body: body.slice(0, body.length / 2), then: "stall" };
    });
    await expect(
      modelAt(wire, server.url, { streaming }).complete(request(), controller.signal),
    ).rejects.toBe(reason);
  });
});

/** Real time, told apart from the machine's only by keeping to the port: an aborted sleep rejects with the reason. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  },
};

describe("the scripted model", () => {
  modelContract(async (pace) => ({
    model: createDemoModel({
      scenario: await loadScenario("clean"),
      seed: 1,
      clock,
      pace: { msPerStep: pace === "slow" ? 60_000 : 0 },
    }),
    request: requestOf("analyst", "produce", {
      documents: [asDocument("# Tea shop\n\nUsers must be able to order tea.")],
    }),
  }));
});
