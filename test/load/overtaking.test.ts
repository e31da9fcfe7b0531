import { expect, test } from "vitest";
import type { Chat } from "#src/ports.ts";
import { memoryStage, type MemoryStage } from "../fakes/memory-stage.ts";

/** A stage whose chat takes as long as is said for a call, as in a queue that others fill. */
const slowStage = async (
  slow: Partial<Record<"post" | "edit" | "upload", number>>,
): Promise<{ readonly stage: MemoryStage; readonly finds: () => number }> => {
  let finds = 0;
  const stage = await memoryStage({
    settings: { approvals: "gates" },
    change: ({ chats, clock }) => {
      const never = new AbortController().signal;
      const wait = async (what: "post" | "edit" | "upload"): Promise<void> =>
        await clock.sleep(slow[what] ?? 0, never);
      return {
        chats: chats.map((chat): Chat => ({
          ...chat,
          find: async (...where) => {
            finds += 1;
            return await chat.find(...where);
          },
          post: async (...post) => {
            await wait("post");
            return await chat.post(...post);
          },
          edit: async (...edit) => {
            await wait("edit");
            await chat.edit(...edit);
          },
          upload: async (...upload) => {
            await wait("upload");
            return await chat.upload(...upload);
          },
        })),
      };
    },
  });
  return { stage, finds: () => finds };
};

const questions = (stage: MemoryStage): readonly string[] =>
  stage.chat.platform.said.flatMap(({ key, messages }) =>
    messages[0]?.kind === "escalation" ? [key ?? ""] : [],
  );

test("a question that takes long to post is posted once", async () => {
  const { stage } = await slowStage({ post: 3_000 });
  await stage.begin();
  await stage.clock.pass(20_000);
  expect(questions(stage)).toHaveLength(1);
});

test("a question that overtakes is not looked for before it was ever posted", async () => {
  const { stage, finds } = await slowStage({ upload: 3_000 });
  await stage.begin();
  await stage.clock.pass(2_000);
  expect(questions(stage)).toHaveLength(1);
  expect(finds()).toBe(0);
});

test("a card that waits long for its turn holds nothing up, and shows the newest state in the end", async () => {
  const { stage } = await slowStage({ edit: 30_000 });
  await stage.begin();
  await stage.clock.pass(1_000);
  expect(questions(stage)).toHaveLength(1);
  const { chat } = await stage.project();
  await stage.chat.act(chat, { type: "message", text: "approve" });
  await stage.clock.pass(10_000);
  expect(questions(stage)).toHaveLength(2);
  await stage.clock.pass(120_000);
  const [first] = stage.chat.platform.said.filter(({ messages }) => messages[0]?.kind === "escalation");
  expect(first?.messages.at(-1)?.blocks.some(({ type }) => type === "actions")).toBe(false);
  expect((await stage.project()).outbox.filter(({ type }) => type === "edit")).toEqual([]);
});
