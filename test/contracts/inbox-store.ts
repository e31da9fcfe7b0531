import { expect, test } from "vitest";
import type { Delivery, Inbox, Notes } from "#src/ports/inbox.ts";

export const sampleDelivery = (id: string, change: Partial<Delivery> = {}): Delivery => ({
  id,
  at: 1_700_000_000_000,
  lane: "C1/1.0",
  payload: JSON.stringify({ said: `“${id}” \u0000 \ud83d` }),
  ...change,
});

/** What every inbox keeps to. */
export const inboxContract = (make: () => Promise<Inbox>): void => {
  test("a delivery that was put is open, whole, until it is done", async () => {
    const inbox = await make();
    expect(await inbox.put(sampleDelivery("e:1"))).toBe(true);
    expect(await inbox.open()).toEqual([sampleDelivery("e:1")]);
    await inbox.done("e:1");
    expect(await inbox.open()).toEqual([]);
  });

  test("an id is taken once, done or not", async () => {
    const inbox = await make();
    await inbox.put(sampleDelivery("e:1"));
    expect(await inbox.put(sampleDelivery("e:1", { lane: "other" }))).toBe(false);
    await inbox.done("e:1");
    expect(await inbox.put(sampleDelivery("e:1"))).toBe(false);
    expect(await inbox.open()).toEqual([]);
  });

  test("of deliveries with one id that come at the same time one is taken", async () => {
    const inbox = await make();
    const twice = await Promise.all(["e:1", "e:2", "e:1"].map((id) => inbox.put(sampleDelivery(id))));
    expect(twice).toEqual([true, true, false]);
    expect((await inbox.open()).map(({ id }) => id)).toEqual(["e:1", "e:2"]);
  });

  test("open deliveries come in the order in which they were put", async () => {
    const inbox = await make();
    const ids = ["e:9", "e:10", "m:C1:2.0", "a", "e:1"];
    await Promise.all(ids.slice(0, 3).map((id) => inbox.put(sampleDelivery(id))));
    for (const id of ids.slice(3)) await inbox.put(sampleDelivery(id));
    await inbox.done("e:10");
    expect((await inbox.open()).map(({ id }) => id)).toEqual(["e:9", "m:C1:2.0", "a", "e:1"]);
  });

  test("what nobody put can be done without harm", async () => {
    const inbox = await make();
    await inbox.done("e:1");
    expect(await inbox.put(sampleDelivery("e:1"))).toBe(true);
  });
};

/** What every place for notes keeps to. */
export const notesContract = (make: () => Promise<Notes>): void => {
  test("a note comes back, and a later one takes its place", async () => {
    const notes = await make();
    expect(await notes.get("file:p-abc234:1:2")).toBeUndefined();
    await notes.put("file:p-abc234:1:2", "F1");
    await notes.put("other", ":“x”\u0000");
    expect([await notes.get("file:p-abc234:1:2"), await notes.get("other")]).toEqual(["F1", ":“x”\u0000"]);
    await notes.put("other", "");
    expect(await notes.get("other")).toBe("");
  });
};
