import { zipSync } from "fflate";
import { expect, test } from "vitest";
import type { Person } from "../support/slack/person.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";

const channel = "C0GENERAL";
const atGate =
  "start --approve gates Coaches book the lanes of a pool. A coach must book a lane for 30 minutes.";

/** A project that waits for a decision, with the person who started it. */
const waiting = async (stage: SlackStage): Promise<Person> => {
  const ann = await stage.slack.person("U0ANN00001", { name: "Ann" });
  await ann.slash(channel, atGate);
  await stage.card("e1");
  await stage.quiet();
  return ann;
};

test("a click that is forged, replayed or padded decides nothing, and the true one does", async () => {
  const stage = await openSlackStage({ http: true });
  const { slack, url, card, project } = stage;
  const ann = await waiting(stage);
  const asked = await card("e1");
  slack.useHttp("http://127.0.0.1:1/nobody");
  const missed = await ann.click(asked, "Approve");
  const request = { type: "interactive", payload: missed?.payload ?? {} } as const;
  const answers = [];
  for (const wrong of [{ secret: "guessed" }, { ageSeconds: 301 }, { padding: 5_000_000 }])
    answers.push((await slack.request(url, { ...request, ...wrong })).status);
  expect(answers).toEqual([401, 401, 413]);
  const other = {
    ...request.payload,
    team: { id: "T0OTHER" },
    user: { id: "U0ANN00001", team_id: "T0OTHER" },
    message: {},
  };
  expect((await slack.request(url, { ...request, payload: other })).status).toBe(200);
  expect((await project()).escalations[0]?.state).toBe("open");
  for (let n = 0; n < 3; n += 1) expect((await slack.request(url, request)).status).toBe(200);
  slack.useHttp(url);
  await slack.until(async () => (await slack.message(asked)).text.includes("e1 · Ann chose Approve"));
  await card("e2");
  expect([ann.ephemerals(), stage.told]).toEqual([[], []]);
});

test("words that are changed or deleted afterwards decide nothing", async () => {
  const stage = await openSlackStage();
  const { slack, place, isTold, project, troubles } = stage;
  const ann = await waiting(stage);
  const at = await place();
  const { ts } = await ann.write(at, "let me think");
  await isTold(ann, "What is this for?");
  await ann.edit(ts, "approve");
  await ann.remove(ts);
  await ann.write(at, "queue");
  await isTold(ann, "# Open decisions");
  expect((await project()).escalations.map(({ state }) => state)).toEqual(["open"]);
  expect([ann.ephemerals().length, slack.posts.length, troubles()]).toEqual([2, 4, []]);
});

test("a form that does not fit stays open with what was written, and says why", async () => {
  const { slack, place, troubles, parts } = await openSlackStage({ pace: 1 });
  const ann = await slack.person("U0ANN00001", { name: "Ann" });
  await ann.slash(channel, "start");
  await slack.until(() => ann.modal());
  const wrong = await ann.submit({ Brief: "Lamps", Budget: "lots" });
  expect([wrong.open, Object.values(wrong.errors ?? {})]).toEqual([
    true,
    ["`lots` is no budget: say `$5` or `200k tokens`."],
  ]);
  const empty = await ann.submit({ Brief: "", Budget: "" });
  expect(Object.values(empty.errors ?? {})).toEqual(["Say what is to be made: `/botarmy start <brief>`"]);
  expect(await parts.store.ids()).toEqual([]);
  await ann.submit({ Brief: "Lamps for readers", Budget: "900k tokens" });
  await place();
  expect(troubles()).toEqual([]);
});

const long =
  `Coaches book the lanes of a pool. ${"A coach must book a lane for 30 minutes. ".repeat(975)}`.slice(
    0,
    39_900,
  );

test.each<[string, (ann: Person, slack: SlackStage["slack"]) => Promise<unknown>]>([
  ["a command", (ann) => ann.slash(channel, `start --approve gates ${long}`)],
  ["a message", (ann) => ann.mention(channel, `start --approve gates ${long}`)],
  [
    "a file with the form",
    async (ann, slack) => {
      await ann.slash(channel, "start");
      await slack.until(() => ann.modal());
      await ann.submit({
        "Brief and documents as text files": [{ name: "brief.md", text: long }],
        "When are people asked to approve?": "After every stage",
      });
    },
  ],
])("a brief of forty thousand characters is taken whole as %s", async (_how, start) => {
  const { slack, card, project, parts, troubles } = await openSlackStage();
  const ann = await slack.person("U0ANN00001", { name: "Ann" });
  await start(ann, slack);
  await card("e1");
  const { id } = await project();
  const kept = await parts.artifacts.read(id, "requirements/project_brief.md");
  expect([kept.trim(), troubles()]).toEqual([long.trim(), []]);
});

test("files that are no documents are refused with the reason, and the good one beside them is taken", async () => {
  const stage = await openSlackStage();
  const { place, reads, project, troubles, parts } = stage;
  const ann = await waiting(stage);
  const bomb = zipSync({ "zeros.txt": new Uint8Array(20_000_000) });
  const files = [
    { name: "bomb.zip", text: bomb },
    { name: "../../../etc/passwd", text: "root: the gardener" },
    { name: String.raw`..\..\prices.csv`, text: "lane,20" },
    { name: "picture.txt", text: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) },
    { name: "large.txt", text: "x".repeat(1_000_001) },
  ];
  await ann.write(await place(), "", files);
  const thread = await reads("From Ann:");
  expect(thread).toContain("`bomb.zip` was not taken: it is ZIP (application/zip) by its content");
  expect(thread).toContain("`picture.txt` was not taken: it is not text in UTF-8");
  expect(thread).toContain("`large.txt` was not taken: it has 1000001 bytes; a document may have 1000000.");
  const given = (await project()).artifacts.flatMap(({ step, path }) => (step === "document" ? [path] : []));
  expect(given).toEqual(["requirements/documents/passwd.txt", "requirements/documents/prices.csv"]);
  await stage.when(({ artifacts }) => artifacts.every(({ commit }) => commit !== null));
  expect(await parts.artifacts.read((await project()).id, given[0] ?? "")).toBe("root: the gardener");
  expect(troubles()).toEqual([]);
});

test("an empty file and one of a gigabyte are refused without being fetched", async () => {
  const stage = await openSlackStage({ http: true });
  const { slack, url, place, reads, troubles } = stage;
  await waiting(stage);
  const { channel: id, thread } = await place();
  const event = {
    type: "message",
    subtype: "file_share",
    channel: id,
    channel_type: "channel",
    user: "U0ANN00001",
    text: "",
    ts: "1900000000.000100",
    thread_ts: thread,
    files: [
      { id: "F0EMPTY001", name: "empty.txt", size: 0, mode: "hosted" },
      { id: "F0HUGE0001", name: "huge.txt", size: 1_073_741_824, mode: "hosted" },
    ],
  };
  const payload = { type: "event_callback", event_id: "Ev0FILES", team_id: slack.app.teamId, event };
  const answer = await slack.request(url, { type: "events_api", payload });
  expect(await reads("From Ann:")).toMatch(
    /`empty\.txt` was not taken: it is empty\n.+`huge\.txt` was not taken: it has 1073741824 bytes/,
  );
  const asked = slack
    .callsOf("files.info")
    .filter(({ args }) => /^F0(EMPTY|HUGE)/.test(String(args["file"])));
  expect([answer.status, asked, slack.callsOf("download"), troubles()]).toEqual([200, [], [], []]);
});
