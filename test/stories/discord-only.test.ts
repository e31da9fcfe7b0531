import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { passingClock } from "../drill/passing-clock.ts";
import { until } from "../support/until.ts";
import { openChatStage, type ChatStage } from "./chat-stage.ts";
import { onDiscord, type DiscordWorld } from "./on-discord.ts";

/** A workflow of two stages. */
const roles = fileURLToPath(new URL("../faults/library", import.meta.url));

const start =
  "start --approve gates Coaches book the lanes of a pool. A coach must book a lane for 30 minutes.";

/** A project that waits for its first decision, with the person who started it. */
const waiting = async ({ world, card, quiet }: ChatStage<DiscordWorld>) => {
  const ann = await world.person("Ann");
  await ann.slash(start);
  await card("e1");
  await quiet();
  return ann;
};

test("without the message content people steer by naming the bot and by commands", async () => {
  const stage = await openChatStage(
    onDiscord({
      env: { DISCORD_INTENTS: "minimal" },
      discord: { privileged: { messageContent: false } },
    }),
  );
  const { world, place, reads, isTold, troubles } = stage;
  const ann = await waiting(stage);
  const at = await place();
  await ann.write(at, "architect: use SQLite");
  await ann.mention(at, "architect: use Postgres");
  await reads("Noted for Architect's next turn.");
  await ann.onDiscord.slash(at.thread, "say", { to: "tester", words: "count the lanes" });
  await reads("Noted for Tester's next turn.");
  await ann.mention(at, "queue");
  await isTold(ann, "Open decisions");
  await ann.onDiscord.slash(at.thread, "approve", { because: "it is short" });
  const { directions } = await stage.when(({ escalations }) => escalations[0]?.state === "decided");
  expect(JSON.stringify(directions)).not.toContain("SQLite");
  expect([world.discord.gateway.sessions[0]?.intents, troubles()]).toEqual([(1 << 0) | (1 << 9), []]);
});

test("files that are larger than the server takes come compressed or in pieces, and are whole again", async () => {
  const stage = await openChatStage(onDiscord({ discord: { attachmentLimit: 1_400 } }), { roles });
  const { world, place, when, parts, troubles } = stage;
  const ann = await world.person("Ann");
  await ann.slash("start --workflow two-stages Coaches book the lanes of a pool.");
  const { id, artifacts } = await when(
    ({ status, outbox }) => status === "completed" && outbox.length === 0,
    "the end",
  );
  const files = world.discord.files((await place()).thread);
  const ways = new Set<string>();
  for (const { path } of artifacts.filter(({ agent }) => agent !== "system")) {
    const [, stem = "", end = ""] = /([^/]+)(\.\w+)$/.exec(path) ?? [];
    const ours = files.filter(({ name }) =>
      new RegExp(`^${stem}(?:\\.part-\\d-of-\\d)?\\${end}(?:\\.gz)?$`).test(name),
    );
    const whole = Buffer.concat(ours.map(({ bytes }) => bytes));
    const isPacked = ours[0]?.name.endsWith(".gz") === true;
    ways.add(isPacked ? "compressed" : ours.length > 1 ? "in pieces" : "as it is");
    expect((isPacked ? gunzipSync(whole) : whole).toString()).toBe(await parts.artifacts.read(id, path));
  }
  expect([[...ways].toSorted(), troubles()]).toEqual([["compressed", "in pieces"], []]);
});

test("while somebody types, what fits is offered", async () => {
  const stage = await openChatStage(onDiscord());
  const { world, place, troubles } = stage;
  const { onDiscord: ann } = await waiting(stage);
  const { thread } = await place();
  const offered = async (at: string, option: string, typed: string) => {
    const [path = "", focused = ""] = option.split(" ");
    return (await ann.complete(at, path, { focused, options: { [focused]: typed } }))?.map(
      ({ value }) => value,
    );
  };
  expect(await offered(world.channel, "start workflow", "sd")).toEqual(["sdlc", "sdlc-six-phase"]);
  expect(await offered(thread, "say to", "arch")).toEqual(["architect"]);
  expect(await offered(thread, "rollback stage", "des")).toEqual(["design"]);
  expect(await offered(thread, "approve escalation", "")).toEqual(["e1"]);
  expect(await offered(thread, "decide choice", "")).toEqual(["approve", "modify", "reject"]);
  expect(await offered(world.channel, "approve escalation", "")).toEqual([]);
  expect(troubles()).toEqual([]);
});

