import { MessageFlags } from "discord.js";
import { expect, test } from "vitest";
import { record, string } from "../json.ts";
import { card, startBot, startStage } from "./bot.ts";
import type { TestDiscord } from "./discord.ts";

const commands = [
  {
    name: "botarmy",
    description: "An army",
    options: [
      {
        type: 1,
        name: "start",
        description: "Starts a project",
        options: [
          { type: 3, name: "brief", description: "What to do", required: true, max_length: 6_000 },
          { type: 11, name: "file", description: "A file" },
          { type: 3, name: "workflow", description: "How", autocomplete: true },
        ],
      },
      { type: 1, name: "status", description: "How it is going" },
    ],
  },
  { name: "Steer this project", type: 3 },
];

const register = (discord: TestDiscord, put: (body: unknown) => Promise<unknown>) =>
  put(commands).then(() => discord.person("401", { name: "Ann", roles: ["Lead"] }));

const withAnn = async () => {
  const stage = await startStage();
  const { discord, rest } = stage;
  const path = `/applications/${discord.app.applicationId}/guilds/${discord.app.guildId}/commands` as const;
  const ann = await register(discord, (body) => rest.put(path, { body }));
  return { ...stage, ann };
};

test("a slash command comes with its options and file, and is answered to its person alone", async () => {
  const { discord, ann } = await withAnn();
  const bob = discord.person("402", { name: "Bob" });
  const got: unknown[] = [];
  await startBot(discord, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const file = interaction.options.getAttachment("file", true);
    got.push(interaction.options.getSubcommand(), interaction.options.getString("brief"));
    got.push(await (await fetch(file.url)).text());
    got.push(interaction.inCachedGuild() && interaction.member.roles.cache.has(discord.role("Lead").id));
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({
      flags: MessageFlags.IsComponentsV2,
      components: [{ type: 10, content: "On **it**" }],
    });
  });
  const file = { name: "plan.md", text: "the plan" };
  const done = await ann.slash(discord.general, "start", { brief: "a shop", file });
  expect(done).toMatchObject({ kind: "command", ackType: 5, failure: null, ackMs: expect.any(Number) });
  await discord.until(() => ann.ephemerals()[0]?.text === "On it");
  expect(got).toEqual(["start", "a shop", "the plan", true]);
  expect([bob.ephemerals(), discord.thread(discord.general)]).toEqual([[], ""]);
  expect(discord.refused()).toEqual([]);
});

test("a command that is not there, or not filled in, can not be sent", async () => {
  const { discord, ann } = await withAnn();
  await expect(ann.slash(discord.general, "stat")).rejects.toThrow('no "stat"; it has start, status');
  await expect(ann.slash(discord.general, "start", {})).rejects.toThrow("brief must be filled in");
  await expect(ann.slash(discord.general, "/other")).rejects.toThrow("the app has registered botarmy");
});

test("an option completes itself", async () => {
  const { discord, ann } = await withAnn();
  await startBot(discord, async (interaction) => {
    if (!interaction.isAutocomplete()) return;
    const { name, value } = interaction.options.getFocused(true);
    await interaction.respond([{ name: `${name} ${value}`, value: "software" }]);
  });
  const typing = { focused: "workflow", options: { workflow: "so" } };
  expect(await ann.complete(discord.general, "start", typing)).toEqual([
    { name: "workflow so", value: "software" },
  ]);
});

test("a click opens a form, which is filled in and sent with files", async () => {
  const { discord, ann, post } = await withAnn();
  const got: unknown[] = [];
  await startBot(discord, async (interaction) => {
    if (interaction.isButton())
      await interaction.showModal({
        title: "Modify",
        custom_id: "f|1",
        components: [
          { type: 10, content: "What should change?" },
          {
            type: 18,
            label: "Words",
            component: { type: 4, custom_id: "words", style: 2, value: "more", max_length: 9 },
          },
          {
            type: 18,
            label: "Scope",
            component: {
              type: 21,
              custom_id: "scope",
              options: [
                { label: "All", value: "all" },
                { label: "This", value: "this", default: true },
              ],
            },
          },
          {
            type: 18,
            label: "Files",
            component: { type: 19, custom_id: "files", required: false, max_values: 2 },
          },
        ],
      });
    if (!interaction.isModalSubmit() || !interaction.isFromMessage()) return;
    const { fields } = interaction;
    got.push(fields.getTextInputValue("words"), fields.getRadioGroup("scope"));
    got.push(fields.getUploadedFiles("files")?.map(({ name }) => name));
    await interaction.update({ components: [{ type: 10, content: "Changed" }] });
  });
  const { id } = await post(card("Shall I?", "Approve", "Modify"));
  await ann.click(string(id), "Modify");
  expect(ann.modal()?.text).toBe("What should change?\nWords *: more\nScope *: All | *This\nFiles: ");
  await expect(ann.submit({ Words: "much too long" })).rejects.toThrow("at most 9 characters");
  const sent = await ann.submit({ words: "less", Files: [{ name: "a.txt", text: "A" }] });
  expect(sent).toMatchObject({ open: false, interaction: { ackType: 7, failure: null } });
  expect(got).toEqual(["less", "this", ["a.txt"]]);
  expect(discord.thread(discord.general)).toBe("botarmy: Changed");
  expect(discord.refused()).toEqual([]);
});

