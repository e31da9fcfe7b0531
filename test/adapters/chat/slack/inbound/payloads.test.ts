import fc from "fast-check";
import { expect, test } from "vitest";
import { readPayload } from "#adapters/chat/slack/payloads-read.ts";
import type { Context } from "#adapters/chat/slack/payloads-result.ts";
import { namesBot, readAddressed, readText } from "#adapters/chat/slack/payloads-text.ts";

const context: Context = {
  teamId: "T1",
  enterpriseId: null,
  botId: "B1",
  botUserId: "UBOT",
  at: 1_700_000_000_000,
};

test.each([
  ["plain", "plain"],
  ["a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"],
  ["ask <@U1ADA|ada> and <@W2BOB>", "ask @U1ADA and @W2BOB"],
  ["ask <!subteam^S1PM|@pm-team>", "ask @S1PM"],
  ["in <#C1|general> or <#C2>", "in #general or #C2"],
  ["<!here> <!channel|channel>", "@here channel"],
  ["<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"],
  ["<http://example.com|example.com>", "http://example.com"],
  ["<https://example.com|the plan>", "[the plan](https://example.com)"],
  ["<mailto:ada@example.com|ada@example.com>", "ada@example.com"],
  ["<!date^1392734382^{date}|Feb 18>", "Feb 18"],
  ["  `if (a &lt; b)`\n\n- one ", "`if (a < b)`\n\n- one"],
])("%j is read as %j", (escaped, read) => {
  expect(readText(escaped)).toBe(read);
});

test("whatever a person types comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      const escaped = typed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      expect(readText(escaped)).toBe(typed.trim());
    }),
  );
});

test("only the mention at the beginning is left out", () => {
  expect(readAddressed(" <@UBOT>, ask <@UBOT>", "UBOT")).toBe("ask @UBOT");
  expect(readAddressed("<@UBOT|botarmy>: status", "UBOT")).toBe("status");
  expect(readAddressed("<@UBOT2> status", "UBOT")).toBe("@UBOT2 status");
  expect([namesBot("hey <@UBOT>", "UBOT"), namesBot("hey <@UBOT2>", "UBOT")]).toEqual([true, false]);
});

const event = (inner: object, outer: object = {}) => ({
  type: "event_callback",
  event_id: "Ev1",
  team_id: "T1",
  event: inner,
  ...outer,
});
const said = { type: "message", channel: "C1", user: "U1", ts: "2.0", thread_ts: "1.0", text: "hi" };

const reasonFor = (body: unknown): string => {
  const read = readPayload(body, context);
  return read.type === "dropped" ? read.reason : read.type;
};

test.each([
  [event({ ...said, subtype: "message_changed", user: undefined }), "a message of subtype message_changed"],
  [event({ ...said, subtype: "bot_message" }), "a message of subtype bot_message"],
  [event({ ...said, subtype: "channel_join" }), "a message of subtype channel_join"],
  [event({ ...said, user: "UBOT" }), "our own message"],
  [event({ ...said, bot_id: "B2" }), "not a person"],
  [event({ ...said, user: "USLACKBOT" }), "not a person"],
  [event({ ...said, thread_ts: undefined }), "not said to us"],
  [event({ ...said, thread_ts: "2.0" }), "not said to us"],
  [event({ ...said, text: " " }), "empty"],
  [event({ type: "file_shared", file_id: "F1", channel_id: "C1" }), "the message with the file comes too"],
  [event({ type: "reaction_added", user: "U1" }), "an event of type reaction_added"],
  [event(said, { team_id: "T2" }), "another workspace"],
  [event(said, { authorizations: [{ team_id: "T2", enterprise_id: "E2" }] }), "another workspace"],
  [{ type: "view_closed", view: {} }, "a payload of type view_closed"],
  [{ type: "shortcut", callback_id: "x" }, "a payload of type shortcut"],
  [null, "unreadable: "],
  [event({ ...said, ts: 5 }), "unreadable: ts"],
])("%j is dropped", (body, reason) => {
  expect(reasonFor(body)).toBe(reason);
});

test("in Slack Connect people of another team are heard, as foreigners", () => {
  const read = readPayload(
    event(
      { ...said, user_team: "T2" },
      { team_id: "T2", authorizations: [{ team_id: "T1", enterprise_id: null }] },
    ),
    context,
  );
  expect(read).toMatchObject({ type: "incoming", incoming: { by: { id: "U1", foreign: true } } });
});

const click = (change: object) => ({
  type: "block_actions",
  trigger_id: "1.2.x",
  user: { id: "U1", username: "ada", team_id: "T2" },
  team: { id: "T2" },
  channel: { id: "C1" },
  message: { ts: "2.0", thread_ts: "1.0", bot_id: "B1" },
  actions: [{ type: "button", action_id: "says|-|1", value: "pause" }],
  ...change,
});

test("a click of another team counts when it is on our own message, and only then", () => {
  expect(readPayload(click({}), context)).toMatchObject({
    type: "incoming",
    id: "t:1.2.x",
    lane: "C1/1.0",
    incoming: { by: { name: "ada", foreign: true }, event: { type: "button", says: "pause" } },
  });
  expect(reasonFor(click({ message: { ts: "2.0", bot_id: "B2" } }))).toBe("another workspace");
});

test("a click in App Home is said to the bot alone; a field of a form says nothing yet", () => {
  const home = { team: { id: "T1" }, channel: undefined, message: undefined, view: { type: "home" } };
  expect(readPayload(click(home), context)).toMatchObject({
    type: "incoming",
    incoming: { channel: "U1", thread: null, sender: { channel: null, triggerId: "1.2.x" } },
  });
  expect(reasonFor(click({ ...home, view: { type: "modal" } }))).toBe("a field of a form");
});

test("a click on a private answer belongs to its thread, or to the channel", () => {
  const alone = { team: { id: "T1" }, message: undefined, channel: { id: "C1" } };
  const container = { is_ephemeral: true, message_ts: "3.0", channel_id: "C1" };
  expect(readPayload(click({ ...alone, container }), context)).toMatchObject({
    incoming: { thread: null, sender: { replaces: true } },
  });
  expect(
    readPayload(click({ ...alone, container: { ...container, thread_ts: "1.0" } }), context),
  ).toMatchObject({
    incoming: { thread: "1.0" },
  });
});

test("files without bytes are left out, and one whose name is not told is called by its id", () => {
  const files = [
    { id: "F1", name: "a.csv", size: 3, mode: "hosted" },
    { id: "F2", file_access: "check_file_info" },
    { id: "F3", mode: "tombstone" },
    { id: "F4", name: "doc", mode: "external", size: 0 },
  ];
  expect(readPayload(event({ ...said, subtype: "file_share", text: "", files }), context)).toMatchObject({
    incoming: {
      files: [
        { id: "F1", name: "a.csv", bytes: 3 },
        { id: "F2", name: "F2", bytes: 0 },
      ],
    },
  });
});
