import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bodies } from "#src/ports.ts";

/** What every store of bodies keeps to. */
export const bodiesContract = (make: () => Promise<Bodies>): void => {
  test("any text comes back byte for byte, under the hash and length of its UTF-8 bytes", async () => {
    const bodies = await make();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const ref = await bodies.put(text);
        const bytes = Buffer.from(text, "utf8");
        expect(ref).toEqual({
          sha256: createHash("sha256").update(bytes).digest("hex"),
          bytes: bytes.length,
        });
        expect(await bodies.get(ref)).toBe(text);
      }),
      { numRuns: 50, examples: [[""], [":bigint:5"], ["\u0000\r\n"], ['{"value":1}']] },
    );
  });

  test("a text that is put twice is one body", async () => {
    const bodies = await make();
    expect(await bodies.put("the same")).toEqual(await bodies.put("the same"));
  });

  test("a body that is not there is a clear error", async () => {
    const bodies = await make();
    await expect(bodies.get({ sha256: "cd".repeat(32), bytes: 1 })).rejects.toMatchObject({
      code: "body-missing",
    });
  });
};
