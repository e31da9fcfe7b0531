import type { ViewResponseAction } from "@slack/bolt";
import { expect, test } from "vitest";
import type { Json } from "../json.ts";
import { errorOf, startBot, startStage } from "./bot.ts";

const channel = "C0GENERAL";
const plain = (text: string) => ({ type: "plain_text" as const, text });
const input = (block_id: string, label: string, element: Json) => ({
  type: "input",
  block_id,
  label: plain(label),
  element: { action_id: `${block_id}-a`, ...element },
  optional: false,
});
const modal = (blocks: readonly Json[], more: Json = {}): Json => ({
  type: "modal",
  callback_id: "form",
  title: plain("A form"),
  submit: plain("Send"),
  private_metadata: "p",
  blocks,
  ...more,
});
const brief = {
  type: "input" as const,
  block_id: "brief",
  label: plain("Brief"),
  element: { type: "plain_text_input" as const, action_id: "brief-a", max_length: 20 },
};
const fields: readonly Json[] = [
  brief,
  input("flow", "Workflow", {
    type: "static_select",
    options: [
      { text: plain("Six phases"), value: "six" },
      { text: plain("Research"), value: "research" },
    ],
  }),
  { ...input("who", "Approvers", { type: "multi_users_select", initial_users: ["U0BOB"] }), optional: true },
  { ...input("docs", "Documents", { type: "file_input", max_files: 2 }), optional: true },
];

test("a modal is opened by a fresh trigger, once", async () => {
  const { slack, client } = await startStage();
  const triggers: string[] = [];
  await startBot(slack, (bot) =>
    bot.command("/botarmy", async ({ ack, command }) => {
      triggers.push(command.trigger_id);
      await ack();
    }),
  );
  const ann = await slack.person("U0ANN", { name: "Ann" });
  await ann.slash(channel, "start");
  await ann.slash(channel, "start");
  const open = (trigger_id: string | undefined, view: Json) =>
    client.apiCall("views.open", { trigger_id, view });
  expect(await errorOf(open(triggers[0], modal(fields)))).toBe("ok");
  expect(ann.modal()?.text).toBe(
    [
      "Brief: [plain_text_input]",
      "Workflow: [static_select: Six phases | Research]",
      "Approvers: [multi_users_select]",
      "Documents: [file_input]",
    ].join("\n"),
  );
  expect(await errorOf(open(triggers[0], modal(fields)))).toBe("exchanged_trigger_id");
  expect(await errorOf(open("1.2.x", modal(fields)))).toBe("invalid_trigger_id");
  expect(await errorOf(open(triggers[1], modal(fields, { title: plain("x".repeat(25)) })))).not.toBe("ok");
  const { trigger_id: late } = (await ann.slash(channel, "start")).payload;
  slack.pass(3_001);
  expect(await errorOf(open(String(late), modal(fields)))).toBe("expired_trigger_id");
});

