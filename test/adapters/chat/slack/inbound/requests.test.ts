import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { until } from "../../inbound-stage.ts";
import { startStage, type Stage } from "./stage.ts";

const slash = (stage: Stage, change: Readonly<Record<string, string>> = {}) => ({
  type: "slash_commands" as const,
  payload: {
    command: "/botarmy",
    text: "status",
    trigger_id: "1.2.a",
    user_id: "U0ADA",
    user_name: "ada",
    channel_id: "C0GENERAL",
    team_id: stage.slack.app.teamId,
    response_url: "https://hooks.slack.com/commands/1",
    ...change,
  },
});

test("a signed request is taken", async () => {
  const stage = await startStage({ way: "http" });
  expect((await stage.slack.request(stage.url(), slash(stage))).status).toBe(200);
  await until(() => stage.received.length === 1);
  expect(stage.received[0]).toMatchObject({ event: { type: "slash", text: "status" } });
});

test.each([
  ["signed by somebody else", { secret: "another secret" }, 401],
  ["six minutes old", { ageSeconds: 360 }, 401],
  ["signed with nothing", { headers: { "x-slack-signature": "v0=" } }, 401],
  ["of five megabytes", { padding: 5 * 1024 * 1024 }, 413],
])("a request %s is refused", async (_what, change, status) => {
  const stage = await startStage({ way: "http" });
  const answer = await stage.slack.request(stage.url(), { ...slash(stage), ...change });
  expect([answer.status, stage.received.length, stage.inbound.health().taken]).toEqual([status, 0, 0]);
});

test("other paths are nobody's", async () => {
  const stage = await startStage({ way: "http" });
  const answer = await stage.slack.request(stage.url().replace("/slack/events", "/"), slash(stage));
  expect([answer.status, stage.received.length]).toEqual([404, 0]);
});

test("Slack's check of the address is answered", async () => {
  const stage = await startStage({ way: "http" });
  const payload = { type: "url_verification", challenge: "3eZbrw1a" };
  const answer = await stage.slack.request(stage.url(), { type: "events_api", payload });
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { challenge: "3eZbrw1a" }]);
});

test.each([
  ["another workspace", { team_id: "T0OTHER" }],
  ["another organisation", { team_id: "T0OTHER", enterprise_id: "E0OTHER" }],
])("a command of %s is acknowledged and not done", async (_whose, change) => {
  const stage = await startStage({ way: "http" });
  expect((await stage.slack.request(stage.url(), slash(stage, change))).status).toBe(200);
  expect([stage.inbound.health(), stage.received]).toMatchObject([{ taken: 0, dropped: 1 }, []]);
});

test("in an organisation a command of a sister workspace is done", async () => {
  const stage = await startStage({ way: "http", slack: { app: { enterpriseId: "E0OURS" } } });
  const sister = slash(stage, { team_id: "T0SISTER", enterprise_id: "E0OURS" });
  expect((await stage.slack.request(stage.url(), sister)).status).toBe(200);
  await until(() => stage.received.length === 1);
});

test("a payload that nobody can read is acknowledged, so that it does not come again and again", async () => {
  const stage = await startStage({ way: "http" });
  for (const payload of [
    {},
    { type: "block_actions" },
    { type: "event_callback", event: { type: "message" } },
  ])
    expect((await stage.slack.request(stage.url(), { type: "events_api", payload })).status).toBe(200);
  expect(stage.inbound.health()).toMatchObject({ taken: 0, dropped: 3 });
});

test("Slack's number of a repeated delivery is data, and no reason to leave it out", async () => {
  const stage = await startStage({ way: "http" });
  const headers = { "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout" };
  await stage.slack.request(stage.url(), { ...slash(stage), headers });
  await until(() => stage.received.length === 1);
  expect(stage.logged).toEqual(["info: delivered again by Slack"]);
});

test("what happens to the bot and its channels is told to those who run it, once", async () => {
  const fatal: string[] = [];
  const stage = await startStage({ way: "http", onFatal: (words) => fatal.push(words) });
  const { app } = stage.slack;
  const send = (event: object, id: string) =>
    stage.slack.request(stage.url(), {
      type: "events_api",
      payload: { type: "event_callback", event_id: id, team_id: app.teamId, event },
    });
  await send({ type: "channel_archive", channel: "C0GENERAL", user: "U0ADA" }, "Ev1");
  await send({ type: "channel_archive", channel: "C0GENERAL", user: "U0ADA" }, "Ev1");
  await send({ type: "member_left_channel", channel: "C0GENERAL", user: "U0ADA" }, "Ev2");
  await send({ type: "member_left_channel", channel: "C0GENERAL", user: app.botUserId }, "Ev3");
  expect(stage.logged).toEqual(["warn: Slack says", "warn: Slack says"]);
  expect(stage.inbound.health().trouble).toBeNull();
  await send({ type: "tokens_revoked", tokens: { bot: [app.botUserId] } }, "Ev4");
  expect(stage.logged.at(-1)).toBe("error: Slack says");
  expect(fatal).toEqual([stage.inbound.health().trouble]);
  expect(fatal[0]).toContain("install the app again");
});

test("a port that is taken stops the start with what to do", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { createHttpReceiver } = await import("#adapters/chat/slack/receivers-http.ts");
  const { systemClock } = await import("#adapters/clock/system.ts");
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const receiver = createHttpReceiver(
    { signingSecret: "secret", port, host: "127.0.0.1" },
    { clock: systemClock, log: quiet, take: async () => undefined },
  );
  await expect(receiver.start()).rejects.toMatchObject({ code: "slack-port" });
});

test("once it is stopped nothing is taken", async () => {
  const stage = await startStage({ way: "http" });
  const url = stage.url();
  await stage.inbound.stop();
  await expect(stage.slack.request(url, slash(stage))).rejects.toThrow("ECONNREFUSED");
  expect(stage.inbound.health()).toMatchObject({ connected: false, taken: 0 });
});
