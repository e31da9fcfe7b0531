import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { question, say } from "../../../contracts/chat.ts";
import { createInbox } from "../../../contracts/inbox.ts";
import { asking, spoken, status } from "./samples.ts";
import { makeFolder, openLines } from "./stage.ts";

describe("plain lines", () => {
  test("show every message once, without a single escape sequence", async () => {
    const { chat, text } = openLines(makeFolder());
    const place = await chat.openThread(
      "terminal",
      "p-abc123:1:1",
      status("Bird diary", 0, ["running", "waiting"]),
    );
    await chat.post(place, "p-abc123:2:1", spoken("I **read** the brief"));
    await chat.upload(place, "p-abc123:2:2", {
      path: "requirements/prd.md",
      version: 2,
      text: "x".repeat(3_100),
    });
    await chat.post(place, "p-abc123:3:1", question);
    await chat.close();
    expect(text()).toBe(
      [
        " · Bird diary",
        "   ────────────────────────  0/10",
        "   ◐ Analyze   ○ Design",
        "",
        "   Tokens  12.3k",
        "   Spend   n/a",
        "",
        "   Scripted demo, no AI",
        "",
        "🔍 Analyst",
        "   I read the brief",
        "   📎 requirements/prd.md (v2, 3.1 kB)",
        "",
        "┃  Approve the design?",
        "┃  The architect is not sure.",
        "┃",
        "┃  [1] Approve   [2] Modify…",
        "",
      ].join("\n"),
    );
  });

  test("say one line when a stage changes and nothing when only the numbers do", async () => {
    const { chat, chunks } = openLines(makeFolder());
    const place = await chat.openThread(
      "terminal",
      "p-abc123:1:1",
      status("Bird diary", 1, ["running", "waiting"]),
    );
    await chat.edit(place, place.id, {
      ...status("Bird diary", 1, ["running", "waiting"]),
      fallback: "12.4k tokens",
    });
    await chat.edit(place, place.id, status("Bird diary", 2, ["done", "running"]));
    await chat.edit(place, place.id, status("Bird diary", 2, ["done", "running"]));
    await chat.close();
    expect(chunks.slice(1)).toEqual(["[2/10] · ✓ Analyze · ◐ Design\n"]);
  });

  test("carry the thread's name once there are several", async () => {
    const { chat, chunks } = openLines(makeFolder());
    const one = await chat.openThread("terminal", "p-one111:1:1", say("One"));
    await chat.openThread("terminal", "p-two222:1:1", say("Two"));
    await chat.post(one, "p-one111:2:1", say("more of one"));
    await chat.close();
    expect(chunks).toEqual([" · One\n", "t2 │  · Two\n", "t1 │  · more of one\n"]);
  });

  test("take a number only when it is clear what it answers", async () => {
    const { chat, input } = openLines(makeFolder());
    const inbox = createInbox();
    await chat.listen(inbox.receive);
    const place = await chat.openThread("terminal", "p-abc123:1:1", say("root"));
    await chat.post(place, "p-abc123:2:1", asking("e1", "First?"));
    input.write("1\n");
    expect(await inbox.next()).toMatchObject({
      event: { type: "decision", escalation: "e1", choice: "approve" },
    });
    await chat.post(place, "p-abc123:3:1", asking("e2", "Second?"));
    input.write("1\n");
    expect(await inbox.next()).toMatchObject({ event: { type: "message", text: "1" } });
    await chat.close();
  });

  test("read answers to several questions from one note", async () => {
    const { chat, input } = openLines(makeFolder());
    const inbox = createInbox();
    await chat.listen(inbox.receive);
    const place = await chat.openThread("terminal", "p-abc123:1:1", say("root"));
    await chat.post(place, "p-abc123:2:1", asking("e1", "Which?"));
    input.write("2\nq1: blue and red q2: 14 days\n");
    expect(await inbox.next()).toMatchObject({ event: { answers: { q1: "blue and red", q2: "14 days" } } });
    await chat.close();
  });

  test("answer what is not for the team themselves", async () => {
    const { chat, input, text, stops } = openLines(makeFolder());
    const inbox = createInbox();
    await chat.listen(inbox.receive);
    await chat.openThread("terminal", "p-abc123:1:1", status("Bird diary", 3, ["running"]));
    input.write("/threads\n/focus 9\n/nonsense\n/help\n/quit\n\n2 of /etc/hosts\n");
    expect(await inbox.next()).toMatchObject({ event: { type: "message", text: "2 of /etc/hosts" } });
    await chat.close();
    expect(text()).toContain("t1 Bird diary, 3 of 10 done");
    expect(text()).toContain("There is no thread t9.");
    expect(text()).toContain("There is no `/nonsense` here");
    expect(text()).toContain("/botarmy start");
    expect(stops).toEqual(["graceful"]);
  });

  test("ask to stop when nobody reads them any more", async () => {
    const { chat, output, stops } = openLines(makeFolder());
    await chat.listen(createInbox().receive);
    output.destroy(new Error("EPIPE"));
    await setImmediate();
    await chat.close();
    expect(stops).toEqual(["graceful"]);
  });

  test.each([
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ NO_COLOR: "1" }, false],
    [{}, false],
  ])("are coloured with %j into a pipe: %s", async (environment, colored) => {
    const { chat, text } = openLines(makeFolder(), environment);
    await chat.openThread("terminal", "p-abc123:1:1", status("Bird diary", 3, ["running"]));
    await chat.close();
    expect(text().includes("\x1b[")).toBe(colored);
  });

  test("keep to ASCII signs where the locale has no others", async () => {
    const { chat, text } = openLines(makeFolder(), { LANG: "C" });
    const place = await chat.openThread(
      "terminal",
      "p-abc123:1:1",
      status("Bird diary", 3, ["done", "running", "blocked", "waiting"]),
    );
    await chat.post(place, "p-abc123:2:1", question);
    await chat.close();
    expect(text()).toMatch(/^[\x20-\x7e\n…]*$/);
    expect(text()).toContain("x Analyze   > Design   ! Build   - Validate");
  });
});
