import { expect, test } from "vitest";
import { clientOf, errorOf, startStage } from "./bot.ts";
import type { Wrong } from "./faults.ts";

/** How a post ends for the app, and how many there are then. */
const posting = async (wrong: Wrong) => {
  const { slack, post } = await startStage();
  slack.fault({ method: "chat.postMessage", wrong });
  return [await errorOf(post({ text: "hello" })), slack.posts.length];
};

test("a post can go wrong before or after it is done", async () => {
  expect(await posting("drop-before")).toEqual(["slack_webapi_request_error", 0]);
  expect(await posting("drop-after")).toEqual(["slack_webapi_request_error", 1]);
  expect(await posting("500-before")).toEqual(["slack_webapi_http_error", 0]);
  expect(await posting("500-after")).toEqual(["slack_webapi_http_error", 1]);
  expect(await posting({ retryAfter: 7 })).toEqual(["slack_webapi_rate_limited_error", 0]);
  expect(await posting({ error: "fatal_error" })).toEqual(["fatal_error", 0]);
  expect(await posting({ slowMs: 20 })).toEqual(["ok", 1]);
});

test("a call that hangs is given up by the client, done or not", async () => {
  const hanging = async (wrong: Wrong) => {
    const { slack } = await startStage();
    slack.fault({ method: "chat.postMessage", wrong });
    const args = { channel: "C0GENERAL", text: "hello" };
    const outcome = await errorOf(clientOf(slack, 200).apiCall("chat.postMessage", args));
    await slack.until(() => slack.calls[0]?.answered === "hanging");
    return [outcome, slack.posts.length];
  };
  expect(await hanging("hang-before")).toEqual(["slack_webapi_request_error", 0]);
  expect(await hanging("hang-after")).toEqual(["slack_webapi_request_error", 1]);
});

test("a fault is for the calls that the test names", async () => {
  const { slack, post } = await startStage();
  slack.fault({ method: "chat.postMessage", nth: 2, times: 2, wrong: { error: "fatal_error" } });
  slack.fault({
    method: "*",
    when: ({ args }) => args["text"] === "four",
    wrong: { error: "internal_error" },
  });
  const said: string[] = [];
  for (const text of ["one", "two", "three", "four", "five"]) said.push(await errorOf(post({ text })));
  expect(said).toEqual(["ok", "fatal_error", "fatal_error", "internal_error", "ok"]);
});

test("a test can stop the world before and after each call", async () => {
  const { slack } = await startStage();
  const seen: string[] = [];
  slack.onCall((when, { method }) => {
    seen.push(`${when} ${method}, ${slack.posts.length} posts`);
    return when === "after" ? new Promise(() => undefined) : undefined;
  });
  const args = { channel: "C0GENERAL", text: "hello" };
  await expect(clientOf(slack, 200).apiCall("chat.postMessage", args)).rejects.toThrow("timeout");
  await slack.until(() => seen.length === 2);
  expect(seen).toEqual(["before chat.postMessage, 0 posts", "after chat.postMessage, 1 posts"]);
});

test("posts are limited per channel after a burst, other calls per method", async () => {
  const { slack, client, post } = await startStage({ rates: { burst: 2, minuteMs: 6_000 } });
  await slack.channel("C0OTHER01", { name: "other" });
  const said: string[] = [];
  for (const channel of ["C0GENERAL", "C0GENERAL", "C0GENERAL", "C0OTHER01"])
    said.push(await errorOf(post({ channel, text: "x" })));
  expect(said).toEqual(["ok", "ok", "slack_webapi_rate_limited_error", "ok"]);
  for (let n = 0; n < 20; n += 1) await client.usergroups.list({});
  await expect(client.usergroups.list({})).rejects.toMatchObject({ retryAfter: expect.any(Number) });
  expect(slack.rateLimited().map(({ method }) => method)).toEqual(["chat.postMessage", "usergroups.list"]);
  expect(slack.callsOf("chat.postMessage").map(({ answered }) => answered === "429")).toEqual([
    false,
    false,
    true,
    false,
  ]);
});
