import { beforeEach, expect, test } from "vitest";
import { Form } from "#src/project/form.ts";
import type { Person } from "#src/project/words.ts";
import { memoryStage, type MemoryStage } from "../fakes/memory-stage.ts";

const outsider: Person = { id: "eve", name: "Eve", roles: [] };

let stage: MemoryStage;

beforeEach(async () => {
  stage = await memoryStage({ settings: { approvals: "gates" }, forms: true });
});

const forms = (): readonly Form[] => stage.chat.platform.forms ?? [];
const told = (): string | undefined => stage.chat.platform.whispers.at(-1)?.fallback;

/** The thread of the only project. */
const thread = async () => {
  const { chat } = await stage.project();
  return { channel: chat.channel, thread: chat.thread };
};

test("a start without words opens a form, and the form starts the project", async () => {
  await stage.chat.slash("start");
  const [form] = forms();
  expect(Form.parse(form)).toMatchObject({ id: "start", title: "Start a project" });
  expect(form?.fields.map(({ id }) => id)).toEqual(["brief", "files", "workflow", "approvals", "budget"]);
  await stage.chat.act(
    { channel: "team", thread: null },
    {
      type: "form",
      form: "start",
      values: {
        brief: ["A lamp shop that sells lamps."],
        workflow: ["sdlc"],
        approvals: ["none"],
        budget: ["300k"],
      },
    },
  );
  expect(await stage.project()).toMatchObject({
    title: "A lamp shop that sells lamps",
    settings: { approvals: "none", budgetTokens: 300_000 },
  });
});

test("what is wrong in a form is told as bad, so that the form can stay open", async () => {
  const at = { channel: "team", thread: null };
  await stage.chat.act(at, { type: "form", form: "start", values: { brief: ["Lamps"], budget: ["lots"] } });
  expect(stage.chat.platform.whispers.at(-1)).toMatchObject({ tone: "bad" });
  expect(told()).toBe("`lots` is no budget: say `$5` or `200k tokens`.");
  await stage.chat.act(at, { type: "form", form: "start", values: {} });
  expect(told()).toBe("Say what is to be made: `/botarmy start <brief>`");
  await stage.chat.act(at, { type: "form", form: "unheard of", values: {} });
  expect(told()).toContain("I do not know the form `unheard of`");
  expect(await stage.parts.store.ids()).toEqual([]);
});

test("a text file in the form is the brief, and the next one a document", async () => {
  stage.chat.platform.files = {
    F1: Buffer.from("# Lamp shop\n\nSells lamps to readers."),
    F2: Buffer.from("name,price\nreading lamp,20\n"),
  };
  const files = [
    { id: "F1", name: "brief.md", bytes: 36 },
    { id: "F2", name: "prices.csv", bytes: 27 },
  ];
  await stage.chat.act(
    { channel: "team", thread: null },
    { type: "form", form: "start", values: {} },
    { files },
  );
  const { title, artifacts } = await stage.project();
  expect(title).toBe("Lamp shop");
  expect(artifacts.map(({ path }) => path)).toContain("requirements/documents/prices.csv");
});

test("a choice that needs words opens a form for those who may decide, and the words decide", async () => {
  await stage.begin();
  const place = await thread();
  const choice = {
    type: "decision",
    project: (await stage.project()).id,
    escalation: "e1",
    rev: 1,
    choice: "modify",
  } as const;
  await stage.chat.act(place, { ...choice, note: "", answers: {} }, { by: outsider });
  expect(forms()).toEqual([]);
  expect(stage.chat.platform.whispers.at(-1)).toMatchObject({ tone: "bad" });
  expect(told()).toMatch(/^Only .+ may do this\./);

  await stage.chat.act(place, { ...choice, note: "", answers: {} });
  const [form] = forms();
  expect(form).toMatchObject({ id: `decide ${choice.project} e1 1 modify`, title: "Modify" });
  expect(form).toMatchObject({ fields: [{ id: "note" }, { id: "scope" }, { id: "files" }] });
  const values = { note: ["name the risks"], scope: ["project"] };
  await stage.chat.act(place, { type: "form", form: form?.id ?? "", values });
  const { escalations, spec } = await stage.project();
  expect(escalations[0]?.decision).toMatchObject({ choice: "modify", note: "name the risks", binding: true });
  expect(spec.document["decisions"]).toMatchObject([{ choice: "modify", note: "name the risks" }]);

  await stage.chat.act(place, { ...choice, note: "", answers: {} });
  expect(forms()).toHaveLength(1);
  expect(told()).toContain("decided e1 already");
});

test("a form about an older question is refused, and nothing is decided", async () => {
  await stage.begin();
  const { id } = await stage.project();
  await stage.chat.act(await thread(), {
    type: "form",
    form: `decide ${id} e1 7 modify`,
    values: { note: ["late"] },
  });
  expect(stage.chat.platform.whispers.at(-1)).toMatchObject({ tone: "bad" });
  expect((await stage.project()).escalations[0]?.state).toBe("open");
});