test("a modal is filled in, refused, changed and sent, with files that the app may read", async () => {
  const { slack, client } = await startStage();
  const sent: Json[] = [];
  const answers: readonly ViewResponseAction[] = [
    { response_action: "errors", errors: { brief: "too short" } },
    {
      response_action: "update",
      view: { type: "modal", title: plain("Done"), blocks: [brief], submit: plain("OK") },
    },
  ];
  await startBot(slack, (bot) => {
    bot.shortcut("botarmy_msg", async ({ ack, shortcut }) => {
      await ack();
      await client.apiCall("views.open", { trigger_id: shortcut.trigger_id, view: modal(fields) });
    });
    bot.view({ type: "view_submission", callback_id: /.*/ }, async ({ ack, view }) => {
      sent.push(view.state.values);
      const answer = answers[sent.length - 1];
      await (answer === undefined ? ack() : ack(answer));
    });
  });
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const { ts } = await ann.write(channel, "look at this");
  await ann.shortcut(ts);
  await slack.until(() => ann.modal());
  await expect(ann.submit({})).rejects.toThrow('"Brief" must be filled in');
  await expect(ann.submit({ Brief: "x".repeat(21) })).rejects.toThrow("at most 20");
  await expect(ann.submit({ Colour: "red" })).rejects.toThrow('does not ask for "Colour"');
  const filled = { Brief: "A club", Workflow: "Research", Documents: [{ name: "a.txt", text: "AAA" }] };
  expect(await ann.submit(filled)).toMatchObject({ errors: { brief: "too short" }, open: true });
  expect(sent[0]).toMatchObject({
    brief: { "brief-a": { type: "plain_text_input", value: "A club" } },
    flow: { "flow-a": { selected_option: { value: "research" } } },
    who: { "who-a": { selected_users: ["U0BOB"] } },
    docs: { "docs-a": { type: "file_input", files: [{ name: "a.txt" }] } },
  });
  const [{ files = [] } = {}] = Object.values(sent[0]?.["docs"] ?? {}) as { files?: { id: string }[] }[];
  const { file } = await client.files.info({ file: files[0]?.id ?? "" });
  const headers = { authorization: `Bearer ${slack.app.botToken}` };
  expect(await (await fetch(file?.url_private ?? "", { headers })).text()).toBe("AAA");
  expect(await ann.submit(filled)).toMatchObject({ errors: null, open: true });
  expect(ann.modal()?.text).toBe("Brief: [plain_text_input]");
  expect(await ann.submit({ Brief: "A club" })).toMatchObject({ errors: null, open: false });
});

test("a modal that is closed is heard of only when the app asked to", async () => {
  const { slack, client } = await startStage();
  const closed: string[] = [];
  await startBot(slack, (bot) => {
    bot.command("/botarmy", async ({ ack, command }) => {
      await ack();
      const view = modal(fields, { notify_on_close: command.text === "loud" });
      await client.apiCall("views.open", { trigger_id: command.trigger_id, view });
    });
    bot.view({ callback_id: "form", type: "view_closed" }, async ({ ack, body }) => {
      closed.push(body.view.callback_id);
      await ack();
    });
  });
  const ann = await slack.person("U0ANN", { name: "Ann" });
  for (const words of ["quiet", "loud"]) {
    await ann.slash(channel, words);
    await slack.until(() => ann.modal());
    await ann.closeModal();
  }
  expect([closed, ann.modal()]).toEqual([["form"], null]);
});

test("the home is each person's own, is published by hash, and can be clicked in", async () => {
  const { slack, client } = await startStage();
  const clicked: Json[] = [];
  const home = (label: string): Json => ({
    type: "home",
    blocks: [{ type: "actions", elements: [{ type: "button", action_id: "more", text: plain(label) }] }],
  });
  const publish = (label: string, hash?: string) =>
    client.apiCall("views.publish", {
      user_id: "U0ANN",
      view: home(label),
      ...(hash === undefined ? {} : { hash }),
    });
  await startBot(slack, (bot) => {
    bot.event(
      "app_home_opened",
      async ({ event }) => void (event.tab === "home" && (await publish("Older"))),
    );
    bot.action("more", async ({ ack, body }) => {
      clicked.push({ ...body });
      await ack();
    });
  });
  const ann = await slack.person("U0ANN", { name: "Ann" });
  const bob = await slack.person("U0BOB", { name: "Bob" });
  await ann.openHome();
  await slack.until(() => ann.home()?.text === "[Older]");
  expect(bob.home()).toBeNull();
  await ann.click("home", "Older");
  expect(clicked).toMatchObject([
    { container: { type: "view" }, view: { type: "home" }, user: { id: "U0ANN" } },
  ]);
  const hash = String(ann.home()?.view["hash"]);
  expect(await errorOf(publish("Newer", hash))).toBe("ok");
  expect(await errorOf(publish("Newest", hash))).toBe("hash_conflict");
  expect(ann.home()?.text).toBe("[Newer]");
});
