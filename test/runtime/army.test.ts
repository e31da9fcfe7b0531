import { expect, test } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import { memoryStage } from "../fakes/memory-stage.ts";

test("a brief becomes a finished project, told in its thread from the first word to the last", async () => {
  const { begin, said, parts, broken } = await memoryStage();
  const project = await begin();
  expect(project).toMatchObject({ status: "completed", outbox: [], wakeAt: null });
  expect((await parts.artifacts.list(project.id)).map(({ path }) => path)).toHaveLength(11);
  const words = await said();
  expect(words[0]).toContain("Coaches book the lanes of a pool");
  expect(words.at(-1)).toContain("is complete: 11 artifacts");
  expect(broken).toEqual([]);
});

test("a process that starts takes up what was left pending before anybody says a word", async () => {
  const stage = await memoryStage({ scenario: "timeout", settings: { stepTimeoutMs: 60_000 } });
  const { id } = await stage.begin();
  const next = await stage.restart();
  await next.clock.settle();
  expect((await next.project()).outbox.map(({ type }) => type)).toEqual(["runStep"]);
  await next.clock.pass(60_000);
  expect(await next.project()).toMatchObject({ id, escalations: [{ kind: "timeout", state: "open" }] });
});

test("stopping abandons the running step without a report, so that it runs again", async () => {
  const stage = await memoryStage({ scenario: "timeout", settings: { stepTimeoutMs: 60_000 } });
  await stage.begin();
  const before = await stage.project();
  await stage.army.stop();
  expect(await stage.project()).toEqual(before);
  await stage.chat.slash("projects");
  expect(stage.chat.platform.whispers).toEqual([]);
});

test("state that cannot be saved is told to whoever watches, and nothing more is done", async () => {
  let isFull = false;
  const full = new BotArmyError("storage-full", "No space left");
  const stage = await memoryStage({
    change: ({ store }) => ({
      store: {
        ...store,
        save: async (project, expected) => {
          if (isFull && project.version > 3) throw full;
          return await store.save(project, expected);
        },
      },
    }),
  });
  isFull = true;
  const { version } = await stage.begin();
  expect(stage.broken).toContain(full);
  expect(version).toBeLessThanOrEqual(3);
});

test("a paid call is paid once, although its step ran twice", async () => {
  const prompts: string[] = [];
  let isLost = true;
  const stage = await memoryStage({
    change: ({ model, store }) => ({
      model: {
        name: model.name,
        complete: async (request, signal) => {
          prompts.push(request.key);
          return await model.complete(request, signal);
        },
      },
      store: {
        ...store,
        save: async (project, expected) => {
          const isReport = project.stages[0]?.plan.state === "done";
          if (isReport && isLost) throw new BotArmyError("storage-full", "No space left");
          return await store.save(project, expected);
        },
      },
    }),
  });
  await stage.begin();
  expect(stage.broken).not.toEqual([]);
  expect(await stage.project()).toMatchObject({ escalations: [], usage: { calls: 0 } });
  expect(prompts).toHaveLength(1);
  isLost = false;
  const next = await stage.restart();
  await next.clock.settle();
  expect(await next.project()).toMatchObject({ status: "completed", usage: { calls: 10 } });
  expect(new Set(prompts).size).toBe(prompts.length);
  expect(prompts).toHaveLength(10);
});
