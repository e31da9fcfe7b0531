import { afterEach, expect, test } from "vitest";
import { errorOf } from "../../outbound-stage.ts";
import { createStages, killedAt, openThread, status, textsIn } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const [minuteMs, hourMs] = [60_000, 3_600_000];

test("a card younger than 50 minutes is edited, later a new one comes in the thread", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.pass(49 * minuteMs);
  await here.outbound.edit(place, place.thread, status("1 of 3"));
  expect(textsIn(here, place)).toEqual([]);
  here.pass(2 * minuteMs);
  await here.outbound.edit(place, place.thread, status("2 of 3"));
  await here.outbound.edit(place, place.thread, status("3 of 3"));
  expect(textsIn(here, place)).toEqual(["3 of 3"]);
  expect(here.discord.message(place.thread).text).toBe("1 of 3");
});

test("the newest card is known after a restart, and takes the place of the one before it", async () => {
  const here = await stage();
  const place = await openThread(here);
  for (const n of [1, 2, 3, 4]) {
    here.pass(hourMs);
    await here.restart().edit(place, place.thread, status(`hour ${n}`));
    expect(textsIn(here, place)).toEqual([`hour ${n}`]);
  }
  const cards = here.discord.posts.filter(({ channel }) => channel === place.thread);
  expect(cards).toHaveLength(4);
});

test("the first card shows the end, and not every step before it", async () => {
  const here = await stage();
  const place = await openThread(here);
  await here.outbound.edit(place, place.thread, status("begun"));
  for (const [n, text] of ["one", "two", "three"].entries()) {
    here.pass(hourMs + n);
    await here.outbound.edit(place, place.thread, status(text));
  }
  expect(here.discord.message(place.thread).text).toBe("begun");
  await here.outbound.edit(place, place.thread, status("done", { tone: "good" }));
  expect(here.discord.message(place.thread).text).toContain("done");
  expect(textsIn(here, place)).toEqual([expect.stringContaining("done")]);
});

test("over ten hours no edit is refused for the age of its message", async () => {
  const here = await stage({ oldEdits: 1 });
  const place = await openThread(here);
  for (let n = 1; n <= 20; n += 1) {
    here.pass(30 * minuteMs);
    await here.outbound.edit(place, place.thread, status(`half hour ${n}`));
  }
  expect(textsIn(here, place)).toEqual(["half hour 20"]);
  expect(here.discord.callsOf("update_message").filter(({ answered }) => answered !== 200)).toEqual([]);
});

test("of states that come while a new card is being posted the last one is shown", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.pass(hourMs);
  const states = [status("one"), status("two"), status("end", { tone: "good" })];
  await Promise.all(states.map((state) => here.outbound.edit(place, place.thread, state)));
  expect(textsIn(here, place)).toEqual([expect.stringContaining("end")]);
  expect(here.discord.message(place.thread).text).toContain("end");
});

test.each(["before", "after"] as const)(
  "a new card is there once when the process was killed %s it was posted",
  async (when) => {
    const here = await stage();
    const place = await openThread(here);
    here.pass(hourMs);
    await killedAt(
      here,
      (moment, { operation }) => moment === when && operation === "create_message",
      () => here.outbound.edit(place, place.thread, status("then")),
    );
    here.pass(10 * minuteMs);
    await here.restart().edit(place, place.thread, status("now"));
    expect(textsIn(here, place)).toEqual(["now"]);
    await here.restart().edit(place, place.thread, status("now and later"));
    expect(textsIn(here, place)).toEqual(["now and later"]);
  },
);

test("a card that somebody deleted, or that is older than we think, is replaced", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.discord.fault({
    operation: "update_message",
    wrong: { status: 404, code: 10_008, message: "Unknown Message" },
  });
  await here.outbound.edit(place, place.thread, status("second"));
  expect(textsIn(here, place)).toEqual(["second"]);
  here.discord.fault({ operation: "update_message", wrong: { status: 429, code: 30_046, message: "older" } });
  await here.outbound.edit(place, place.thread, status("third"));
  expect(textsIn(here, place)).toEqual(["third"]);
});

test("the edit of an old card that Discord puts off is given back to be tried later", async () => {
  const here = await stage({ oldEdits: 0 });
  const place = await openThread(here);
  const posted = await here.outbound.post(place, "p-1:2:1", status("a question", { kind: "escalation" }));
  here.pass(2 * hourMs);
  const error = await errorOf(
    here.outbound.edit(place, posted.id, status("decided", { kind: "escalation" })),
  );
  expect(error).toMatchObject({ code: "30046", retryable: true, kind: "overloaded" });
  await here.outbound.post(place, "p-1:3:1", status("goes on", { kind: "notice" }));
  expect(textsIn(here, place)).toEqual(["a question", "goes on"]);
});
