import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createDiscordRest, type DiscordRequest } from "#adapters/chat/discord/rest.ts";
import { ProviderError } from "#src/errors.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";
import { closedAfter, errorOf, say } from "../../outbound-stage.ts";
import { createStages, openThread } from "./stage.ts";

const stages = createStages();
const stage = stages.make;

/** Something that answers every request alike. */
interface Answering {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const servers = closedAfter(async (answer: Answering) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Proven: it listens on a port.
  const { port } = server.address() as AddressInfo;
  const fatal: Error[] = [];
  const clock = manualClock();
  const call = createDiscordRest({
    token: "t",
    apiUrl: `http://127.0.0.1:${port}/api/`,
    clock,
    onFatal: (error) => fatal.push(error),
  });
  const ask = async (facts: Partial<DiscordRequest> = {}): Promise<unknown> =>
    await errorOf(
      call({
        method: "POST",
        path: "/channels/1300000000000000001/messages",
        body: {},
        what: "a message",
        ...facts,
      }),
    );
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { ask, asked, fatal, clock, close };
});

afterEach(async () => {
  await stages.close();
  await servers.close();
});

const answerOf = (
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Answering => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

const refusals: readonly (readonly [number, number, object, string])[] = [
  [404, 10_003, { retryable: false, kind: "bad-request" }, "was deleted"],
  [404, 10_008, { retryable: false, kind: "bad-request" }, "message was deleted"],
  [403, 50_001, { retryable: true, kind: "bad-request" }, "View Channel"],
  [403, 50_013, { retryable: true, kind: "bad-request" }, "Send Messages in Threads"],
  [400, 50_083, { retryable: true, kind: "bad-request" }, "archived"],
  [403, 160_005, { retryable: true, kind: "bad-request" }, "Unlock it, or give me Manage Threads"],
  [400, 160_006, { retryable: true, kind: "bad-request" }, "Close or archive some"],
  [429, 30_046, { retryable: true, kind: "overloaded" }, "older than an hour"],
  [413, 40_005, { retryable: false, kind: "too-large" }, "larger than the server takes"],
  [413, 0, { retryable: false, kind: "too-large", code: "40005" }, "larger than the server takes"],
  [403, 200_000, { retryable: true, kind: "bad-request" }, "AutoMod"],
  [400, 50_035, { retryable: false, kind: "bad-request" }, "components[0]"],
  [400, 99_999, { retryable: false, kind: "bad-request" }, "It says: Something new"],
  [404, 0, { retryable: false, kind: "bad-request", code: "http_404" }, "HTTP 404"],
];

test.each(refusals)(
  "HTTP %i with code %i says what it means and what to do",
  async (status, code, ...[meaning, words]) => {
    const errors = {
      components: { "0": { _errors: [{ code: "BASE_TYPE_REQUIRED", message: "is wrong" }] } },
    };
    const body = { message: "Something new", code, ...(code === 50_035 ? { errors } : {}) };
    const { ask } = await servers.make(answerOf(status, body));
    const error = await ask();
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({
      ambiguous: false,
      ...(code === 0 ? {} : { code: String(code) }),
      ...meaning,
    });
    expect(String(error)).toContain(words);
  },
);

test("the permission that is missing is the one that was needed", async () => {
  const { ask } = await servers.make(answerOf(403, { message: "Missing Permissions", code: 50_013 }));
  expect(String(await ask({ what: "a thread" }))).toContain("Create Public Threads");
  expect(String(await ask({ what: "the history" }))).toContain("Read Message History");
});

test("a 429 says in its body for how many seconds, with a fraction, and whom it concerns", async () => {
  const headers = { "retry-after": "3", "x-ratelimit-scope": "shared" };
  const shared = await servers.make(
    answerOf(429, { message: "", retry_after: 2.0105, global: false }, headers),
  );
  expect(await shared.ask()).toMatchObject({
    kind: "rate",
    retryable: true,
    retryAfterMs: 2_011,
    scope: "lane",
  });
  const global = await servers.make(answerOf(429, { message: "", retry_after: 0.5, global: true }));
  expect(await global.ask()).toMatchObject({ kind: "rate", retryAfterMs: 500, scope: "all" });
  const page = await servers.make({
    status: 429,
    headers: { "retry-after": "90" },
    body: "<html>1015</html>",
  });
  expect(await page.ask()).toMatchObject({ kind: "rate", retryAfterMs: 90_000, scope: "all" });
  const silent = await servers.make({ status: 429, body: "" });
  expect(await silent.ask()).toMatchObject({ kind: "rate", retryAfterMs: null });
});

test("the client never waits and never asks twice by itself", async () => {
  const headers = { "x-ratelimit-limit": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "30" };
  const busy = await servers.make(answerOf(500, { message: "", code: 0 }, headers));
  expect(await busy.ask()).toMatchObject({ ambiguous: true, retryable: true, code: "http_500" });
  expect(await busy.ask()).toMatchObject({ kind: "rate", scope: "lane", ambiguous: false });
  expect(busy.asked).toHaveLength(1);
});

test("what is no answer of Discord's passes, and its page is not shown", async () => {
  const page = await servers.make({
    status: 403,
    headers: { "content-type": "text/html" },
    body: "<b>go away</b>",
  });
  const error = await page.ask();
  expect(error).toMatchObject({ kind: "bad-response", retryable: true, ambiguous: false });
  expect(String(error)).not.toContain("go away");
});

test("a page in place of an answer is none: what was asked may have been done all the same", async () => {
  const page = await servers.make({
    status: 200,
    headers: { "content-type": "text/html" },
    body: "<b>Sign in to the hotel's network</b>",
  });
  expect(await page.ask()).toMatchObject({ kind: "bad-response", retryable: true, ambiguous: true });
});

test("a refused token is fatal, told once, and asked again only later", async () => {
  const { ask, asked, fatal, clock } = await servers.make(
    answerOf(401, { message: "401: Unauthorized", code: 0 }),
  );
  const errors = [await ask(), await ask()];
  expect(asked).toHaveLength(1);
  await clock.pass(61_000);
  errors.push(await ask());
  expect(asked).toHaveLength(2);
  for (const error of errors)
    expect(error).toMatchObject({ kind: "auth", retryable: true, retryAfterMs: 300_000 });
  expect(fatal.map(String)).toEqual([expect.stringContaining("DISCORD_BOT_TOKEN")]);
});

test("the token of an interaction that has ended says nothing of the bot's", async () => {
  const { ask, fatal } = await servers.make(
    answerOf(401, { message: "Invalid Webhook Token", code: 50_027 }),
  );
  expect(await ask({ auth: false })).toMatchObject({ code: "50027", kind: "bad-request", retryable: false });
  expect(fatal).toEqual([]);
});

test("faults hold neither secret addresses nor what was said", async () => {
  const { ask } = await servers.make(answerOf(400, { message: "Invalid", code: 50_035 }));
  const error = await ask({
    path: "/webhooks/1300000000000000001/secret-token",
    body: { content: "my words" },
  });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/secret-token|my words/);
});

