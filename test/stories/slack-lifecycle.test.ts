import { expect, test } from "vitest";
import type { Person } from "../support/slack/person.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";

const channel = "C0CLUB0001";
const brief = "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes.";
/** Waits of minutes take seconds. */
const pace = 30;

/** A project that waits for its first decision, with the person who started it. */
const waiting = async (stage: SlackStage, id = "U0ANN00001"): Promise<Person> => {
  const ann = await stage.slack.person(id, { name: "ann" });
  await ann.slash(channel, `start --approve gates ${brief}`);
  await stage.card("e1");
  await stage.quiet();
  return ann;
};

test.each([
  { what: "removed from a channel", private: false, gone: { joined: false }, back: { joined: true } },
  { what: "removed from a private channel", private: true, gone: { joined: false }, back: { joined: true } },
  {
    what: "in a channel that was archived",
    private: false,
    gone: { archived: true },
    back: { archived: false },
  },
])("a bot that was $what waits, and goes on when it is back", async ({ private: isPrivate, gone, back }) => {
  const stage = await openSlackStage({ pace });
  const { slack, card, when } = stage;
  await slack.channel(channel, { name: "club", private: isPrivate });
  slack.scopes.delete("channels:join");
  const ann = await waiting(stage);
  const before = slack.posts.length;
  slack.setChannel(channel, gone);
  await ann.openHome();
  await slack.until(() => ann.home()?.text.includes("e1"));
  await ann.click("home", "Approve");
  await when(({ outbox }) => outbox.some(({ tries }) => tries > 0), "a post that was refused");
  expect(slack.posts.length).toBe(before);
  slack.setChannel(channel, back);
  await ann.click(await card("e2"), "Approve");
  await card("e3");
  for (const words of ["e1 · ann chose Approve", "Analyst → Architect", "e2 · ann chose Approve"])
    await stage.reads(words);
  expect(stage.troubles().filter((trouble) => /^(told|posted twice)/.test(trouble))).toEqual([]);
});

test("a token that was revoked is told once; with a good one everything is said that waited", async () => {
  const first = await openSlackStage({ pace: 2 * pace });
  const { slack, card, told } = first;
  await slack.channel(channel, { name: "club" });
  const ann = await waiting(first);
  const [at, asked] = [await first.place(), await card("e1")];
  const revoked = { error: "token_revoked" } as const;
  const mend = slack.fault({
    method: "*",
    times: 1_000_000,
    when: ({ method }) => method !== "apps.connections.open",
    wrong: revoked,
  });
  await ann.click(asked, "Approve");
  await slack.until(() => told.length > 0);
  await ann.write(at, "architect: use Postgres");
  await first.when(({ escalations }) => escalations.length === 2, "the next question");
  await first.stop();
  expect(told).toEqual([
    expect.stringMatching(/token was revoked: install the app again, set SLACK_BOT_TOKEN/),
  ]);
  mend();
  const second = await first.restart();
  await ann.click(await second.card("e2"), "Approve");
  for (const words of ["Analyst → Architect", "Noted for Architect's next turn.", "e1 · ann chose Approve"])
    await second.reads(words);
  expect(told).toHaveLength(1);
});

test("a Slack that cannot be reached at the start is waited for", async () => {
  const stage = await openSlackStage({ pace });
  const { slack, told } = stage;
  await slack.channel(channel, { name: "club" });
  await waiting(stage);
  await stage.stop();
  slack.fault({ method: "auth.test", times: 2, wrong: "drop-before" });
  slack.fault({ method: "auth.test", nth: 3, wrong: { status: 503 } });
  const next = await stage.restart();
  expect(told).toEqual([
    expect.stringContaining("Slack was not reached"),
    expect.stringContaining("Slack was not reached"),
    expect.stringContaining("HTTP 503"),
  ]);
  const ann = await slack.person("U0ANN00001");
  await ann.click(await next.card("e1"), "Approve");
  await next.reads("Analyst → Architect");
});

