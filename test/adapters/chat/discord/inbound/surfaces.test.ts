import { expect, test } from "vitest";
import { notice } from "#src/project/notices.ts";
import { until } from "../../inbound-stage.ts";
import { startStage, wordsIn } from "./stage.ts";

const form = {
  kind: "form" as const,
  id: "decide p-abc234 e1 2 modify",
  title: "Modify",
  submit: "Send",
  intro: "",
  fields: [
    {
      type: "text" as const,
      id: "note",
      label: "What to change",
      optional: false,
      long: true,
      hint: "",
      initial: "",
      most: 500,
    },
    { type: "files" as const, id: "files", label: "Files", optional: true, most: 3 },
  ],
  fallback: "Say `modify: …`",
};

test("a command in a channel says its words, with the brief and a file, and is answered for the person alone", async () => {
  const { discord, received, outbound } = await startStage({ receive: async () => notice("Started") });
  const ada = discord.person("401", { name: "Ada", roles: ["Leads"] });
  const done = await ada.slash(discord.general, "start", {
    brief: "--approve is a word of mine",
    workflow: "sdlc",
    budget: "200k tokens",
    approve: "gates",
    file: { name: "plan.md", text: "the plan" },
  });
  expect(done).toMatchObject({ ackType: 4, failure: null });
  expect(ada.ephemerals().map(({ text }) => text)).toEqual(["Started"]);
  expect(received).toEqual([
    {
      id: `i:${done.id}`,
      at: expect.any(Number),
      chat: "discord",
      channel: discord.general,
      thread: null,
      by: { id: "401", name: "Ada", roles: [discord.role("Leads").id, "Leads"] },
      files: [{ id: expect.stringContaining("http"), name: "plan.md", bytes: 8 }],
      event: {
        type: "slash",
        text: "start --workflow sdlc --budget 200ktokens --approve gates",
        brief: "--approve is a word of mine",
      },
    },
  ]);
  const [file] = received[0]?.files ?? [];
  const bytes = await outbound.fetch(file?.id ?? "", 100, AbortSignal.timeout(1_000));
  expect(new TextDecoder().decode(bytes)).toBe("the plan");
});

test("what is done in a thread is about that thread, whose channel is told too", async () => {
  const { discord, received, open } = await startStage();
  const ada = discord.person("401");
  const place = await open();
  await ada.slash(place.thread, "reject", { because: "too slow" });
  await ada.slash(place.thread, "say", { to: "architect", words: "use Postgres" });
  await ada.slash(place.thread, "home");
  expect(ada.ephemerals().map(({ text }) => text)).toEqual(["Done.", "Done.", "Done."]);
  expect(received.map(({ channel, thread }) => ({ channel, thread }))).toEqual([place, place, place]);
  expect(wordsIn(received)).toEqual(["reject because too slow", "architect: use Postgres", "home"]);
});

test("a message in a project's thread is heard with its files; one that names the bot is heard anywhere", async () => {
  const { discord, received, open, outbound } = await startStage({ receive: async () => notice("Aha") });
  const ada = discord.person("401", { name: "Ada" });
  const place = await open();
  ada.write(place.thread, "all: see <@401> in #general", [{ name: "a.txt", text: "A" }]);
  ada.mention(discord.general, ": status");
  await until(() => received.length === 2);
  expect(received.toSorted((a, b) => Number(b.thread) - Number(a.thread))).toMatchObject([
    {
      ...place,
      by: { id: "401", name: "Ada" },
      event: { type: "message", text: `all: see @401 in #${discord.general}` },
      files: [{ name: "a.txt", bytes: 1 }],
    },
    { channel: discord.general, thread: null, event: { type: "message", text: "status" } },
  ]);
  const file = received.flatMap(({ files }) => files ?? [])[0]?.id ?? "";
  expect(new TextDecoder().decode(await outbound.fetch(file, 9, AbortSignal.timeout(1_000)))).toBe("A");
  await until(() => discord.callsOf("create_dm").length === 2);
});

test("a button says its words or decides, and what is to be written is asked with a form", async () => {
  const { discord, received, open } = await startStage({
    receive: async ({ event }) => (event.type === "decision" ? form : null),
  });
  const ada = discord.person("401");
  const place = await open({
    blocks: [
      {
        type: "actions",
        escalation: "e1",
        rev: 2,
        choices: [
          { id: "modify", label: "Modify", intent: "neutral", wantsNote: true },
          { id: "approve", label: "Approve", intent: "primary", wantsNote: false },
        ],
      },
      {
        type: "buttons",
        project: "p-other1",
        buttons: [{ label: "Pause", says: "pause", intent: "neutral", confirm: null }],
      },
    ],
  });
  const paused = await ada.click(place.thread, "Pause");
  expect(paused).toMatchObject({ ackType: 6, failure: null });
  const clicked = await ada.click(place.thread, "Modify…");
  expect(clicked).toMatchObject({ ackType: 9, failure: null });
  const { interaction } = await ada.submit({
    "What to change": "Use Go",
    Files: [{ name: "b.txt", text: "B" }],
  });
  expect(interaction).toMatchObject({ ackType: 6, failure: null });
  expect(received.map(({ thread, event, files }) => ({ thread, event, files: files?.length ?? 0 }))).toEqual([
    { thread: place.thread, event: { type: "button", says: "pause", project: "p-other1" }, files: 0 },
    {
      thread: place.thread,
      event: {
        type: "decision",
        project: "p-abc234",
        escalation: "e1",
        rev: 2,
        choice: "modify",
        note: "",
        answers: {},
      },
      files: 0,
    },
    {
      thread: place.thread,
      event: {
        type: "form",
        form: form.id,
        values: { note: ["Use Go"], files: [expect.any(String)] },
      },
      files: 1,
    },
  ]);
});

