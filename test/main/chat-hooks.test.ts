import { expect, test } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import { openThreads } from "#src/main/chat-hooks.ts";
import type { Project } from "#src/project/project.ts";
import { memoryStage } from "../fakes/memory-stage.ts";

/** A project with an end, or without one. */
const setUp = async (end: Pick<Project, "status" | "endedAt">) => {
  const stage = await memoryStage({ settings: { approvals: "gates" } });
  const { id } = await stage.begin();
  const { store } = stage.parts;
  const project = await store.load(id);
  if (project === undefined) throw new Error("there is no project");
  await store.save({ ...project, ...end, version: project.version + 1 }, project.version);
  const { name, channel, thread } = project.chat;
  const threadsOf = async (endedSince?: number): Promise<readonly (string | null)[]> =>
    (await openThreads({ store, log: stage.parts.log }, name, endedSince)).map(
      (open) => `${open.channel} ${open.thread}`,
    );
  return { threadsOf, own: `${channel} ${thread}` };
};

test("the thread of a project that goes on is read again, paused or not", async () => {
  for (const status of ["running", "paused"] as const) {
    const { threadsOf, own } = await setUp({ status, endedAt: null });
    expect(await threadsOf()).toEqual([own]);
    expect(await threadsOf(5_000)).toEqual([own]);
  }
});

test("the thread of a project that has ended is read again when that was since the given time: people may have spoken before", async () => {
  const { threadsOf, own } = await setUp({ status: "completed", endedAt: 5_000 });
  expect(await threadsOf(5_000)).toEqual([own]);
  expect(await threadsOf(5_001)).toEqual([]);
  expect(await threadsOf()).toEqual([]);
});

test("one row that cannot be read keeps no other thread from being read again", async () => {
  const { parts, begin } = await memoryStage({ settings: { approvals: "gates" } });
  const { chat } = await begin();
  const store = {
    ids: async () => ["p-damaged0", ...(await parts.store.ids())],
    load: async (id: string) => {
      if (id === "p-damaged0") throw new BotArmyError("project-unreadable", `${id} cannot be read`);
      return await parts.store.load(id);
    },
  };
  expect(await openThreads({ store, log: parts.log }, chat.name)).toMatchObject([{ thread: chat.thread }]);
});
