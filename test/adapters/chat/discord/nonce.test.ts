import fc from "fast-check";
import { expect, test } from "vitest";
import { containerId, nonceOf, partKey } from "#adapters/chat/discord/nonce.ts";

test("a key has one nonce and one container, always the same", () => {
  expect([nonceOf("p-3f9k2m7q:4:1"), containerId("p-3f9k2m7q:4:1")]).toEqual([
    nonceOf("p-3f9k2m7q:4:1"),
    containerId("p-3f9k2m7q:4:1"),
  ]);
});

test("any key has a nonce and a container id that Discord takes", () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      expect(nonceOf(key)).toMatch(/^[0-9A-Za-z]{22}$/);
      expect(containerId(key)).toBeGreaterThan(0);
      expect(containerId(key)).toBeLessThan(2 ** 31);
    }),
  );
});

test("ten thousand keys have as many nonces and containers", () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `p-3f9k2m7q:${i}:1`);
  expect(new Set(keys.map(nonceOf)).size).toBe(10_000);
  expect(new Set(keys.map(containerId)).size).toBe(10_000);
});

test("the last part has the message's own key", () => {
  expect([0, 1, 2].map((i) => partKey("k", i, 3))).toEqual(["k#1", "k#2", "k"]);
});