test("a message's menu steers the project that it belongs to, also at the message that its thread hangs on", async () => {
  const { discord, received, open } = await startStage();
  const ada = discord.person("401");
  const place = await open();
  const { id } = ada.write(place.thread, "hello");
  await until(() => received.length === 1);
  await ada.menu(id, "Steer this project");
  await ada.menu(place.thread, "Steer this project");
  expect(received.slice(1)).toMatchObject([
    { ...place, event: { type: "shortcut" } },
    { ...place, event: { type: "shortcut" } },
  ]);
});

test("an answer to the message that a thread hangs on belongs to the thread", async () => {
  const { discord, received, open } = await startStage();
  const place = await open();
  discord.person("401").reply(place.thread, "approve");
  await until(() => received.length === 1);
  expect(received).toMatchObject([{ ...place, event: { type: "message", text: "approve" } }]);
});

test("the bot itself, other bots, edits, deletions and talk that is not for it are left alone", async () => {
  const { discord, received, open, outbound, inbound } = await startStage();
  const ada = discord.person("401");
  const place = await open();
  const { id } = ada.write(place.thread, "status");
  ada.edit(id, "stop");
  ada.remove(id);
  ada.write(discord.general, "lunch?");
  ada.write(discord.startThread(discord.general, "Lunch", "401"), "approve");
  await outbound.post(place, "p-1:1", notice("pause"));
  const { dropped } = inbound.health();
  ada.write(place.thread, "");
  await until(() => inbound.health().dropped > dropped && received.length === 1);
  expect(wordsIn(received)).toEqual(["status"]);
});

test("without the message content the bot hears commands, clicks and what names it or answers it", async () => {
  const { discord, received, open, inbound } = await startStage({
    intents: "minimal",
    discord: { privileged: { messageContent: false } },
  });
  const ada = discord.person("401");
  const place = await open();
  ada.write(place.thread, "unheard");
  await until(() => inbound.health().dropped > 1);
  ada.mention(place.thread, "status");
  await until(() => received.length === 1);
  ada.reply(place.thread, "approve");
  await until(() => received.length === 2);
  await ada.slash(place.thread, "say", { file: { name: "a.md", text: "A" } });
  expect(wordsIn(received)).toEqual(["status", "approve", ""]);
  expect(received.map(({ thread }) => thread)).toEqual([place.thread, place.thread, place.thread]);
});

test("people of a server that is not served are told so, and their messages are left alone", async () => {
  const { discord, received, inbound, open } = await startStage({ guildId: "299999999999999999" });
  const ada = discord.person("401");
  const buttons = [{ label: "Pause", says: "pause", intent: "neutral" as const, confirm: null }];
  const place = await open({ blocks: [{ type: "buttons", project: null, buttons }] });
  expect((await ada.click(place.thread, "Pause")).ackType).toBe(4);
  expect(ada.ephemerals().map(({ text }) => text)).toEqual(["❌ I work for another server only."]);
  const { dropped } = inbound.health();
  ada.mention(discord.general, "status");
  await until(() => inbound.health().dropped > dropped);
  expect(received).toEqual([]);
});

test("a button that is of another time is answered with what to do", async () => {
  const { discord, received, outbound } = await startStage();
  const ada = discord.person("401");
  const body = {
    components: [{ type: 1, components: [{ type: 2, style: 1, label: "Old", custom_id: "x|1" }] }],
    flags: 1 << 15,
  };
  await outbound.call({
    method: "POST",
    path: `/channels/${discord.general}/messages`,
    body,
    what: "a message",
  });
  const [message] = discord.messages(discord.general);
  await ada.click(message?.id ?? "", "Old");
  expect(ada.ephemerals()[0]?.text).toContain("use the newest message in the thread");
  expect(received).toEqual([]);
});

test("who starts a project where the bot cannot work is told so in place of nothing, and the start is kept", async () => {
  const { discord, received } = await startStage();
  discord.channel("300000000000000011", { name: "quiet", denied: ["createPublicThreads"] });
  const ada = discord.person("401");
  await ada.slash("300000000000000011", "start", { brief: "A shop" });
  expect(ada.ephemerals()[0]?.text).toContain("I lack Create Public Threads");
  expect(received).toMatchObject([{ channel: "300000000000000011", event: { brief: "A shop" } }]);
});
