import { describe, expect, test } from "vitest";
import { BotArmyError, ProviderError } from "#src/errors.ts";
import type { Inbound } from "#src/ports.ts";
import type { Artifacts } from "#src/ports/artifacts.ts";
import { memoryStage } from "../fakes/memory-stage.ts";

const minute = 60_000;

describe("a decision that nobody takes", () => {
  test("is reminded of at three quarters of its time and at the deadline, and never taken by time", async () => {
    const { begin, clock, said, project, chat } = await memoryStage({
      settings: { decisionMs: 20 * minute },
    });
    const { id } = await begin("--approve gates");
    const reminders = async () =>
      (await said()).filter((text) => /waiting for a decision|deadline has passed/.test(text));

    await clock.pass(15 * minute - 1);
    expect(await reminders()).toEqual([]);
    await clock.pass(1);
    expect(await reminders()).toEqual([expect.stringMatching(/^Analyst is waiting for a decision: /)]);
    await clock.pass(5 * minute - 1);
    expect(await reminders()).toHaveLength(1);
    await clock.pass(1);
    expect(await reminders()).toEqual([
      expect.stringMatching(/^Analyst is waiting/),
      expect.stringMatching(/^The deadline has passed and Analyst is still waiting/),
    ]);
    const [escalation] = (await project()).escalations;
    expect(escalation).toMatchObject({ state: "open", decision: null, priority: "high", reminders: 2 });
    const told = chat.thread((await project()).chat.thread ?? "").at(-1)?.messages[0];
    expect(told?.mentions).toEqual(["you"]);

    await clock.pass(60 * minute);
    expect((await project()).escalations).toMatchObject([{ state: "open", priority: "urgent" }]);
    await chat.write(await placeOf(project), "approve");
    await clock.settle();
    expect((await project()).escalations[0]?.state).toBe("decided");
    expect((await project()).id).toBe(id);
  });

  test("is reminded of once when the deadline passed while nothing ran", async () => {
    const stage = await memoryStage({ settings: { decisionMs: 20 * minute } });
    await stage.begin("--approve gates");
    await stage.army.stop();
    await stage.clock.pass(15 * minute);
    const next = await stage.restart();
    await next.clock.settle();
    expect((await next.said()).filter((text) => text.includes("waiting for a decision"))).toHaveLength(1);
  });
});

const placeOf = async (project: () => Promise<{ chat: { channel: string; thread: string | null } }>) => {
  const { chat } = await project();
  return { channel: chat.channel, thread: chat.thread ?? "" };
};

describe("a chat that does not answer", () => {
  test("is tried again with growing pauses, and nothing is said twice or lost", async () => {
    const { begin, clock, chat, project, broken } = await memoryStage();
    for (const when of ["before", "before", "before"] as const) chat.failNext("openThread", when);
    await begin();
    expect(chat.platform.said).toEqual([]);
    await clock.pass(999);
    expect(chat.platform.said).toEqual([]);
    await clock.pass(1 + 2_000 + 4_000);
    await clock.settle();
    expect(await project()).toMatchObject({ status: "completed", outbox: [] });
    const keys = chat.platform.said.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(broken).toEqual([]);
  });

  test("whose answer got lost on the way is asked whether the post is there before it is repeated", async () => {
    const { begin, clock, chat, project } = await memoryStage();
    chat.failNext("openThread", "after");
    chat.failNext("post", "after");
    chat.failNext("upload", "after");
    await begin();
    await clock.pass(minute);
    expect(await project()).toMatchObject({ status: "completed", outbox: [] });
    const keys = chat.platform.said.map(({ key }) => key);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    expect(chat.platform.said.filter(({ type }) => type === "root")).toHaveLength(1);
    expect(chat.platform.said.filter(({ type }) => type === "upload")).toHaveLength(10);
  });

  test("says how long to wait, and is not asked before", async () => {
    const { begin, clock, chat, project } = await memoryStage();
    chat.failNext(
      "openThread",
      "before",
      new ProviderError("slow down", { retryable: true, retryAfterMs: 90_000 }),
    );
    await begin();
    await clock.pass(89_999);
    expect(chat.platform.said).toEqual([]);
    await clock.pass(2);
    expect((await project()).status).toBe("completed");
  });

  test("and refuses a post for good costs that post only, and the log says so", async () => {
    const { begin, clock, chat, project, parts } = await memoryStage();
    chat.failNext("upload", "before", new ProviderError("files are not allowed here", { retryable: false }));
    const { id } = await begin();
    await clock.pass(minute);
    expect(await project()).toMatchObject({ status: "completed", outbox: [] });
    expect(chat.platform.said.filter(({ type }) => type === "upload")).toHaveLength(9);
    const { envelopes } = await parts.history.page(id, { limit: 100 });
    expect(envelopes.filter(({ type }) => type === "error").map(({ content }) => content.text)).toEqual([
      "files are not allowed here",
    ]);
  });

  test("does not keep the agents from working", async () => {
    const { begin, chat, project } = await memoryStage();
    for (let i = 0; i < 3; i++) chat.failNext("openThread", "before");
    await begin();
    expect((await project()).stages.every(({ state }) => state === "done")).toBe(true);
  });
});

