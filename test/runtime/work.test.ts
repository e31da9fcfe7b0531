import { expect, test } from "vitest";
import { ProviderError } from "#src/errors.ts";
import { memoryStage } from "../fakes/memory-stage.ts";

test("a step that breaks inside is not tried again by itself: people are asked, with the reason", async () => {
  let isBroken = true;
  const stage = await memoryStage({
    change: ({ calls }) => ({
      calls: {
        ...calls,
        get: async (key) => {
          if (isBroken) throw new TypeError("nobody thought of this");
          return await calls.get(key);
        },
      },
    }),
  });
  const { escalations, chat } = await stage.begin();
  expect(escalations).toMatchObject([
    {
      kind: "invalid-output",
      context: expect.stringContaining("broke inside BotArmy: nobody thought of this"),
    },
  ]);
  isBroken = false;
  await stage.chat.write({ channel: chat.channel, thread: chat.thread ?? "" }, "retry");
  await stage.clock.settle();
  expect((await stage.project()).status).toBe("completed");
});

test("an outage is tried again with growing pauses before people are asked", async () => {
  const asked: number[] = [];
  const stage = await memoryStage({
    scenario: "outage",
    settings: { retryDelayMs: 2_000 },
    change: ({ model, clock }) => ({
      model: {
        name: model.name,
        complete: async (request, signal) => {
          if (request.about.stage === "design" && request.about.step === "produce") asked.push(clock.now());
          return await model.complete(request, signal);
        },
      },
    }),
  });
  await stage.begin();
  const [first = 0] = asked;
  await stage.clock.pass(5_999);
  expect((await stage.project()).escalations).toEqual([]);
  await stage.clock.pass(1);
  expect(asked.map((at) => at - first)).toEqual([0, 2_000, 6_000]);
  expect((await stage.project()).escalations).toMatchObject([
    { kind: "outage", context: expect.stringContaining("Tried 3 times") },
  ]);
});

test("a person's retry has the agent's models asked at once; nothing else has", async () => {
  const told: string[] = [];
  let isDown = true;
  const stage = await memoryStage({
    settings: { maxTries: 2 },
    change: ({ model }) => ({
      model: {
        name: model.name,
        tryAgain: ({ agent, saving }) => void told.push(`${agent} ${saving}`),
        complete: async (request, signal) => {
          if (isDown && request.about.stage === "design")
            throw new ProviderError("no money", { kind: "quota", retryable: true });
          return await model.complete(request, signal);
        },
      },
    }),
  });
  const { chat } = await stage.begin();
  await stage.clock.pass(60_000);
  expect((await stage.project()).escalations).toMatchObject([{ kind: "outage", state: "open" }]);
  expect(told).toEqual([]);
  const retry = async (): Promise<void> => {
    await stage.chat.write({ channel: chat.channel, thread: chat.thread ?? "" }, "retry");
    await stage.clock.pass(60_000);
  };
  await retry();
  expect(told).toEqual(["architect false"]);
  isDown = false;
  await retry();
  expect(told).toEqual(["architect false", "architect false"]);
  expect((await stage.project()).status).toBe("completed");
});

test("a project of the other kind of model is held: its step waits, people are heard", async () => {
  const stage = await memoryStage({ settings: { approvals: "gates" } });
  const { chat } = await stage.begin();
  Object.assign(stage.parts.defaults, { mode: "models" });
  const place = { channel: chat.channel, thread: chat.thread ?? "" };
  await stage.chat.write(place, "approve");
  await stage.clock.pass(60_000);
  const held = await stage.project();
  expect(held.outbox).toMatchObject([{ type: "runStep", stage: "design", step: "plan" }]);
  await stage.chat.write(place, "status");
  expect(stage.chat.platform.whispers.at(-1)?.kind).toBe("view");
  Object.assign(stage.parts.defaults, { mode: "scripted" });
  await stage.clock.pass(15_000);
  expect((await stage.project()).escalations.at(-1)).toMatchObject({ stage: "design", state: "open" });
});

test("files are committed once per step, with the agent as author and what they were made from", async () => {
  const stage = await memoryStage({ scenario: "objection" });
  const { id } = await stage.begin();
  const versions = await stage.parts.artifacts.history(id, "requirements/requirements.md");
  expect(versions.map(({ version, agent }) => `${version} ${agent}`)).toEqual(["2 analyst", "1 analyst"]);
  const infos = await stage.parts.artifacts.list(id);
  expect(infos.find(({ path }) => path === "design/architecture.md")).toMatchObject({
    step: "design.produce",
    dependsOn: expect.arrayContaining(["requirements/requirements.md"]),
  });
});