test("a form of somebody who may not decide any more is refused as bad, so that it can stay open", async () => {
  await stage.begin();
  const { id } = await stage.project();
  const form = { type: "form", form: `decide ${id} e1 1 modify`, values: { note: ["mine"] } } as const;
  await stage.chat.act(await thread(), form, { by: outsider });
  expect(stage.chat.platform.whispers.at(-1)).toMatchObject({ tone: "bad" });
  expect(told()).toMatch(/^Only .+ may do this\./);
  expect((await stage.project()).escalations[0]?.state).toBe("open");
});

test("several questions are answered by one form with a field for each", async () => {
  stage = await memoryStage({ scenario: "question", forms: true });
  const project = await stage.begin();
  const [asked] = project.escalations;
  const choice = { project: project.id, escalation: asked?.id ?? "", rev: 1, choice: "answer" };
  await stage.chat.act(await thread(), { type: "decision", ...choice, note: "", answers: {} });
  const [form] = forms();
  expect(form?.fields.map(({ id }) => id)).toEqual(asked?.questions.map(({ id }) => id));
  const values = Object.fromEntries((asked?.questions ?? []).map(({ id }) => [id, [`answer to ${id}`]]));
  await stage.chat.act(await thread(), { type: "form", form: form?.id ?? "", values });
  expect(Object.keys((await stage.project()).escalations[0]?.decision?.answers ?? {})).toEqual(
    Object.keys(values),
  );
});

test("settings are shown as a form to those who may change them, and as words to others", async () => {
  await stage.begin();
  await stage.chat.act(await thread(), { type: "message", text: "settings" }, { by: outsider });
  expect(forms()).toEqual([]);
  expect(told()).toMatch(/^Settings of p-.+approvals `gates`/);
  await stage.chat.act(await thread(), { type: "message", text: "settings" });
  const form = Form.parse(forms()[0]);
  await stage.chat.act(await thread(), {
    type: "form",
    form: form.id,
    values: {
      approvals: ["none"],
      approvers: ["U12345"],
      groups: ["@R9 &456 112233445566778899 anyone"],
      remind: ["2h"],
      budget: ["$5"],
    },
  });
  expect((await stage.project()).settings).toMatchObject({
    approvals: "none",
    approvers: ["U12345", "R9", "&456", "&112233445566778899", "anyone"],
    decisionMs: 7_200_000,
    budgetUsd: 5,
  });
});

test("settings that are saved as they are shown stay as they are, however many may decide", async () => {
  await stage.begin();
  const people = Array.from({ length: 14 }, (_, n) => `1122334455667788${n + 10}`);
  const roles = Array.from({ length: 10 }, (_, n) => `&1122334455667799${n + 10}`);
  const approvers = [...people, ...roles, "U12345", "permission:ManageGuild"];
  const words = approvers.map((one) => (one.startsWith("permission") ? one : `@${one}`)).join(" ");
  await stage.chat.act(await thread(), { type: "message", text: `settings approvers ${words}` });
  expect((await stage.project()).settings.approvers).toEqual(approvers);
  await stage.chat.act(await thread(), { type: "message", text: "settings" });
  const form = Form.parse(forms()[0]);
  const shown = form.fields.flatMap((field) => {
    if (field.type === "files" || field.initial === null) return [];
    return [[field.id, typeof field.initial === "string" ? [field.initial] : field.initial] as const];
  });
  const tooLong = form.fields.filter((field) => field.type === "text" && field.initial.length > field.most);
  expect(tooLong).toEqual([]);
  await stage.chat.act(await thread(), {
    type: "form",
    form: form.id,
    values: Object.fromEntries(shown),
  });
  expect(new Set((await stage.project()).settings.approvers)).toEqual(new Set(approvers));
});

test("a shortcut on a thread asks what to say there; elsewhere it says that there is no project", async () => {
  await stage.begin();
  await stage.chat.act(await thread(), { type: "shortcut" });
  const { id } = await stage.project();
  expect(forms()[0]).toMatchObject({ id: `say ${id}` });
  await stage.chat.act(await thread(), { type: "form", form: `say ${id}`, values: { words: ["pause"] } });
  expect((await stage.project()).status).toBe("paused");
  await stage.chat.act({ channel: "team", thread: "elsewhere" }, { type: "shortcut" });
  expect(told()).toBe("No project is talked about here.");
});

test("a button says its words for the project it is about, wherever it stands", async () => {
  const { id } = await stage.begin();
  const home = { channel: "home", thread: null };
  await stage.chat.act(home, { type: "button", says: "pause", project: id }, { by: outsider });
  expect((await stage.project()).status).toBe("running");
  await stage.chat.act(home, { type: "button", says: "pause", project: id });
  expect((await stage.project()).status).toBe("paused");
});

test("home shows to each person what waits for them and what they started", async () => {
  const { id } = await stage.begin();
  await stage.chat.act({ channel: "home", thread: null }, { type: "home" });
  const mine = JSON.stringify(stage.chat.platform.whispers.at(-1));
  expect(mine).toContain(`"project":"${id}"`);
  expect(mine).toContain("e1 · normal");
  await stage.chat.act({ channel: "home", thread: null }, { type: "home" }, { by: outsider });
  const theirs = JSON.stringify(stage.chat.platform.whispers.at(-1));
  expect(theirs).toContain("No decision waits for you.");
  expect(theirs).toContain("You have not started a project yet.");
});
