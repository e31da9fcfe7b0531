import { describe, expect, test } from "vitest";
import { systemClock } from "#adapters/clock/system.ts";
import { ProviderError } from "#src/errors.ts";
import { brokenRows } from "./broken-rows.ts";
import type { FaultRow } from "./fault-row.ts";
import { deadlineMs, key, modelAt, never, request, said, serve, ways } from "./models.ts";
import { now, refusedRows } from "./refused-rows.ts";

/** Every line of the table. */
const faultRows = [...refusedRows, ...brokenRows];

/** The longest any of them may take: the deadline, and what a busy machine needs besides. */
const patienceMs = deadlineMs + 1_500;

describe.each(ways)("$wire, $way", ({ wire, streaming, way }) => {
  const rows = faultRows.filter((row) => (row.only ?? way) === way && (row.wires ?? [wire]).includes(wire));

  test.each(rows)("$name: $kind", async (row) => {
    const server = await serve(() => row.reply(wire, streaming));
    const began = performance.now();
    const clock = { ...systemClock, now: () => now + performance.now() - began };
    const limits =
      row.kind === "timeout" ? { deadlineMs, firstMs: deadlineMs / 2, idleMs: deadlineMs / 2 } : {};
    const model = modelAt(wire, server.url, { streaming, clock, ...limits });
    const error = await failed(model.complete(request(), never));
    expect(performance.now() - began).toBeLessThan(patienceMs);
    expect({ ...facts(error), wait: waitOf(error, row) }).toEqual({
      kind: row.kind,
      retryable: row.retryable,
      wait: row.retryAfterMs ?? null,
      spent: row.spent ?? error.usage !== null,
    });
    expect(error.message).toMatch(/^here\/\S+ .+; \w.+$/);
    expect(error.message).not.toContain("\n");
    expect(error.cause).toBeUndefined();
    expect(`${error.message}${error.stack ?? ""}`).not.toContain(key);
    expect(server.arrived.length).toBe(1);
  });
});

const failed = async (asked: Promise<unknown>): Promise<ProviderError> => {
  const error = await asked.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProviderError) return error;
  throw error;
};

const facts = ({ kind, retryable, usage }: ProviderError) => ({
  kind,
  retryable,
  spent: usage !== null && usage.tokensIn > 0 && usage.calls === 1,
});

/** The wait that was told, as the row has it when it is within the row's tolerance. */
const waitOf = ({ retryAfterMs }: ProviderError, row: FaultRow): number | null => {
  const told = row.retryAfterMs ?? null;
  if (told === null || retryAfterMs === null) return retryAfterMs;
  return Math.abs(retryAfterMs - told) <= (row.toleranceMs ?? 0) ? told : retryAfterMs;
};

test("a stream that breaks after Claude counted the input keeps that count, and what was written is estimated", async () => {
  const row = faultRows.find(({ name }) => name === "overload in the middle of a stream");
  const server = await serve(() => row?.reply("anthropic", true) ?? {});
  const { usage } = await failed(
    modelAt("anthropic", server.url, { streaming: true }).complete(request(), never),
  );
  expect(usage?.tokensIn).toBe(said.tokens.input);
  // Claude said one token, at the beginning.
  expect(usage?.tokensOut).toBeGreaterThan(1);
});

test.each(ways.filter(({ streaming }) => streaming))(
  "a silent stream is given up long before the deadline, one with signs of life is not ($wire)",
  async ({ wire }) => {
    const ask = async (then: "silent" | "stall" | "drip"): Promise<string> => {
      const server = await serve(() => ({ headers: { "content-type": "text/event-stream" }, then }));
      const limits = { deadlineMs: 1_000, firstMs: 400, idleMs: 250, streaming: true };
      return (await failed(modelAt(wire, server.url, limits).complete(request(), never))).message;
    };
    expect(await ask("silent")).toContain("nothing came for 400 ms");
    expect(await ask("stall")).toContain("nothing more came for 250 ms");
    expect(await ask("drip")).toContain("no whole answer within 1000 ms");
  },
);

test("nobody listening is a connection that failed, with the system's reason", async () => {
  const server = await serve(() => ({}));
  await server.close();
  for (const { wire, streaming } of ways)
    await expect(modelAt(wire, server.url, { streaming }).complete(request(), never)).rejects.toMatchObject({
      kind: "connection",
      retryable: true,
      usage: null,
      message: expect.stringContaining("ECONNREFUSED"),
    });
});
