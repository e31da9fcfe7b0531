import { expect, test } from "vitest";
import type { Calls, ModelResponse } from "#src/ports.ts";

const response = (text: string): ModelResponse => ({
  text,
  model: "scripted",
  usage: { calls: 1, tokensIn: 10, tokensOut: 20, usd: 0.01 },
});

/** What every store of model calls keeps to. */
export const callsContract = (make: () => Promise<Calls>): void => {
  test("a recorded call comes back whole", async () => {
    const calls = await make();
    await calls.put("p-abc234:12:3", response(":wave: {}"));
    expect(await calls.get("p-abc234:12:3")).toEqual(response(":wave: {}"));
  });

  test("a call that was not made is not there", async () => {
    const calls = await make();
    expect(await calls.get("p-abc234:12:3")).toBeUndefined();
  });

  test("the keys of a project are its own, in the order of the calls", async () => {
    const calls = await make();
    const keys = ["p-abc234:9:0", "p-abc234:10:0", "p-abc234:10:0:repair", "p-abc234:2:1"];
    for (const key of ["p-abc2345:1:0", ...keys, "p-abc23:1:0"]) await calls.put(key, response(key));
    await calls.put("p-abc234:9:0", response("again"));
    expect(await calls.keys("p-abc234")).toEqual(keys);
    expect(await calls.keys("p-nobody")).toEqual([]);
  });
};
