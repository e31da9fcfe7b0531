import { expect, test } from "vitest";
import { createSuggestions } from "#src/main/suggestions.ts";
import { memoryStage } from "../fakes/memory-stage.ts";

/** A project in whose thread a question waits, and one suggestion after the other. */
const setUp = async () => {
  const stage = await memoryStage({ settings: { approvals: "gates" } });
  const { chat } = await stage.begin();
  const { store, library } = stage.parts;
  return { thread: chat.thread, suggest: createSuggestions({ chat: chat.name, store, library }), stage };
};

test("workflows are offered everywhere, by name and title", async () => {
  const { suggest, thread } = await setUp();
  const offered = await suggest("workflow", { thread: null });
  expect(offered).toContainEqual({ name: expect.stringMatching(/^sdlc: .+/), value: "sdlc" });
  expect(await suggest("workflow", { thread })).toEqual(offered);
});

test("agents, stages, questions and choices are those of the thread's project", async () => {
  const { suggest, thread, stage } = await setUp();
  const values = async (what: "agent" | "stage" | "escalation" | "choice") =>
    (await suggest(what, { thread })).map(({ value }) => value);
  expect(await values("agent")).toEqual(["analyst", "architect", "developer", "tester", "deployer"]);
  expect(await values("stage")).toEqual((await stage.project()).workflow.stages.map(({ id }) => id));
  expect(await suggest("escalation", { thread })).toEqual([
    { name: expect.stringMatching(/^e1: .+/), value: "e1" },
  ]);
  expect(await values("choice")).toEqual(["approve", "modify", "reject"]);
});

test("outside of a project's thread, or on another platform, there is nothing of a project to offer", async () => {
  const { suggest, thread, stage } = await setUp();
  const { store, library } = stage.parts;
  const elsewhere = createSuggestions({ chat: "another", store, library });
  for (const what of ["agent", "stage", "escalation", "choice"] as const) {
    expect(await suggest(what, { thread: null })).toEqual([]);
    expect(await suggest(what, { thread: "nowhere" })).toEqual([]);
    expect(await elsewhere(what, { thread })).toEqual([]);
  }
});
