import { onTestFinished, expect, test } from "vitest";
import { checkSlack } from "#adapters/chat/slack/check.ts";
import { memoryNotes } from "../../../fakes/memory-inbox.ts";
import { startSlack, type SlackOptions } from "../../../support/slack/slack.ts";

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const look = async (
  options: SlackOptions = {},
  change: Partial<Parameters<typeof checkSlack>[0]> = {},
): Promise<readonly string[]> => {
  const slack = await startSlack(options);
  onTestFinished(() => slack.close());
  const { botToken, appToken } = slack.app;
  const found = await checkSlack({
    token: botToken,
    appToken,
    apiUrl: slack.apiUrl,
    log: silent,
    notes: null,
    ...change,
  });
  return found.map(({ state, text }) => `${state} ${text}`);
};

test("an app that is set up is told so, line by line", async () => {
  const lines = await look();
  expect(lines).toEqual([
    "ok Slack: signed in as @botarmy in Swim club",
    "ok Slack: all 11 scopes are granted",
    "ok Slack: Socket Mode connects",
    "ok Slack: in #general",
    "note Slack: nothing has come from Slack to this data folder yet",
  ]);
});

test("a missing scope is wrong when nothing works without it, and a note when something is missed", async () => {
  const lines = await look({
    scopes: ["chat:write", "commands", "channels:history", "groups:history", "files:write"],
  });
  expect(lines.filter((line) => line.startsWith("wrong"))).toEqual([]);
  expect(lines.join("\n")).toContain(
    "note Slack: the scope files:read is missing (reading files that people drop)",
  );
  expect((await look({ scopes: ["commands"] })).join("\n")).toContain(
    "wrong Slack: the scope chat:write is missing (saying anything); add it under OAuth & Permissions",
  );
});

test("refused tokens are said in words that tell what to do", async () => {
  expect(await look({}, { token: "xoxb-wrong" })).toEqual([
    expect.stringMatching(/^wrong Slack: .*SLACK_BOT_TOKEN/),
  ]);
  const lines = await look({}, { appToken: "xapp-wrong" });
  expect(lines.join("\n")).toMatch(/wrong Slack, app-level token: .+/);
});

test("what never came although other things did points to its setting", async () => {
  const notes = memoryNotes();
  await notes.put("seen:command", "1700000000000");
  const lines = await look({}, { notes });
  expect(lines).toContain("ok Slack: last slash command came 2023-11-14T22:13:20.000Z");
  expect(lines.join("\n")).toContain(
    "no message (Event Subscriptions → message.channels and message.groups) has ever come",
  );
});
