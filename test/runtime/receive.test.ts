import { beforeEach, expect, test } from "vitest";
import type { Inbound, Reply } from "#src/ports.ts";
import { memoryStage, type MemoryStage } from "../fakes/memory-stage.ts";

let stage: MemoryStage;
let thread: string | null;

beforeEach(async () => {
  stage = await memoryStage({ settings: { approvals: "gates" } });
  thread = (await stage.begin()).chat.thread;
});

let deliveries = 0;

const receive = async (change: Partial<Inbound> & Pick<Inbound, "event">): Promise<Reply | null> =>
  await stage.army.receive({
    id: `delivery-${++deliveries}`,
    at: stage.clock.now(),
    chat: "fake",
    channel: "team",
    thread,
    by: { id: "you", name: "You", roles: [] },
    ...change,
  });

const say = async (text: string): Promise<string | null> =>
  (await receive({ event: { type: "message", text } }))?.fallback ?? null;

const slash = async (text: string, brief: string | null = null): Promise<string | null> =>
  (await receive({ thread: null, event: { type: "slash", text, brief } }))?.fallback ?? null;

test("what is taken needs no private answer; the thread tells", async () => {
  expect(await say("architect: use Postgres")).toBeNull();
  expect(await say("approve")).toBeNull();
  expect((await stage.project()).escalations[0]).toMatchObject({
    state: "decided",
    decision: { choice: "approve" },
  });
});

test("what is not clear is asked back", async () => {
  expect(await say("use Postgres")).toMatch(/^What is this for\?.+`architect: …`.+Open: e1/);
  expect(await say("stop using Postgres")).toMatch(/^What is this for\?/);
  expect(await say("approve e7")).toMatch(/^There is no e7 here\. Open: e1/);
  expect(await say("receiver")).toMatch(/^Nothing open takes that\. Open: e1/);
  expect(await say("modify")).toMatch(/^Say in words what `modify` means here/);
  expect(await say("reassign nowhere to tester")).toBe("There is no stage `nowhere`.");
  expect((await stage.project()).escalations[0]?.state).toBe("open");
});

test("a start without a brief, with a wrong option or for an unknown workflow says what to do", async () => {
  expect(await slash("start")).toBe("Say what is to be made: `/botarmy start <brief>`");
  expect(await slash("start --workflow nope A lamp shop.")).toMatch(/known workflows: .*\bsdlc\b/);
  const options =
    "a start may have `--workflow NAME`, `--budget 200k` or `--budget $5`, and `--approve gates`, `marks` or `none` before its brief or, in one line, after it.";
  expect(await slash("start --budget lots A lamp shop.")).toBe(
    `I do not understand \`--budget lots\`: ${options}`,
  );
  expect(await say("start --wrokflow sdlc A lamp shop.")).toBe(
    `I do not understand \`--wrokflow\`: ${options}`,
  );
  expect(await slash("start \u0007 bell")).toContain("control characters");
  expect(await stage.parts.store.ids()).toHaveLength(1);
});

test("a start joins the words behind it with an attached brief", async () => {
  expect(await slash("start Only for readers.", "# Lamp shop\n\nSells lamps.")).toBeNull();
  const { brief, title } = await stage.project();
  expect(title).toBe("Lamp shop");
  expect(await stage.parts.bodies.get(brief.body)).toBe("Only for readers.\n\n# Lamp shop\n\nSells lamps.");
});

test("in the channel, words for a project are sent to its thread, and lists are given", async () => {
  expect(await slash("approve")).toContain("say it in the project's thread");
  expect(await slash("abracadabra")).toContain("I did not understand that.");
  expect(await slash("spec")).toContain("about one project");
  expect(await slash("projects")).toBe("Projects");
  expect(await slash("queue")).toBe("Open decisions");
});

test("a decision about a project that is not there is answered, not thrown", async () => {
  const event = {
    type: "decision",
    project: "p-nothere1",
    escalation: "e1",
    rev: 1,
    choice: "approve",
    note: "",
    answers: {},
  } as const;
  expect((await receive({ event }))?.fallback).toBe("There is no project p-nothere1.");
});

test("a thread of nobody's project is the channel", async () => {
  expect(
    (await receive({ thread: "thread-99", event: { type: "message", text: "pause" } }))?.fallback,
  ).toContain("say it in the project's thread");
});

test("a fault of our own is thrown, so that the platform is not told that it arrived", async () => {
  const broken = await memoryStage({
    change: ({ store }) => ({
      store: {
        ...store,
        save: async () => {
          throw new TypeError("nobody thought of this");
        },
      },
    }),
  });
  await broken.chat.slash("start A lamp shop sells lamps.");
  expect(broken.chat.platform.whispers.at(-1)?.fallback).toBe("That did not work.");
});