test("somebody of another company may look on in a shared channel, and decides nothing", async () => {
  const stage = await openSlackStage({
    http: true,
    settings: { approvers: ["S0LEADS"] },
    mentions: ["S0LEADS"],
  });
  const { slack, url, card, place, isTold, project, troubles } = stage;
  await slack.channel(channel, { name: "club" });
  const ann = await waiting(stage);
  const eve = await slack.person("U0EVE00001", { name: "Eve", groups: ["leads"] });
  const asked = await card("e1");
  const away = { id: "T0ELSEWHERE", domain: "elsewhere" };
  slack.useHttp("http://127.0.0.1:1/nobody");
  const clicked = (await eve.click(asked, "Approve"))?.payload ?? {};
  slack.useHttp(url);
  const theirs = { ...clicked, team: away, user: { id: eve.id, username: "eve", team_id: away.id } };
  await slack.request(url, { type: "interactive", payload: theirs });
  await isTold(eve, "Only ann and 1 configured approver may do this.");
  const at = await place();
  const message = {
    channel: at.channel,
    thread_ts: at.thread,
    user: eve.id,
    user_team: away.id,
    channel_type: "channel",
  };
  const say = (text: string, ts: string) =>
    slack.request(url, {
      type: "events_api",
      payload: {
        type: "event_callback",
        event_id: `Ev${ts}`,
        team_id: away.id,
        authorizations: [{ team_id: slack.app.teamId, enterprise_id: null }],
        event: { type: "message", text, ts, ...message },
      },
    });
  await say("approve", "1900000000.000100");
  await isTold(eve, "Only ann and 1 configured approver may do this.");
  await say("architect: tell <!channel> and <@U0BOB00001>", "1900000000.000200");
  await isTold(eve, "Only ann and 1 configured approver may do this.");
  expect((await project()).escalations.map(({ state }) => state)).toEqual(["open"]);
  await ann.click(asked, "Approve");
  await card("e2");
  expect(troubles()).toEqual(["interactive: no connection"]);
});

test("in an Enterprise Grid people and channels have ids of the organisation", async () => {
  const stage = await openSlackStage({
    slack: { app: { enterpriseId: "E0SWIMCLUB" } },
    mentions: ["W0ANN00001", "W0BOB00001"],
  });
  const { slack, card, place, reads, troubles } = stage;
  await slack.channel(channel, { name: "club" });
  const ann = await waiting(stage, "W0ANN00001");
  const bob = await slack.person("W0BOB00001", { name: "Bob" });
  const at = await place();
  await ann.write(at, "settings approvers @Bob");
  await reads("ann changed the settings: who may decide.");
  await bob.click(await card("e1"), "Approve");
  expect((await slack.message(await card("e2"))).text).toContain("@ann @Bob\n[Approve]");
  await reads("Analyst → Architect");
  await reads("e1 · Bob chose Approve");
  expect(troubles()).toEqual([]);
});

test("a project that was started where the bot may not write begins once it is invited", async () => {
  const stage = await openSlackStage({ pace });
  const { slack, card, place, when } = stage;
  await slack.channel(channel, { name: "club", private: true, joined: false });
  const ann = await slack.person("U0ANN00001", { name: "ann" });
  await ann.slash(channel, `start --approve gates ${brief}`);
  await when(({ outbox }) => outbox.some(({ tries }) => tries > 0), "a root that was refused");
  slack.setChannel(channel, { joined: true });
  await card("e1");
  expect((await place()).channel).toBe(channel);
});

test("a project lives in the direct messages with the bot as well", async () => {
  const { slack, card, place, reads, troubles } = await openSlackStage();
  const ann = await slack.person("U0ANN00001", { name: "ann" });
  await ann.write("bot", `start --approve gates ${brief}`);
  await ann.click(await card("e1"), "Approve");
  await card("e2");
  const at = await place();
  await ann.write(at, "status");
  await slack.until(() =>
    slack.posts.some(({ thread, text }) => thread === at.thread && text.includes("waits for 1")),
  );
  await reads("Analyst → Architect");
  await reads("e1 · ann chose Approve");
  expect([at.channel.startsWith("D"), troubles()]).toEqual([true, []]);
});
