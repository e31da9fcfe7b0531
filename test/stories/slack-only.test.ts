import { expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openChatStage, type ChatStage } from "./chat-stage.ts";
import { onSlack, type SlackWorld } from "./on-slack.ts";
import type { Somebody } from "./world.ts";

const start =
  "start --approve gates Coaches book the lanes of a pool. A coach must book a lane for 30 minutes.";

/** A project that waits for a decision, with the person who started it. */
const waiting = async ({ world, card, quiet }: ChatStage): Promise<Somebody> => {
  const ann = await world.person("Ann");
  await ann.slash(start);
  await card("e1");
  await quiet();
  return ann;
};

/** What Slack sends for a click, although nobody takes it. */
const missedClick = async (
  { world }: ChatStage<SlackWorld>,
  name: string,
  ts: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const { onSlack: person } = await world.person(name);
  world.slack.useHttp("http://127.0.0.1:1/nobody");
  const missed = await person.click(ts, "Approve");
  world.slack.useHttp(world.url());
  return missed?.payload ?? {};
};

test("a click that is forged, replayed or padded decides nothing, and the true one does", async () => {
  const stage = await openChatStage(onSlack({ http: true }));
  const { world, card, project } = stage;
  const { slack, url } = world;
  const ann = await waiting(stage);
  const asked = await card("e1");
  const request = { type: "interactive", payload: await missedClick(stage, "Ann", asked.id) } as const;
  const answers = [];
  for (const wrong of [{ secret: "guessed" }, { ageSeconds: 301 }, { padding: 5_000_000 }])
    answers.push((await slack.request(url(), { ...request, ...wrong })).status);
  expect(answers).toEqual([401, 401, 413]);
  const other = {
    ...request.payload,
    team: { id: "T0OTHER" },
    user: { id: ann.id, team_id: "T0OTHER" },
    message: {},
  };
  expect((await slack.request(url(), { ...request, payload: other })).status).toBe(200);
  expect((await project()).escalations[0]?.state).toBe("open");
  for (let n = 0; n < 3; n += 1) expect((await slack.request(url(), request)).status).toBe(200);
  await until(async () => (await world.message(asked.id)).text.includes("e1 · Ann chose Approve"));
  await card("e2");
  expect([ann.alone(), stage.told]).toEqual([[], []]);
});

const long =
  `Coaches book the lanes of a pool. ${"A coach must book a lane for 30 minutes. ".repeat(975)}`.slice(
    0,
    39_900,
  );

test.each<[string, (ann: Somebody, channel: string) => Promise<unknown>]>([
  ["a command", (ann) => ann.slash(`start --approve gates ${long}`)],
  ["a message", (ann, channel) => ann.mention(channel, `start --approve gates ${long}`)],
])("a brief of forty thousand characters is taken whole as %s", async (_how, begin) => {
  const { world, card, project, parts, troubles } = await openChatStage(onSlack());
  await begin(await world.person("Ann"), world.channel);
  await card("e1");
  const kept = await parts.artifacts.read((await project()).id, "requirements/project_brief.md");
  expect([kept.trim(), troubles()]).toEqual([long.trim(), []]);
});

test("an empty file and one of a gigabyte are refused without being fetched", async () => {
  const stage = await openChatStage(onSlack({ http: true }));
  const { world, place, reads, troubles } = stage;
  const { slack, url } = world;
  const ann = await waiting(stage);
  const { channel, thread } = await place();
  const event = {
    type: "message",
    subtype: "file_share",
    channel,
    channel_type: "channel",
    user: ann.id,
    text: "",
    ts: "1900000000.000100",
    thread_ts: thread,
    files: [
      { id: "F0EMPTY001", name: "empty.txt", size: 0, mode: "hosted" },
      { id: "F0HUGE0001", name: "huge.txt", size: 1_073_741_824, mode: "hosted" },
    ],
  };
  const payload = { type: "event_callback", event_id: "Ev0FILES", team_id: slack.app.teamId, event };
  const answer = await slack.request(url(), { type: "events_api", payload });
  expect(await reads("From Ann:")).toMatch(
    /`empty\.txt` was not taken: it is empty\n.+`huge\.txt` was not taken: it has 1073741824 bytes/,
  );
  const asked = slack
    .callsOf("files.info")
    .filter(({ args }) => /^F0(EMPTY|HUGE)/.test(String(args["file"])));
  expect([answer.status, asked, slack.callsOf("download"), troubles()]).toEqual([200, [], [], []]);
});

