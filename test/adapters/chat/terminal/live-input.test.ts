import { describe, expect, test } from "vitest";
import { say } from "../../../contracts/chat.ts";
import { createInbox } from "../../../contracts/inbox.ts";
import { begin, count, key, live, started } from "./live-stage.ts";
import { asking, spoken } from "./samples.ts";
import { makeFolder, openLive } from "./stage.ts";

describe("the input line", () => {
  test("is kept while messages arrive, and Enter sends it", async () => {
    const stage = await started();
    await stage.type("architect: use ");
    await stage.chat.post(stage.place, key(2), spoken("I am thinking"));
    await stage.clock.advance(200);
    expect(live(stage).at(-1)).toBe("› architect: use");
    await stage.type("Postgres\r");
    expect(await stage.inbox.next()).toMatchObject({
      thread: "t1",
      event: { type: "message", text: "architect: use Postgres" },
    });
    await stage.clock.advance(200);
    expect(count(stage, /^› architect: use Postgres$/)).toBe(1);
    expect(live(stage).at(-1)).toBe("› Write to the team, or /help");
    await stage.chat.close();
  });

  test("takes a paste with line ends as one text", async () => {
    const stage = await started();
    await stage.type("/botarmy start \x1b[200~# Diary\r\nKeeps birds\x1b[201~");
    expect(live(stage).at(-1)).toBe("› /botarmy start # Diary⏎Keeps birds");
    await stage.type("\r");
    expect(await stage.inbox.next()).toMatchObject({
      event: { type: "slash", text: "start # Diary\nKeeps birds", brief: null },
    });
    await stage.chat.close();
  });

  test("brings back what was typed before", async () => {
    const stage = await started();
    await stage.type("one\rtwo\rthr");
    await stage.type("\x1b[A\x1b[A");
    expect(live(stage).at(-1)).toBe("› one");
    await stage.type("\x1b[B\x1b[B");
    expect(live(stage).at(-1)).toBe("› thr");
    await stage.chat.close();
  });

  test("puts the cursor behind wide characters", async () => {
    const stage = await started();
    await stage.type("日本👩‍👩‍👧x");
    expect(stage.screen.cursor().column).toBe(2 + 2 + 2 + 2 + 1);
    await stage.type("\x1b[D\x1b[D");
    expect(stage.screen.cursor().column).toBe(2 + 2 + 2);
    await stage.chat.close();
  });

  test("shows the part around the cursor when the text is wider than the window", async () => {
    const stage = await started({ columns: 40, rows: 20 });
    await stage.type("0123456789".repeat(10));
    expect(live(stage).at(-1)).toHaveLength(38);
    expect(live(stage).at(-1)?.endsWith("6789")).toBe(true);
    await stage.type("\x1b[H");
    expect(live(stage).at(-1)?.startsWith("› 0123")).toBe(true);
    expect(stage.screen.cursor().column).toBe(2);
    await stage.chat.close();
  });
});