test("a permission makes an approver, a role by its name or its bare id too, and the card names who is asked", async () => {
  const stage = await openChatStage(onDiscord(), { mayNotify: ["leads"] });
  const { world, card, place, reads, isTold, troubles } = stage;
  const ann = await waiting(stage);
  world.discord.role("mods", { permissions: ["manageMessages"] });
  const [cat, mod] = [await world.person("Cat", ["leads"]), await world.person("Mod", ["mods"])];
  await mod.click(await card("e1"), "Approve");
  await isTold(mod, "Only Ann may do this.");
  await ann.write(await place(), "settings approvers @leads");
  await reads("Ann changed the settings: who may decide.");
  await ann.click((await place()).thread, "Settings");
  const form = await until(() => ann.form());
  expect(form.text).toContain(`Groups, or anyone: ${world.group("leads")}`);
  await ann.submit({ "Groups, or anyone": `${world.group("leads").slice(1)} permission:ManageMessages` });
  await stage.when(({ settings }) => settings.approvers.length === 2);
  await mod.click(await card("e1"), "Approve");
  const asked = await card("e2");
  expect(asked.text).toContain("@Ann @leads\n[Approve]");
  await cat.click(asked, "Approve");
  await card("e3");
  await reads("e1 · Mod chose Approve");
  await reads("e2 · Cat chose Approve");
  expect(troubles()).toEqual([]);
});

test("buttons that nobody made, of another time or another project decide nothing, and say so", async () => {
  const stage = await openChatStage(onDiscord());
  const { world, card, project, isTold, troubles } = stage;
  const ann = await waiting(stage);
  const { id } = await project();
  const asked = await card("e1");
  const forged = async (customId: string): Promise<void> => {
    const button = { type: 2, style: 1, label: "Forged", custom_id: customId, id: 99 };
    await ann.onDiscord.click({ id: asked.id, components: [{ type: 1, components: [button] }] }, "Forged");
  };
  for (const [customId, words] of [
    ["vote:1", "This button is not known here any more"],
    ["d|", "This button is not known here any more"],
    [`d|${id}|e1|0|approve`, "This button is not known here any more"],
    ["d|p-zzzzzz|e1|1|approve", "p-zzzzzz"],
    [`d|${id}|e9|1|approve`, "e9"],
    [`d|${id}|e1|7|approve`, "e1"],
    [`d|${id}|e1|1|burn`, "burn"],
    [`s|${id}|${"x".repeat(60)}`, "What is this for?"],
  ] as const) {
    await forged(customId);
    await isTold(ann, words);
  }
  expect((await project()).escalations.map(({ state }) => state)).toEqual(["open"]);
  expect([world.discord.interactions.filter(({ ackMs }) => ackMs === null), troubles()]).toEqual([[], []]);
});

test("empty and huge files are refused without being fetched", async () => {
  const stage = await openChatStage(onDiscord());
  const { world, place, reads, troubles } = stage;
  const ann = await waiting(stage);
  const huge = new Uint8Array(9_000_000).fill(65);
  await ann.write(await place(), "", [
    { name: "empty.txt", text: "" },
    { name: "huge.txt", text: huge },
  ]);
  expect(await reads("From Ann:")).toMatch(
    /`empty\.txt` was not taken: it is empty\n.+`huge\.txt` was not taken: it has 9000000 bytes/,
  );
  expect([world.discord.callsOf("download"), troubles()]).toEqual([[], []]);
});

test("a click that reaches the bot too late for an answer still decides, and troubles nobody", async () => {
  const stage = await openChatStage(onDiscord(), { pace: 1 });
  const { world, card, reads, told } = stage;
  const ann = await waiting(stage);
  const { discord } = world;
  const asked = await card("e1");
  discord.network.hold();
  const clicked = ann.click(asked, "Approve");
  discord.pass(60_000);
  discord.network.release();
  await card("e2");
  await reads("e1 · Ann chose Approve");
  expect([(await clicked).ackMs, told]).toEqual([null, []]);
  const late = discord.callsOf("create_interaction_response").filter(({ code }) => code !== null);
  expect(late.map(({ code }) => code)).toEqual([10_062]);
}, 60_000);

test("the card of a project that goes on for more than an hour is shown anew, before Discord stops its edits", async () => {
  const clock = passingClock();
  const stage = await openChatStage(
    onDiscord({
      clock,
      discord: { now: clock.now, oldEdits: 1, lifetimes: { ack: 30_000, heartbeat: 50 } },
    }),
    { clock },
  );
  const { world, card, place, when, troubles } = stage;
  const ann = await waiting(stage);
  await clock.pass(61 * 60_000);
  await ann.click(await card("e1"), "Approve");
  for (let n = 2; n <= 5; n += 1) await ann.click(await card(`e${n}`), "Approve");
  await when(({ status, outbox }) => status === "completed" && outbox.length === 0, "the end");
  const at = await place();
  const cards = world.discord.messages(at.thread).filter(({ text }) => text.includes("[Tasks]"));
  expect(cards.map(({ text }) => text.includes("10/10"))).toEqual([true, true]);
  // A connection may be lost where an hour takes seconds; it is taken up again, and people may be told of it.
  expect(troubles().filter((trouble) => !trouble.startsWith("logged:"))).toEqual([]);
}, 60_000);
