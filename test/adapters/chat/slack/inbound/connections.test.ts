import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { createSocketReceivers } from "#adapters/chat/slack/receivers-socket.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { Log } from "#src/ports.ts";
import { until } from "../../inbound-stage.ts";
import { startStage } from "./stage.ts";

const open = (stage: Awaited<ReturnType<typeof startStage>>): number =>
  stage.inbound.health().connections.filter(({ connected }) => connected).length;

for (const end of ["refresh", "warn", "cut"] as const) {
  test(`after a connection's ${end} the other one serves, and a new one takes its place`, async () => {
    const stage = await startStage();
    const { slack, received } = stage;
    const ada = await slack.person("U0ADA");
    await until(() => open(stage) === 2);
    slack.connections[0]?.[end]();
    expect((await ada.slash("C0GENERAL", "status")).failure).toBeNull();
    await until(() => open(stage) === 2 && slack.connections.length === 3);
    for (let n = 0; n < 4; n++) expect((await ada.slash("C0GENERAL", "status")).failure).toBeNull();
    await until(() => received.length === 5);
    expect(stage.inbound.health().connections.reduce((sum, one) => sum + one.reconnects, 0)).toBe(1);
  });
}

test("while Slack refuses new connections they are tried again, and nothing else breaks", async () => {
  const stage = await startStage();
  const { slack, logged } = stage;
  await until(() => open(stage) === 2);
  slack.fault({ method: "apps.connections.open", times: 2, wrong: { status: 503 } });
  slack.connections[0]?.cut();
  slack.connections[1]?.refresh();
  await until(() => open(stage) === 0);
  expect(stage.inbound.health().connected).toBe(false);
  await until(() => open(stage) === 2, 15_000);
  expect(logged.filter((line) => line === "warn: no connection to Slack opened")).toHaveLength(2);
  expect(logged).toContain("warn: no connection to Slack");
});

test("a start while Slack is down goes on trying", async () => {
  const stage = await startStage({ way: "http" });
  const { slack } = stage;
  slack.useHttp(null);
  slack.fault({ method: "apps.connections.open", times: 2, wrong: "drop-before" });
  const inbound = await stage.restart({ way: "socket" });
  expect(inbound.health().connected).toBe(false);
  await until(() => inbound.health().connected);
});

test("a token that Slack refuses stops the start with what to do", async () => {
  const stage = await startStage({ way: "http" });
  stage.slack.fault({ method: "apps.connections.open", times: 2, wrong: { error: "invalid_auth" } });
  await expect(stage.restart({ way: "socket" })).rejects.toMatchObject({
    code: "slack-app-token",
    message: expect.stringContaining("SLACK_APP_TOKEN"),
  });
});

test("a token that is refused later is told once, however often it is tried", async () => {
  const stage = await startStage({ connections: 1 });
  await until(() => open(stage) === 1);
  stage.slack.fault({ method: "apps.connections.open", times: 2, wrong: { error: "token_revoked" } });
  stage.slack.connections[0]?.cut();
  await until(() => open(stage) === 0);
  await until(() => open(stage) === 1, 15_000);
  expect(stage.logged.filter((line) => line.startsWith("error"))).toEqual([
    "error: Slack refused the app-level token",
  ]);
});

test("words on the wire that are no payload harm nobody", async () => {
  const errors: string[] = [];
  const note = (_facts: object, message: string): void => void errors.push(message);
  const log: Log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
  const slack = await looseSlack(["null", "{", '{"type":"events_api","payload":{}}', '{"type":"hello"}']);
  const taken: unknown[] = [];
  const receivers = createSocketReceivers(
    { appToken: "xapp-1", apiUrl: slack.apiUrl, connections: 1 },
    { clock: systemClock, log, take: async ({ body }) => void taken.push(body) },
  );
  await receivers.start();
  expect(receivers.health()).toMatchObject([{ connected: true }]);
  expect(errors).toEqual(["message not read", "message not read"]);
  await receivers.stop();
  expect(taken).toEqual([]);
});

/** A Slack that says these words to whoever connects. */
const looseSlack = async (words: readonly string[]) => {
  const server = createServer((_request, response) => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    for (const word of words) socket.send(word);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { apiUrl: `http://127.0.0.1:${port}/api/` };
};
