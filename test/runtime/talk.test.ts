import { expect, test } from "vitest";
import type { Effect } from "#src/project/effect.ts";
import type { Project } from "#src/project/project.ts";
import { createTalk } from "#src/runtime/talk.ts";
import { createTurns } from "#src/runtime/turns.ts";
import { fakeChat, type FakeChat } from "../fakes/fake-chat.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { memoryHistory } from "../fakes/memory-history.ts";
import { memoryStore } from "../fakes/memory-store.ts";
import { sampleProject } from "../fakes/sample-project.ts";
import { ada } from "../project/samples.ts";

const id = "p-abc234";

const effect = <E extends Partial<Effect>>(n: number, body: E) => ({
  id: `${id}:1:${n}`,
  state: "ready" as const,
  after: [],
  tries: 0,
  notBefore: 0,
  ...body,
});

const notice = {
  kind: "notice" as const,
  tone: "neutral" as const,
  from: null,
  blocks: [{ type: "prose" as const, text: "Noted." }],
  mentions: [],
  fallback: "Noted.",
};

/** A talk lane over a stored row, as it is after a restart. */
const talkAbout = async (chat: FakeChat, change: Partial<Project>) => {
  const bodies = memoryBodies();
  const store = memoryStore();
  const row = await sampleProject(bodies, { ...change, mode: "scripted" });
  await store.save({ ...row, chat: { ...row.chat, name: chat.name, channel: "team", ...change.chat } }, 0);
  const history = memoryHistory();
  const clock = { now: () => 10_000, sleep: () => new Promise<void>(() => undefined) };
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const turns = createTurns({ store, history }, () => undefined);
  // Proof: the talk lane reads nothing else of the parts.
  const parts = { store, bodies, chats: [chat], clock, log } as unknown as Parameters<typeof createTalk>[0];
  await createTalk(parts, turns).look(id);
  return { row: await store.load(id), envelopes: (await history.page(id, { limit: 100 })).envelopes };
};

test("what waited behind the opening of the thread is said at once when the thread is there", async () => {
  const chat = fakeChat();
  const outbox = [
    effect(1, { type: "openThread" as const, state: "sending" as const }),
    effect(2, { type: "edit" as const, target: "status" }),
    effect(3, { type: "post" as const, message: notice }),
  ];
  const { row, envelopes } = await talkAbout(chat, { outbox });
  expect(chat.platform.said.map(({ type, key }) => [type, key])).toEqual([
    ["root", `${id}:1:1`],
    ["post", `${id}:1:3`],
  ]);
  expect(row?.outbox).toEqual([]);
  expect(envelopes).toEqual([]);
});

test("a question that was posted before a crash and decided before its record is redrawn as decided", async () => {
  const chat = fakeChat();
  const root = await chat.openThread("team", `${id}:0:1`, notice);
  const asked = await chat.post(root, `${id}:1:1`, notice);
  const outbox = [
    effect(1, { type: "ask" as const, escalation: "e1", state: "sending" as const }),
    effect(2, { type: "edit" as const, target: "e1" }),
  ];
  const decision = { choice: "approve", note: "", answers: {}, by: ada, at: 9_000 };
  const escalations = [
    {
      id: "e1",
      kind: "approval" as const,
      stage: "analyze",
      step: "produce" as const,
      rev: 1,
      state: "decided" as const,
      priority: "normal" as const,
      title: "Ana: requirements.md",
      context: "Please look at it.",
      choices: [{ id: "approve", label: "Approve", intent: "primary" as const, wantsNote: false }],
      questions: [],
      positions: [],
      raisedAt: 5_000,
      deadline: 50_000,
      reminders: 0,
      decision,
      posted: null,
    },
  ];
  const place = { name: chat.name, channel: "team", root: root.id, thread: root.thread };
  const { row } = await talkAbout(chat, { outbox, escalations, chat: place });
  const card = chat.thread(root.thread).find((said) => said.id === asked.id);
  expect(card?.messages.at(-1)?.fallback).toBe("Ana: requirements.md — decided");
  expect(row?.escalations[0]?.posted).toBe(asked.id);
});