test("a result that cannot be written is tried again, people are told, and it is written once", async () => {
  let faults = 3;
  const failing = (artifacts: Artifacts): Artifacts => ({
    ...artifacts,
    write: async (project, write) => {
      if (write.step === "design.produce" && faults-- > 0)
        throw new BotArmyError("artifact-disk", "cannot use the git repository: the disk is full");
      return await artifacts.write(project, write);
    },
  });
  const stage = await memoryStage({ change: ({ artifacts }) => ({ artifacts: failing(artifacts) }) });
  await stage.begin();
  expect((await stage.project()).status).toBe("running");
  await stage.clock.pass(3_000);
  expect(await stage.said()).toContainEqual(
    expect.stringMatching(/^The result cannot be written: .+ disk is full/),
  );
  await stage.clock.pass(4_000);
  const { id, status, artifacts } = await stage.project();
  expect(status).toBe("completed");
  expect(artifacts.every(({ commit }) => commit !== null)).toBe(true);
  expect(await stage.parts.artifacts.history(id, "design/architecture.md")).toHaveLength(1);
});

test("a step that takes too long is stopped, and people say how to go on", async () => {
  const { begin, clock, project, chat } = await memoryStage({ scenario: "timeout" });
  await begin();
  expect((await project()).escalations).toEqual([]);
  await clock.pass(1_500);
  expect((await project()).escalations).toMatchObject([{ kind: "timeout", state: "open" }]);
  await chat.choose(await placeOf(project), { escalation: "e1", id: "longer" });
  await clock.settle();
  expect(await project()).toMatchObject({ status: "completed", settings: { stepTimeoutMs: 3_000 } });
});

test("a step that is no longer wanted is stopped, and its late result changes nothing", async () => {
  const { begin, clock, project, chat, broken } = await memoryStage({
    scenario: "timeout",
    settings: { stepTimeoutMs: 50 * minute },
  });
  await begin();
  await clock.pass(minute);
  await chat.write(await placeOf(project), "stop because the pool is closed");
  await clock.settle();
  const stopped = await project();
  expect(stopped).toMatchObject({ status: "cancelled", escalations: [] });
  await clock.pass(60 * minute);
  expect(await project()).toEqual(stopped);
  expect(broken).toEqual([]);
});

test("people are heard while an agent thinks", async () => {
  const { begin, clock, project, chat, said } = await memoryStage({
    scenario: "timeout",
    settings: { stepTimeoutMs: 50 * minute },
  });
  await begin();
  await chat.write(await placeOf(project), "tester: count the lanes");
  await clock.settle();
  expect(await said()).toContain("Noted for Tester's next turn.");
  expect(chat.platform.whispers).toEqual([]);
});

test("a click that is delivered again, and a start, act once", async () => {
  const { begin, clock, project, chat, army, parts } = await memoryStage();
  const { id, chat: place } = await begin("--approve gates");
  const click: Inbound = {
    id: "delivery-1",
    at: clock.now(),
    chat: chat.name,
    channel: place.channel,
    thread: place.thread,
    by: { id: "you", name: "You", roles: [] },
    event: {
      type: "decision",
      project: id,
      escalation: "e1",
      rev: 1,
      choice: "approve",
      note: "",
      answers: {},
    },
  };
  expect(await Promise.all([army.receive(click), army.receive(click)])).toEqual([null, null]);
  await clock.settle();
  const { version } = await project();
  expect(await army.receive(click)).toBeNull();
  expect((await project()).version).toBe(version);

  const start: Inbound = {
    ...click,
    id: "delivery-2",
    thread: null,
    event: { type: "slash", text: "start A lamp shop.", brief: null },
  };
  expect(await Promise.all([army.receive(start), army.receive(start)])).toEqual([null, null]);
  expect(await parts.store.ids()).toHaveLength(2);
});