test("nobody answers: the interaction fails, and a late or second answer is refused", async () => {
  const { discord, post } = await startStage({ lifetimes: { ack: 40 } });
  const ann = discord.person("401");
  const { id } = await post(card("Shall I?", "Yes"));
  const missed = await ann.click(string(id), "yes");
  expect(missed).toMatchObject({ failure: "This interaction failed", ackMs: null });
  const errors: unknown[] = [];
  const late = Promise.withResolvers<void>();
  await startBot(discord, async (interaction) => {
    if (!interaction.isButton()) return;
    if (errors.length === 0) await late.promise;
    else await interaction.deferUpdate();
    interaction.replied = false;
    interaction.deferred = false;
    await interaction.reply("late").catch((error: unknown) => errors.push(record(error)["code"]));
  });
  expect((await ann.click(string(id), "yes")).failure).toBe("This interaction failed");
  late.resolve();
  await discord.until(() => errors.length === 1);
  expect(await ann.click(string(id), "yes")).toMatchObject({ ackType: 6, failure: null });
  await discord.until(() => errors.length === 2);
  expect(errors).toEqual([10_062, 40_060]);
});

test("an ephemeral view is clicked, chosen in and updated; its token ends after fifteen minutes", async () => {
  const { discord, ann } = await withAnn();
  const later: (() => Promise<unknown>)[] = [];
  const select = {
    type: 3,
    customId: "more",
    placeholder: "More",
    options: ["Stop", "Pause"].map((label) => ({ label, value: label.toLowerCase() })),
  } as const;
  await startBot(discord, async (interaction) => {
    if (interaction.isChatInputCommand())
      await interaction.reply({
        flags: MessageFlags.Ephemeral | MessageFlags.IsComponentsV2,
        components: [
          { type: 10, content: "Page 1" },
          { type: 1, components: [select] },
        ],
      });
    if (!interaction.isStringSelectMenu()) return;
    const components = [{ type: 10, content: `Chose ${interaction.values.join()}` }] as const;
    await interaction.update({ components });
    await interaction.followUp({ content: "By the way", flags: MessageFlags.Ephemeral });
    later.push(() => interaction.editReply({ components: [{ type: 10, content: "Later" }] }));
  });
  await ann.slash(discord.general, "status");
  const [view] = ann.ephemerals();
  expect(view?.text).toBe("Page 1\n[More: Stop | Pause]");
  await expect(discord.person("402").choose(view?.id ?? "", "More", "Stop")).rejects.toThrow(
    "does not see that",
  );
  await ann.choose(view?.id ?? "", "More", "Stop");
  await discord.until(() => later.length === 1);
  expect(ann.ephemerals().map(({ text }) => text)).toEqual(["Chose stop", "By the way"]);
  await later[0]?.();
  expect(ann.ephemerals()[0]?.text).toBe("Later");
  discord.pass(15 * 60_000 + 1);
  await expect(later[0]?.()).rejects.toMatchObject({ code: 50_027 });
});

test("a message's menu tells what is in the message", async () => {
  const { discord, ann } = await withAnn();
  const got: string[] = [];
  await startBot(discord, async (interaction) => {
    if (!interaction.isMessageContextMenuCommand()) return;
    got.push(interaction.targetMessage.content);
    await interaction.reply({ content: "Thanks", flags: MessageFlags.Ephemeral });
  });
  const { id } = ann.write(discord.general, "less red", [{ name: "red.txt", text: "r" }]);
  await ann.menu(id, "Steer this project");
  expect([got, ann.ephemerals()[0]?.text]).toEqual([["less red"], "Thanks"]);
});

test("people read words without marks, mentions by name, and where links lead", async () => {
  const { discord, ann, post } = await withAnn();
  const text = String.raw`# Plan
**bold** _it_ snake_case_name \*not\* <@401> <@&${discord.role("Lead").id}> <#${discord.general}>
[here](https://a.b/c) <https://d.e> ${"`<@401> **code**`"}
-# small`;
  await post({ ...card(text, "Go"), allowed_mentions: { parse: [] } });
  ann.write(discord.general, "@botarmy hello", [{ name: "a.txt", text: "AAA" }]);
  expect(discord.thread(discord.general)).toBe(
    [
      "botarmy: # Plan\nbold it snake_case_name *not* @Ann @Lead #general",
      "here (https://a.b/c) https://d.e `<@401> **code**`\nsmall\n[Go]\n\nAnn: @botarmy hello\n(file a.txt, 3 bytes)",
    ].join("\n"),
  );
  expect(discord.posts[0]?.pinged).toEqual({ users: [], roles: [], everyone: false });
});