test("a token that is revoked while the bot runs drops no post", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.revokeToken();
  const errors = [
    await errorOf(here.outbound.post(place, "p-1:2:1", say("x"))),
    await errorOf(here.outbound.find(place.channel, place.thread, "p-1:2:1")),
    await errorOf(here.outbound.edit(place, place.thread, say("y"))),
  ];
  for (const error of errors) expect(error).toMatchObject({ kind: "auth", retryable: true });
  expect(here.fatal).toHaveLength(1);
});

test.each([
  ["create_message", "shared", { retryAfter: 0.02 }],
  ["create_message", "global", { retryAfter: 0.02, global: true }],
  ["create_thread_from_message", "bucket", { retryAfter: 0.02 }],
] as const)("%s that came too often (%s) is made again when it may be", async (operation, _, wrong) => {
  const here = await stage();
  here.discord.fault({ operation, times: 2, wrong });
  const place = await openThread(here);
  expect(here.discord.messages(place.channel)).toHaveLength(1);
  expect(here.discord.callsOf(operation).map(({ answered }) => answered)).toEqual([
    429,
    429,
    operation === "create_message" ? 200 : 201,
  ]);
});

test("of a rest that lasts longer than a minute the caller hears at once", async () => {
  const here = await stage();
  here.discord.fault({ operation: "create_message", wrong: { retryAfter: 136.2 } });
  expect(await errorOf(openThread(here))).toMatchObject({
    kind: "rate",
    retryable: true,
    retryAfterMs: 136_200,
  });
});

test("posts of one thread that is held back do not hold up another", async () => {
  const here = await stage();
  const place = await openThread(here);
  const other = await here.outbound.openThread(place.channel, "p-2:1:1", say("other"));
  here.discord.fault({
    operation: "create_message",
    when: ({ path }) => path["channel_id"] === place.thread,
    wrong: { retryAfter: 50 },
  });
  const held = here.outbound.post(place, "p-1:2:1", say("held"));
  await here.outbound.post(other, "p-2:2:1", say("at once"));
  expect(here.discord.messages(place.thread).map(({ text }) => text)).not.toContain("held");
  await held;
  expect(here.discord.messages(place.thread).at(-1)?.text).toBe("held");
});
