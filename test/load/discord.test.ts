import { expect, test } from "vitest";
import { nonceOf, partKey } from "#adapters/chat/discord/nonce.ts";
import { namesOf } from "./discord/names.ts";

test("what a message in Discord was posted for is told by its nonce", () => {
  const names = namesOf(["p-1:4:1", "p-2:9:2"]);
  const named = (name: string) => names.get(nonceOf(name));
  const parts = [0, 1, 2].map((i) => named(partKey("p-1:4:1", i, 3))?.is);
  expect(parts).toEqual(["more of it", "more of it", "last part"]);
  expect(named("p-2:9:2#file#1")).toEqual({ key: "p-2:9:2", is: "more of it" });
  expect(named("p-2:9:2/announce")).toEqual({ key: "p-2:9:2", is: "line" });
  expect(named("p-3:1:1")).toBeUndefined();
});
