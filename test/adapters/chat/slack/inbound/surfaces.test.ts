import { expect, test } from "vitest";
import { actionId } from "#adapters/chat/slack/ids.ts";
import type { Form } from "#src/project/form.ts";
import { notice } from "#src/project/notices.ts";
import { until } from "../../inbound-stage.ts";
import { startStage } from "./stage.ts";

const button = (action_id: string | null, text: string, value = "x") => ({
  type: "actions",
  elements: [{ type: "button", action_id, value, text: { type: "plain_text", text } }],
});

test("a slash command arrives with the person's name and groups, and is answered alone", async () => {
  const { slack, received, told } = await startStage({ receive: async () => notice("Started") });
  const ada = await slack.person("U0ADA", { name: "Ada", groups: ["owners"] });
  const delivery = await ada.slash("C0GENERAL", "start a <b>todo</b> app & more, ask @Ada");
  await until(() => told.length === 1);
  expect(delivery.failure).toBeNull();
  expect(received).toEqual([
    {
      id: `t:${String(delivery.payload["trigger_id"])}`,
      at: expect.any(Number),
      chat: "slack",
      channel: "C0GENERAL",
      thread: null,
      by: { id: "U0ADA", name: "Ada", roles: ["S0OWNERS", "owners"] },
      event: { type: "slash", text: "start a <b>todo</b> app & more, ask @U0ADA", brief: null },
    },
  ]);
  expect(told).toEqual(["U0ADA: Started"]);
});

test("a mention arrives once, although Slack tells it twice, and without the bot's name", async () => {
  const { slack, received, inbound } = await startStage();
  const ada = await slack.person("U0ADA");
  const { deliveries } = await ada.mention("C0GENERAL", "status");
  expect(deliveries).toHaveLength(2);
  await Promise.all(deliveries.map(({ done }) => done));
  await until(() => inbound.health().waiting === 0);
  expect(received.map(({ event, thread }) => [event, thread])).toEqual([
    [{ type: "message", text: "status" }, null],
  ]);
});

test("in a project's thread people need not name the bot; elsewhere nobody is overheard", async () => {
  const { slack, received, open, inbound } = await startStage();
  const ada = await slack.person("U0ADA");
  const place = await open();
  const elsewhere = await ada.write("C0GENERAL", "we could ask a bot");
  await ada.write({ channel: "C0GENERAL", thread: elsewhere.ts }, "yes, let us");
  const { deliveries } = await ada.write(place, "architect: use Postgres");
  await Promise.all(deliveries.map(({ done }) => done));
  await until(() => inbound.health().waiting === 0 && inbound.health().dropped === 3);
  expect(received.map(({ event, thread }) => [event, thread])).toEqual([
    [{ type: "message", text: "architect: use Postgres" }, place.thread],
  ]);
});

test("an answer to a thread that was opened a moment ago waits until its project is known", async () => {
  const { slack, received, open, projects } = await startStage();
  const ada = await slack.person("U0ADA");
  const place = await open([], null);
  const { deliveries } = await ada.write(place, "approve");
  await Promise.all(deliveries.map(({ done }) => done));
  expect(received).toEqual([]);
  projects.set(place.thread, "p-abc234");
  await until(() => received.length === 1);
});

test("files come with their message, which is told only once", async () => {
  const { slack, received, open, inbound } = await startStage();
  const ada = await slack.person("U0ADA");
  const place = await open();
  await ada.write(place, "our data", [{ name: "../../members.csv", text: "a,b" }]);
  await until(() => received.length === 1 && inbound.health().waiting === 0);
  expect(received).toMatchObject([
    { event: { type: "message", text: "our data" }, files: [{ id: expect.stringMatching(/^F/), bytes: 3 }] },
  ]);
});

test("a choice names its project, or leaves that to its thread; a button says its words", async () => {
  const { slack, received, open } = await startStage();
  const ada = await slack.person("U0ADA", { groups: ["owners"] });
  const decide = { type: "decide", escalation: "e3", rev: 2, choice: "approve" } as const;
  const place = await open([
    button(actionId({ ...decide, project: "p-named2" }), "Approve there"),
    button(actionId({ ...decide, project: null }), "Approve here"),
    button(actionId({ type: "says", project: null, n: 1 }), "Pause", "pause"),
  ]);
  await ada.click(place.thread, "Approve there");
  await ada.click(place.thread, "Approve here");
  await ada.click(place.thread, "Pause");
  await until(() => received.length === 3);
  const decision = { type: "decision", escalation: "e3", rev: 2, choice: "approve", note: "", answers: {} };
  expect(received.map(({ event }) => event)).toEqual([
    { ...decision, project: "p-named2" },
    { ...decision, project: "p-abc234" },
    { type: "button", says: "pause", project: null },
  ]);
  expect(received.map(({ thread }) => thread)).toEqual([place.thread, place.thread, place.thread]);
  expect(received[0]?.by.roles).toEqual(["S0OWNERS", "owners"]);
});

