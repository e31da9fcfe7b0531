import { expect, test } from "vitest";
import { errorOf, restOf, startStage } from "./bot.ts";
import type { Wrong } from "./faults.ts";

/** How a post ends for the app, and how many there are then. */
const posting = async (wrong: Wrong) => {
  const { discord, post } = await startStage();
  discord.fault({ operation: "create_message", wrong });
  return [await errorOf(post({ content: "hello" })), discord.posts.length];
};

test("a post can go wrong before or after it is done", async () => {
  expect(await posting("drop-before")).toEqual(["UND_ERR_SOCKET", 0]);
  expect(await posting("drop-after")).toEqual(["UND_ERR_SOCKET", 1]);
  expect(await posting("502-before")).toEqual([502, 0]);
  expect(await posting("502-after")).toEqual([502, 1]);
  expect(await posting({ retryAfter: 0.5 })).toEqual(["RateLimitError", 0]);
  expect(await posting({ status: 403, code: 50_013 })).toEqual([50_013, 0]);
  expect(await posting({ slowMs: 20 })).toEqual([0, 1]);
});

test("a call that hangs is given up by the client, done or not", async () => {
  const hanging = async (wrong: Wrong) => {
    const { discord } = await startStage();
    discord.fault({ operation: "create_message", wrong });
    const path = `/channels/${discord.general}/messages` as const;
    const outcome = await errorOf(restOf(discord, 200).post(path, { body: { content: "hello" } }));
    await discord.until(() => discord.calls[0]?.answered === "hanging");
    return [outcome, discord.posts.length];
  };
  expect(await hanging("hang-before")).toEqual(["AbortError", 0]);
  expect(await hanging("hang-after")).toEqual(["AbortError", 1]);
});

test("a fault is for the calls that the test names", async () => {
  const { discord, post } = await startStage();
  discord.fault({ operation: "create_message", nth: 2, times: 2, wrong: "502-before" });
  discord.fault({
    operation: "*",
    when: ({ body }) => JSON.stringify(body).includes("four"),
    wrong: { status: 500 },
  });
  const said = [];
  for (const content of ["one", "two", "three", "four", "five"]) said.push(await errorOf(post({ content })));
  expect(said).toEqual([0, 502, 502, 500, 0]);
});

test("a test can stop the world before and after each call", async () => {
  const { discord } = await startStage();
  const seen: string[] = [];
  discord.onCall((when, { operation }) => {
    seen.push(`${when} ${operation}, ${discord.posts.length} posts`);
    return when === "after" ? new Promise(() => undefined) : undefined;
  });
  const path = `/channels/${discord.general}/messages` as const;
  const call = restOf(discord, 200).post(path, { body: { content: "hello" } });
  expect(await errorOf(call)).toBe("AbortError");
  expect(seen).toEqual(["before create_message, 0 posts", "after create_message, 1 posts"]);
});

test("calls are limited per channel and in all when that is asked for", async () => {
  const limit = { limit: 2, windowMs: 60_000 };
  const { discord, rest, post } = await startStage({
    rates: { perRoute: limit, global: { ...limit, limit: 4 } },
  });
  discord.channel("301", { name: "other" });
  const raw = (place: string) =>
    fetch(`${discord.apiUrl}/v10/channels/${place}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${discord.app.token}`, "content-type": "application/json" },
      body: JSON.stringify({ content: "x" }),
    });
  const [first, second, third] = [
    await raw(discord.general),
    await raw(discord.general),
    await raw(discord.general),
  ];
  expect([first.status, second.headers.get("x-ratelimit-remaining"), third.status]).toEqual([200, "0", 429]);
  expect(await third.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
  expect(third.headers.get("retry-after")).toMatch(/^\d+$/);
  expect((await raw("301")).status).toBe(200);
  expect((await rest.get("/users/@me")) !== null).toBe(true);
  expect(await errorOf(post({ content: "x" }, "301"))).toBe("RateLimitError");
  expect(discord.rateLimited().map(({ scope }) => scope)).toEqual(["user", "global"]);
});