describe("an open question", () => {
  test("is answered by its number and Enter, after saying what Enter will do", async () => {
    const stage = await started();
    await stage.chat.post(stage.place, key(7), asking("e1", "Approve the design?"));
    await stage.clock.advance(200);
    expect(live(stage).slice(-3, -1)).toEqual(["◆ Approve the design?", "[1] Approve   [2] Modify…"]);
    await stage.type("1");
    expect(live(stage).at(-1)).toBe("› 1  Enter: Approve");
    await stage.type("\r");
    expect(await stage.inbox.next()).toMatchObject({
      thread: "t1",
      event: {
        type: "decision",
        project: "p-abc123",
        escalation: "e1",
        rev: 2,
        choice: "approve",
        note: "",
        answers: {},
      },
    });
    await stage.chat.close();
  });

  test("asks for the words that a choice needs", async () => {
    const stage = await started();
    await stage.chat.post(stage.place, key(7), asking("e1", "Approve?"));
    await stage.type("2\r");
    expect(live(stage).at(-1)).toBe("Modify › your words, Enter sends, Esc goes back");
    await stage.type("use Postgres\r");
    expect(await stage.inbox.next()).toMatchObject({ event: { choice: "modify", note: "use Postgres" } });
    await stage.clock.advance(200);
    expect(count(stage, /^› Modify: use Postgres$/)).toBe(1);
    await stage.chat.close();
  });

  test("is the one that was on the screen when the number was typed", async () => {
    const stage = await started();
    const first = await stage.chat.post(stage.place, key(7), asking("e1", "First?"));
    await stage.chat.post(stage.place, key(8), asking("e2", "Second?"));
    await stage.type("1");
    await stage.chat.edit(stage.place, first.id, { ...say("First was decided by Bob"), tone: "good" });
    await stage.clock.advance(200);
    expect(live(stage).join("\n")).toContain("◆ Second?");
    await stage.type("\x1b[D");
    await stage.type("\r");
    expect(await stage.inbox.next()).toMatchObject({ event: { escalation: "e1" } });
    await stage.chat.close();
  });

  test("leaves the card when it was decided, with its outcome in the thread", async () => {
    const stage = await started();
    const open = asking("e1", "Approve?");
    const ask = await stage.chat.post(stage.place, key(7), open);
    const blocks = [
      ...open.blocks.filter((block) => block.type !== "actions"),
      { type: "context" as const, text: "Bob approved" },
    ];
    await stage.chat.edit(stage.place, ask.id, { ...open, tone: "neutral", blocks });
    await stage.clock.advance(200);
    expect(live(stage).join("\n")).not.toContain("Approve?");
    const lines = stage.screen.lines();
    expect(lines.slice(lines.indexOf(" ✓ Approve?")).slice(0, 2)).toEqual([" ✓ Approve?", "   Bob approved"]);
    await stage.chat.close();
  });

  test("does not swallow a text that begins with a number", async () => {
    const stage = await started();
    await stage.chat.post(stage.place, key(7), asking("e1", "Approve?"));
    await stage.type("1 thing is missing\r");
    expect(await stage.inbox.next()).toMatchObject({
      event: { type: "message", text: "1 thing is missing" },
    });
    await stage.chat.close();
  });
});

describe("several projects", () => {
  test("share the screen: the newest in full, a line for each word of the others, Tab to go there", async () => {
    const stage = await started();
    const other = await begin(stage, "Tea shop");
    expect(live(stage).join("\n")).toContain("Tea shop");
    await stage.chat.post(stage.place, key(2), spoken("Birds are counted"));
    await stage.clock.advance(200);
    expect(count(stage, /^t1 · Analyst: Birds are counted$/)).toBe(1);
    await stage.type("\t");
    expect(live(stage).join("\n")).toContain("Bird diary");
    expect(live(stage).at(-1)).toBe("t1 › Write to the team, or /help");
    expect(count(stage, /^ {3}Birds are counted$/)).toBe(1);
    await stage.type("hello\r");
    expect(await stage.inbox.next()).toMatchObject({ thread: "t1" });
    await stage.type(`/focus 2\rhello\r`);
    expect(await stage.inbox.next()).toMatchObject({ thread: other.thread });
    await stage.chat.close();
  });

  test("do not take the words from somebody who is typing", async () => {
    const stage = await started();
    await stage.type("for the birds");
    await begin(stage, "Tea shop");
    expect(live(stage).join("\n")).toContain("Bird diary");
    await stage.type("\r");
    expect(await stage.inbox.next()).toMatchObject({ thread: "t1" });
    await stage.chat.close();
  });
});

describe("a restart", () => {
  test("shows the end of the thread, the card and the open question again", async () => {
    const folder = makeFolder();
    const first = openLive(folder);
    await first.chat.listen(createInbox().receive);
    const place = await begin(first);
    for (let n = 2; n < 12; n++) await first.chat.post(place, key(n), spoken(`word ${n}`));
    await first.chat.post(place, key(12), asking("e1", "Approve?"));
    const stage = openLive(folder);
    await stage.chat.listen(createInbox().receive);
    const text = stage.screen.lines().join("\n");
    expect(text).toContain("t1 · Bird diary");
    expect(text).toContain("word 11");
    expect(text).not.toContain("word 2\n");
    expect(text).toContain("… 5 earlier: /botarmy logs");
    expect(live(stage).slice(-3, -1)).toEqual(["◆ Approve?", "[1] Approve   [2] Modify…"]);
    await stage.chat.close();
  });
});
