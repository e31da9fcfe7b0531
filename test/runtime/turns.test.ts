import { expect, test } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import type { Store } from "#src/ports.ts";
import type { Command, CommandOf } from "#src/project/command.ts";
import { createTurns } from "#src/runtime/turns.ts";
import { memoryHistory } from "../fakes/memory-history.ts";
import { memoryStore } from "../fakes/memory-store.ts";
import { ada, projectId, startAt, startCommand } from "../project/samples.ts";

const direction: CommandOf<"say"> = {
  id: "c0",
  project: projectId,
  at: startAt + 1_000,
  by: ada,
  type: "say",
  to: "architect",
  text: "use paper",
};

const say = (id: string, text: string): Command => ({ ...direction, id, text });

const turnsOn = (change: (store: Store) => Partial<Store> = () => ({})) => {
  const memory = memoryStore();
  const store = { ...memory, ...change(memory) };
  const history = memoryHistory();
  const saved: number[] = [];
  const turns = createTurns({ store, history }, ({ version }) => saved.push(version));
  const logged = async (): Promise<readonly string[]> => {
    const ids: string[] = [];
    for await (const { command } of history.commands(projectId)) ids.push(command.id);
    return ids;
  };
  return { store, turns, saved, logged };
};

test("commands that wait together are one save, each with its own line in the log", async () => {
  const { store, turns, saved, logged } = turnsOn();
  await turns.submit(startCommand());
  const moves = await Promise.all([
    turns.submit(say("c1", "use Postgres")),
    turns.submit(say("c2", "no, SQLite")),
    turns.submit(say("c3", "really")),
  ]);
  expect(moves.map(({ project }) => project?.version)).toEqual([2, 3, 4]);
  expect(saved).toEqual([1, 4]);
  expect(await logged()).toEqual([startCommand().id, "c1", "c2", "c3"]);
  expect((await store.load(projectId))?.directions).toHaveLength(3);
});

test("a command that moves nothing is neither saved nor logged", async () => {
  const { turns, saved, logged } = turnsOn();
  await turns.submit(startCommand());
  const refused = await turns.submit({ ...direction, id: "c1", to: "nobody" });
  expect(refused).toMatchObject({
    moved: false,
    reply: expect.stringContaining("There is no agent `nobody`"),
  });
  expect(await turns.submit({ ...startCommand() })).toMatchObject({ moved: false, reply: null });
  expect(saved).toEqual([1]);
  expect(await logged()).toHaveLength(1);
});

test("when another writer was first, the batch is folded over the newer row", async () => {
  const { store, turns } = turnsOn((memory) => {
    let isRacing = true;
    return {
      save: async (project, expected) => {
        if (expected === 0 || !isRacing) return await memory.save(project, expected);
        isRacing = false;
        const newer = await memory.load(projectId);
        if (newer !== undefined)
          await memory.save({ ...newer, version: newer.version + 1, title: "Newer" }, expected);
        return await memory.save(project, expected);
      },
    };
  });
  await turns.submit(startCommand());
  const { project } = await turns.submit(say("c1", "use Postgres"));
  expect(project).toMatchObject({ version: 3, title: "Newer", directions: [{ text: "use Postgres" }] });
  expect(await store.load(projectId)).toEqual(project);
});

test("a row that cannot be saved tells every sender, and the log is cut back before the next one", async () => {
  let isFull = false;
  const full = new BotArmyError("storage-full", "No space left");
  const { turns, logged, saved } = turnsOn((memory) => ({
    save: async (project, expected) => {
      if (isFull) throw full;
      return await memory.save(project, expected);
    },
  }));
  await turns.submit(startCommand());
  isFull = true;
  await expect(turns.submit(say("c1", "use Postgres"))).rejects.toBe(full);
  isFull = false;
  await turns.submit(say("c2", "use SQLite"));
  expect(await logged()).toEqual([startCommand().id, "c2"]);
  expect(saved).toEqual([1, 2]);
});

test("a project that could not even begin leaves no log behind", async () => {
  const { turns, logged } = turnsOn(() => ({
    save: async () => {
      throw new BotArmyError("storage-full", "No space left");
    },
  }));
  await expect(turns.submit(startCommand())).rejects.toThrow("No space left");
  expect(await logged()).toEqual([]);
});