test("somebody of another company may look on in a shared channel, and decides nothing", async () => {
  const stage = await openChatStage(onSlack({ http: true }), {
    settings: (world) => ({ approvers: [world.group("leads")] }),
    mayNotify: ["leads"],
  });
  const { world, card, place, isTold, project, troubles } = stage;
  const { slack, url } = world;
  const ann = await waiting(stage);
  const eve = await world.person("Eve", ["leads"]);
  const asked = await card("e1");
  const away = { id: "T0ELSEWHERE", domain: "elsewhere" };
  const clicked = await missedClick(stage, "Eve", asked.id);
  const theirs = { ...clicked, team: away, user: { id: eve.id, username: "eve", team_id: away.id } };
  await slack.request(url(), { type: "interactive", payload: theirs });
  await isTold(eve, "Only Ann and 1 configured approver may do this.");
  const at = await place();
  const message = {
    channel: at.channel,
    thread_ts: at.thread,
    user: eve.id,
    user_team: away.id,
    channel_type: "channel",
  };
  const say = (text: string, ts: string) =>
    slack.request(url(), {
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
  await isTold(eve, "Only Ann and 1 configured approver may do this.");
  await say("architect: tell <!channel> and <@U0BOB00001>", "1900000000.000200");
  await isTold(eve, "Only Ann and 1 configured approver may do this.");
  expect((await project()).escalations.map(({ state }) => state)).toEqual(["open"]);
  await ann.click(asked, "Approve");
  await card("e2");
  expect(troubles()).toEqual(["interactive: no connection"]);
});

test("in an Enterprise Grid people and channels have ids of the organisation", async () => {
  const stage = await openChatStage(
    onSlack({
      slack: { app: { enterpriseId: "E0SWIMCLUB" } },
      mayNotify: ["W0ANN00001", "W0BOB00001"],
    }),
  );
  const { world, card, place, reads, troubles } = stage;
  const ann = await world.slack.person("W0ANN00001", { name: "Ann" });
  const bob = await world.slack.person("W0BOB00001", { name: "Bob" });
  await ann.slash(world.channel, start);
  const asked = await card("e1");
  await ann.write(await place(), "settings approvers @Bob");
  await reads("Ann changed the settings: who may decide.");
  await bob.click(asked.id, "Approve");
  expect((await card("e2")).text).toContain("@Ann @Bob\n[Approve]");
  await reads("Analyst → Architect");
  await reads("e1 · Bob chose Approve");
  expect(troubles()).toEqual([]);
});

test("a project lives in the direct messages with the bot as well", async () => {
  const { world, card, place, reads, troubles } = await openChatStage(onSlack());
  const ann = await world.person("Ann");
  await ann.write("bot", start);
  await ann.click(await card("e1"), "Approve");
  await card("e2");
  const at = await place();
  await ann.write(at, "status");
  await until(() =>
    world.slack.posts.some(({ thread, text }) => thread === at.thread && text.includes("waits for 1")),
  );
  await reads("Analyst → Architect");
  await reads("e1 · Ann chose Approve");
  expect([at.channel.startsWith("D"), troubles()]).toEqual([true, []]);
});

test("an open home is drawn anew when something was decided there", async () => {
  const stage = await openChatStage(onSlack());
  const { onSlack: ann, ...somebody } = await stage.world.person("Ann");
  await waiting(stage);
  await somebody.click(await somebody.home("e1"), "Approve");
  await until(() => ann.home()?.text.includes("No decision waits for you."));
  expect((await stage.card("e2")).text).toContain("[Approve]");
});
