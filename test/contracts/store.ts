import { expect, test } from "vitest";
import type { Store } from "#src/ports.ts";
import { sampleProject } from "./samples.ts";

/** What every store of projects keeps to. `make` gives an empty one. */
export const storeContract = (make: () => Promise<Store>): void => {
  test("a project comes back as it was saved", async () => {
    const store = await make();
    const project = sampleProject();
    expect(await store.save(project, 0)).toBe(true);
    expect(await store.load(project.id)).toEqual(project);
  });

  test("a project that was never saved is not there", async () => {
    const store = await make();
    expect(await store.load("p-nobody")).toBeUndefined();
  });

  test("a save against another version than the stored one is refused and changes nothing", async () => {
    const store = await make();
    await store.save(sampleProject({ version: 3 }), 0);
    expect(await store.save(sampleProject({ version: 4, title: "late" }), 2)).toBe(false);
    expect(await store.save(sampleProject({ version: 4, title: "again new" }), 0)).toBe(false);
    expect(await store.load("p-abc234")).toEqual(sampleProject({ version: 3 }));
  });

  test("a save of a project that was deleted meanwhile is refused", async () => {
    const store = await make();
    await store.save(sampleProject(), 0);
    await store.delete("p-abc234");
    expect(await store.save(sampleProject({ version: 2 }), 1)).toBe(false);
    expect(await store.load("p-abc234")).toBeUndefined();
  });

  test("of a hundred savers at once exactly one wins each version", async () => {
    const store = await make();
    for (let version = 1; version <= 5; version++) {
      const saves = Array.from({ length: 100 }, (_, n) =>
        store.save(sampleProject({ version, title: `saver ${n}` }), version - 1),
      );
      const won = (await Promise.all(saves)).flatMap((saved, n) => (saved ? [n] : []));
      expect(won).toHaveLength(1);
      expect(await store.load("p-abc234")).toMatchObject({ version, title: `saver ${won[0]}` });
    }
  });

  test("due gives the rows whose time has come, the longest waiting first", async () => {
    const store = await make();
    await store.save(sampleProject({ id: "p-later2", wakeAt: 500 }), 0);
    await store.save(sampleProject({ id: "p-first2", wakeAt: 0 }), 0);
    await store.save(sampleProject({ id: "p-sleep2", wakeAt: null }), 0);
    await store.save(sampleProject({ id: "p-future", wakeAt: 501 }), 0);
    expect(await store.due(500)).toEqual(["p-first2", "p-later2"]);
    expect(await store.nextWake(500)).toBe(501);
    expect(await store.nextWake(501)).toBeNull();
  });

  test("due follows every save and delete", async () => {
    const store = await make();
    await store.save(sampleProject({ wakeAt: 10 }), 0);
    await store.save(sampleProject({ version: 2, wakeAt: null }), 1);
    expect(await store.due(100)).toEqual([]);
    await store.save(sampleProject({ version: 3, wakeAt: 20 }), 2);
    expect(await store.due(100)).toEqual(["p-abc234"]);
    await store.delete("p-abc234");
    expect(await store.due(100)).toEqual([]);
  });

  test("a thread leads to its project, and only in its own chat", async () => {
    const store = await make();
    const chat = (name: string, thread: string | null) => ({ name, channel: "main", root: null, thread });
    await store.save(sampleProject({ id: "p-slack2", chat: chat("slack", "1.5") }), 0);
    await store.save(sampleProject({ id: "p-nochat", chat: chat("slack", null) }), 0);
    expect(await store.byThread("slack", "1.5")).toBe("p-slack2");
    expect(await store.byThread("discord", "1.5")).toBeUndefined();
    expect(await store.byThread("slack", "1.6")).toBeUndefined();
    await store.save(sampleProject({ id: "p-nochat", version: 2, chat: chat("slack", "1.6") }), 1);
    expect(await store.byThread("slack", "1.6")).toBe("p-nochat");
  });

  test("ids are the newest project first, whatever was saved last", async () => {
    const store = await make();
    for (const id of ["p-zzzzz1", "p-aaaaa2", "p-mmmmm3"]) await store.save(sampleProject({ id }), 0);
    await store.save(sampleProject({ id: "p-zzzzz1", version: 2 }), 1);
    expect(await store.ids()).toEqual(["p-mmmmm3", "p-aaaaa2", "p-zzzzz1"]);
  });

  test("a row above 1 MB is refused by name, and the stored one stays", async () => {
    const store = await make();
    await store.save(sampleProject(), 0);
    const huge = sampleProject({
      version: 2,
      spec: { version: 0, document: { text: "é".repeat(500_000) }, undo: [] },
    });
    await expect(store.save(huge, 1)).rejects.toMatchObject({
      code: "project-too-large",
      message: expect.stringContaining("p-abc234"),
    });
    expect(await store.load("p-abc234")).toMatchObject({ version: 1 });
  });
};
