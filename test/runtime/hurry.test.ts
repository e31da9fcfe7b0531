import { expect, test } from "vitest";
import type { Chat } from "#src/ports.ts";
import { memoryStage, type MemoryStage } from "../fakes/memory-stage.ts";

/** A stage whose chat takes files only when it is let go, as in a queue that others fill. */
const slowUploads = async (): Promise<{ readonly stage: MemoryStage; readonly letGo: () => void }> => {
  const gate = Promise.withResolvers<void>();
  const stage = await memoryStage({
    settings: { approvals: "gates" },
    change: ({ chats }) => ({
      chats: chats.map((chat): Chat => ({
        ...chat,
        upload: async (...upload) => {
          await gate.promise;
          return await chat.upload(...upload);
        },
      })),
    }),
  });
  return { stage, letGo: gate.resolve };
};

const asked = async (stage: MemoryStage): Promise<string | null | undefined> =>
  (await stage.project()).escalations[0]?.posted;

test("a question overtakes what waits before it after less than a second, and is asked once", async () => {
  const { stage, letGo } = await slowUploads();
  await stage.begin();
  expect((await stage.project()).escalations).toHaveLength(1);
  expect(await asked(stage)).toBeNull();
  await stage.clock.pass(699);
  expect(await asked(stage)).toBeNull();
  await stage.clock.pass(1);
  expect(await asked(stage)).toEqual(expect.any(String));
  letGo();
  await stage.clock.settle();
  const said = await stage.said();
  expect(said.filter((words) => words.includes("decide e1"))).toHaveLength(1);
  expect(said.some((words) => words.endsWith(".md"))).toBe(true);
  expect((await stage.project()).outbox.filter(({ type }) => type !== "runStep")).toEqual([]);
});

test("a question that was decided while it overtook is redrawn as decided", async () => {
  const { stage, letGo } = await slowUploads();
  await stage.begin();
  await stage.clock.pass(700);
  await stage.chat.act((await stage.project()).chat, { type: "message", text: "approve" });
  letGo();
  await stage.clock.settle();
  const card = stage.chat.platform.said.find(({ messages }) => messages[0]?.kind === "escalation");
  expect(card?.messages.at(-1)?.blocks.some(({ type }) => type === "actions")).toBe(false);
});

test("nothing overtakes when nothing waits long", async () => {
  const stage = await memoryStage({ settings: { approvals: "gates" } });
  await stage.begin();
  const said = await stage.said();
  expect(said.findIndex((words) => words.includes("decide e1"))).toBeGreaterThan(
    said.findIndex((words) => words.endsWith("requirements_prd.md") || words.endsWith(".md")),
  );
});
