import { expect, test } from "vitest";
import type { Chat } from "#src/ports.ts";
import { createPreviews } from "#src/runtime/preview.ts";
import { fakeChat } from "../fakes/fake-chat.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { sampleProject } from "../fakes/sample-project.ts";

const plan = { stage: "analyze", step: "plan" } as const;

const setUp = async (canDraft = true) => {
  const clock = manualClock(1_000_000);
  const shown: (string | null)[] = [];
  const base = await sampleProject(memoryBodies());
  const project = { ...base, chat: { ...base.chat, root: "m1", thread: "t1" } };
  const plain: Chat = fakeChat({ name: project.chat.name });
  const chat: Chat = canDraft ? { ...plain, draft: (_place, text) => void shown.push(text) } : plain;
  const previews = createPreviews({ chats: [chat], clock });
  return { clock, shown, previews, preview: previews.open(project, plan), project };
};

test("a preview shows the newest words of an unfinished answer, without what only JSON needs", async () => {
  const { shown, preview } = await setUp();
  preview.onText('{"summary":"Ten \\"small\\" things","files":[{"text":"# Plan\\n\\nFirst the sh');
  expect(shown).toHaveLength(1);
  expect(shown[0]).toMatch(/ writes: ….*Ten "small" things/);
  expect(shown[0]).toMatch(/# Plan First the sh$/);
});

test("a preview is shown four times a second at most, and taken away at the end", async () => {
  const { clock, shown, preview } = await setUp();
  for (let i = 0; i < 10; i++) {
    preview.onText(`"word ${i}`);
    await clock.pass(100);
  }
  expect(shown).toHaveLength(4);
  preview.end();
  expect(shown.at(-1)).toBeNull();
});

test("an answer that did not stream leaves the chat alone", async () => {
  const { shown, preview } = await setUp();
  preview.end();
  expect(shown).toEqual([]);
});

test("a chat that cannot show drafts is not asked to", async () => {
  const { shown, preview } = await setUp(false);
  preview.onText('"words');
  preview.end();
  expect(shown).toEqual([]);
});

test("of several agents who write at once the last one to begin is shown, and then the others again", async () => {
  const { clock, shown, previews, project, preview } = await setUp();
  const other = previews.open(project, { stage: "design", step: "plan" });
  preview.onText('"first');
  other.onText('"second');
  await clock.pass(1_000);
  preview.onText('"first goes on');
  expect(shown.map((text) => text?.replace(/.* writes: …/, ""))).toEqual(["first", "second"]);
  other.end();
  preview.onText('"first goes on');
  preview.end();
  expect(shown.slice(2).map((text) => text?.replace(/.* writes: …/, ""))).toEqual([
    undefined,
    "first goes on",
    undefined,
  ]);
});
