import { expect, test } from "vitest";
import { readSlack, secretsOf } from "#src/config/slack.ts";

test("without any Slack token there is no Slack", () => {
  expect(readSlack({})).toBeNull();
  expect(readSlack({ SLACK_BOT_TOKEN: " " })).toBeNull();
});

test("a bot token and an app token mean Socket Mode", () => {
  const slack = readSlack({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" });
  expect(slack).toMatchObject({ way: { type: "socket" }, apiUrl: null });
  expect(secretsOf(slack)).toEqual(["xoxb-1", "xapp-1"]);
  expect(JSON.stringify(slack)).not.toContain("xapp-1");
});

test("a signing secret means HTTP on a port of one's own", () => {
  const env = {
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_SIGNING_SECRET: "abc",
    SLACK_API_URL: "http://localhost:1/api",
  };
  expect(readSlack(env)).toMatchObject({
    way: { type: "http", port: 3_000 },
    apiUrl: "http://localhost:1/api/",
  });
  expect(readSlack({ ...env, SLACK_PORT: "0" })).toMatchObject({ way: { port: 0 } });
});

test.each([
  [
    { SLACK_BOT_TOKEN: "xoxp-person", SLACK_APP_TOKEN: "xapp-1" },
    /SLACK_BOT_TOKEN must be the Bot User OAuth Token/,
  ],
  [{ SLACK_BOT_TOKEN: "xoxb-1" }, /set SLACK_APP_TOKEN .+ or SLACK_SIGNING_SECRET/],
  [{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1", SLACK_SIGNING_SECRET: "a" }, /are both set/],
  [{ SLACK_APP_TOKEN: "xoxb-1" }, /SLACK_BOT_TOKEN must .+; SLACK_APP_TOKEN must/],
  [{ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "a", SLACK_PORT: "lots" }, /SLACK_PORT is lots/],
])("%o is refused with what to do", (env, words) => {
  expect(() => readSlack(env)).toThrow(words);
});