test("a button that nobody knows any more is answered alone", async () => {
  const { slack, received, open, told } = await startStage();
  const ada = await slack.person("U0ADA");
  const place = await open([button("old-button", "Old")]);
  const delivery = await ada.click(place.thread, "Old");
  await until(() => told.length === 1);
  expect(delivery?.failure).toBeNull();
  expect(told[0]).toMatch(/^U0ADA: This button is not known here any more/);
  expect(received).toEqual([]);
});

test("a choice without a project in a thread that is none is answered alone", async () => {
  const { slack, received, open, told } = await startStage();
  const ada = await slack.person("U0ADA");
  const id = actionId({ type: "decide", project: null, escalation: "e3", rev: 2, choice: "approve" });
  const place = await open([button(id, "Approve")], null);
  await ada.click(place.thread, "Approve");
  await until(() => told.length === 1);
  expect(told[0]).toMatch(/^U0ADA: This question belongs to no project/);
  expect(received).toEqual([]);
});

const form: Form = {
  kind: "form",
  id: "decide p-abc234 e3 2 modify",
  title: "Modify",
  submit: "Send",
  intro: "",
  fields: [
    {
      type: "text",
      id: "note",
      label: "What to change",
      optional: false,
      long: true,
      hint: "",
      initial: "",
      most: 3_000,
    },
  ],
  fallback: "modify e3: …",
};

test("the message shortcut opens a form, and what is sent arrives with its place", async () => {
  const { slack, received, open } = await startStage({
    receive: async ({ event }) => (event.type === "shortcut" ? form : null),
  });
  const ada = await slack.person("U0ADA");
  const place = await open();
  await ada.shortcut(place.thread);
  await until(() => ada.modal() !== null);
  const submitted = await ada.submit({ note: "Use & keep Postgres" });
  expect([submitted.open, submitted.errors]).toEqual([false, null]);
  await until(() => received.length === 2);
  expect(received.map(({ event, thread }) => [event, thread])).toEqual([
    [{ type: "shortcut" }, place.thread],
    [{ type: "form", form: form.id, values: { note: ["Use & keep Postgres"] } }, place.thread],
  ]);
});

test("a form that is refused stays open with the reason, so that no words are lost", async () => {
  const { slack, open, told } = await startStage({
    receive: async ({ event }) =>
      event.type === "form" ? notice("Somebody decided that already", { tone: "bad" }) : form,
  });
  const ada = await slack.person("U0ADA");
  const place = await open();
  await ada.shortcut(place.thread);
  await until(() => ada.modal() !== null);
  const submitted = await ada.submit({ note: "Use Postgres" });
  expect(submitted).toMatchObject({ open: true, errors: { note: "Somebody decided that already" } });
  expect(told).toEqual([`U0ADA: form ${form.id}`]);
});

test("a refusal that takes longer than two seconds closes the form and is told alone", async () => {
  const { slack, open, told } = await startStage({
    receive: async ({ event }) => {
      if (event.type !== "form") return form;
      await new Promise((resolve) => setTimeout(resolve, 2_200));
      return notice("Too late", { tone: "bad" });
    },
  });
  const ada = await slack.person("U0ADA");
  const place = await open();
  await ada.shortcut(place.thread);
  await until(() => ada.modal() !== null);
  const submitted = await ada.submit({ note: "Use Postgres" });
  expect([submitted.open, submitted.errors]).toEqual([false, null]);
  await until(() => told.length === 2);
  expect(told[1]).toBe("U0ADA: Too late");
});

test("opening App Home asks for it; the messages tab does not", async () => {
  const { slack, received, told } = await startStage({ receive: async () => notice("Nothing to decide") });
  const ada = await slack.person("U0ADA");
  await ada.openHome("messages");
  await ada.openHome();
  await until(() => told.length === 1);
  expect(told).toEqual(["U0ADA: home Nothing to decide"]);
  expect(received.map(({ event }) => event)).toEqual([{ type: "home" }]);
});

test("Slack's Stop button pauses the project of its thread", async () => {
  const { slack, received, open } = await startStage();
  const ada = await slack.person("U0ADA");
  const place = await open();
  await ada.stop(place);
  await until(() => received.length === 1);
  expect(received[0]).toMatchObject({ ...place, event: { type: "button", says: "pause", project: null } });
});

test("a direct message needs no mention", async () => {
  const { slack, received } = await startStage();
  const ada = await slack.person("U0ADA");
  await ada.write("bot", "my projects");
  await until(() => received.length === 1);
  expect(received[0]).toMatchObject({ event: { type: "message", text: "my projects" }, thread: null });
});

test("the bot's own messages, edits and deletions are nobody's words", async () => {
  const { slack, received, open, call, inbound } = await startStage();
  const ada = await slack.person("U0ADA");
  const place = await open();
  await call("chat.postMessage", {
    channel: place.channel,
    thread_ts: place.thread,
    text: "<@U0B0TARMY1> pause",
  });
  const written = await ada.write(place, "hello");
  await ada.edit(written.ts, "hello there");
  await ada.remove(written.ts);
  await until(() => inbound.health().dropped >= 2 && inbound.health().waiting === 0);
  expect(received.map(({ event }) => event)).toEqual([{ type: "message", text: "hello" }]);
});
