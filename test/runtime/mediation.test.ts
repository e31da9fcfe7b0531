import { expect, test } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import type { Model, ModelRequest } from "#src/ports.ts";
import { memoryStage, type MemoryStage } from "../fakes/memory-stage.ts";

/** Notes who was asked for what. */
const noting = (asked: ModelRequest[], model: Model): Model => ({
  ...model,
  complete: async (request, signal) => {
    asked.push(request);
    return await model.complete(request, signal);
  },
});

const staged = async (scenario: string): Promise<MemoryStage & { readonly asked: ModelRequest[] }> => {
  const asked: ModelRequest[] = [];
  const stage = await memoryStage({
    scenario,
    change: ({ model }) => ({ model: noting(asked, model) }),
  });
  return { ...stage, asked };
};

const talkers = (asked: readonly ModelRequest[]): readonly string[] =>
  asked.flatMap(({ about }) => (about.step === "talk" ? [`${about.agent} ${about.attempt}`] : []));

test("two agents settle a conflict in a talk: nobody is asked, the author works it in, and it binds", async () => {
  const { begin, said, asked, broken } = await staged("mediation");
  const project = await begin();
  expect(project).toMatchObject({ status: "completed", escalations: [], outbox: [] });
  expect(project.conflicts).toMatchObject([
    { kind: "handover", state: "settled", outcome: { by: "Architect and Analyst" } },
  ]);
  expect(talkers(asked)).toEqual(["architect 1", "analyst 2"]);
  const words = await said();
  expect(words.some((text) => text.includes("talk it over"))).toBe(true);
  expect(words.some((text) => text.includes("settled it among themselves"))).toBe(true);
  const after = asked.filter(({ about }) => about.agent === "analyst" && about.step === "produce").at(-1);
  expect(after?.prompt).toContain("Direction: Agreed with each other:");
  expect(JSON.stringify(project.spec.document["decisions"])).toContain("settled");
  expect(broken).toEqual([]);
});

test("another project that cannot be read is left out of what was settled before, and ends nothing", async () => {
  const damaged = "p-damaged0";
  const stage = await memoryStage({
    scenario: "mediation",
    change: ({ store }) => ({
      store: {
        ...store,
        ids: async () => [...(await store.ids()), damaged],
        load: async (id) => {
          if (id === damaged) throw new BotArmyError("project-unreadable", `${id} cannot be read`);
          return await store.load(id);
        },
      },
    }),
  });
  expect((await stage.begin()).status).toBe("completed");
  expect(stage.broken).toEqual([]);
});

test("what they do not settle in the rounds they have, people decide", async () => {
  const { begin, asked, project, chat, clock } = await staged("conflict");
  const { escalations, chat: place } = await begin();
  expect(talkers(asked)).toEqual(["architect 1", "analyst 2"]);
  expect(escalations).toMatchObject([{ kind: "conflict", state: "open" }]);
  await chat.write({ channel: place.channel, thread: place.thread ?? "" }, "receiver");
  await clock.settle();
  expect((await project()).status).toBe("completed");
});

test("a talk that is broken off goes on where it was: what was said is not said again", async () => {
  const asked: ModelRequest[] = [];
  let isSlow = true;
  const stage = await memoryStage({
    scenario: "mediation",
    change: ({ model, clock }) => ({
      model: noting(asked, {
        ...model,
        complete: async (request, signal) => {
          if (isSlow && request.about.step === "talk" && request.about.attempt === 2)
            await clock.sleep(60_000, signal);
          return await model.complete(request, signal);
        },
      }),
    }),
  });
  await stage.begin();
  expect(talkers(asked)).toEqual(["architect 1", "analyst 2"]);
  isSlow = false;
  const next = await stage.restart();
  await next.clock.settle();
  expect(await next.project()).toMatchObject({ status: "completed", escalations: [] });
  expect(talkers(asked)).toEqual(["architect 1", "analyst 2", "analyst 2"]);
});
