import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { say } from "../../../contracts/chat.ts";
import { count, key, live, started } from "./live-stage.ts";
import { asking, spoken, status } from "./samples.ts";

describe("the status card", () => {
  test("is redrawn in place while the project moves and time passes", async () => {
    const stage = await started();
    expect(live(stage).join("\n")).toContain("Bird diary  ────────────────────────  0/10  0:00");
    await stage.chat.edit(stage.place, stage.place.id, status("Bird diary", 5, ["done", "running"]));
    await stage.clock.advance(65_000);
    expect(live(stage)).toEqual([
      "─".repeat(79),
      "Bird diary  ━━━━━━━━━━━━────────────  5/10  1:05",
      expect.stringMatching(/^✓ Analyze {3}[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Design$/),
      "Tokens 12.3k   Spend n/a",
      "Scripted demo, no AI",
      "› Write to the team, or /help",
    ]);
    expect(count(stage, /\/10/)).toBe(1);
    await stage.chat.close();
  });

  test("shows what an agent is writing, on one line, harmless, and only while it does", async () => {
    const stage = await started();
    stage.chat.draft?.(stage.place, `Ana writes: …\u001B[2Jthe first ${"long ".repeat(40)}words`);
    await stage.clock.advance(300);
    expect(count(stage, /Ana writes: ….*the first long/)).toBe(1);
    stage.chat.draft?.(stage.place, "Ana writes: …the second words");
    await stage.clock.advance(300);
    expect([count(stage, /the first/), count(stage, /the second words/)]).toEqual([0, 1]);
    stage.chat.draft?.(stage.place, null);
    await stage.clock.advance(300);
    expect(count(stage, /Ana writes/)).toBe(0);
    await stage.chat.close();
  });

  test("stops its clock when nobody works any more", async () => {
    const stage = await started();
    await stage.clock.advance(30_000);
    await stage.chat.edit(stage.place, stage.place.id, status("Bird diary", 10, ["done", "done"]));
    await stage.clock.advance(30_000);
    expect(live(stage).join("\n")).toContain("10/10  0:30");
    await stage.chat.close();
  });

  test.each([9, 7, 5])("leaves room for question and input line in a window of %i rows", async (rows) => {
    const stage = await started({ columns: 60, rows });
    await stage.chat.post(stage.place, key(2), asking("e1", "Approve?"));
    await stage.clock.advance(3_000);
    const window = stage.screen.lines().slice(-rows);
    expect(window.slice(-3)).toEqual([
      "◆ Approve?",
      "[1] Approve   [2] Modify…",
      "› Write to the team, or /help",
    ]);
    expect(window.join("\n")).toMatch(/… \d more lines: \/botarmy status/);
    expect(count(stage, /^›/)).toBe(1);
    await stage.chat.close();
  });

  test("is drawn at most ten times a second, however much happens", async () => {
    const stage = await started();
    const before = stage.writes.length;
    for (let n = 2; n < 102; n++) await stage.chat.post(stage.place, key(n), say(`message ${n}`));
    await stage.clock.advance(1_000);
    expect(stage.writes.length - before).toBeLessThanOrEqual(11);
    expect(count(stage, /message \d+/)).toBe(100);
    await stage.chat.close();
  });

  test("is written as one synchronised string a frame", async () => {
    const stage = await started();
    await stage.chat.post(stage.place, key(2), say("hello"));
    await stage.clock.advance(300);
    const frames = stage.writes.filter((text) => text.includes("\x1b[?2026h"));
    expect(frames.length).toBeGreaterThan(1);
    for (const frame of frames) {
      expect(frame.startsWith("\x1b[?2026h")).toBe(true);
      expect(frame.indexOf("\x1b[?2026l")).toBe(frame.length - "\x1b[?2026l".length);
    }
    await stage.chat.close();
  });
});

describe("a window that changes its size", () => {
  test("keeps one card and one input line, and nothing of the old ones", async () => {
    const stage = await started();
    await stage.chat.post(
      stage.place,
      key(2),
      spoken("A long sentence that has to be folded when the window is narrow. ".repeat(3)),
    );
    await stage.type("half a th");
    for (const columns of [79, 50, 31, 64, 100, 42]) {
      stage.resize(columns, 24);
      await stage.clock.advance(300);
      expect(count(stage, /\/10/)).toBe(1);
      expect(count(stage, /^› half a th$/)).toBe(1);
      expect(count(stage, /^─+$/)).toBe(1);
      expect(count(stage, /Scripted demo/)).toBe(1);
      expect(stage.screen.lines().at(-1)).toBe("› half a th");
      expect(Math.max(...live(stage).map((line) => line.length))).toBeLessThan(columns);
    }
    await stage.chat.close();
  });

  test("never doubles the card, whatever happens in between", async () => {
    const step = fc.oneof(
      fc.record({
        type: fc.constant("resize" as const),
        columns: fc.integer({ min: 24, max: 120 }),
        rows: fc.integer({ min: 14, max: 50 }),
      }),
      fc.record({ type: fc.constant("post" as const), text: fc.lorem({ maxCount: 40 }) }),
      fc.record({ type: fc.constant("edit" as const), done: fc.integer({ min: 0, max: 10 }) }),
      fc.record({ type: fc.constant("wait" as const), ms: fc.integer({ min: 10, max: 1_500 }) }),
      fc.record({
        type: fc.constant("type" as const),
        text: fc.constantFrom("a", "日本", "👩‍👩‍👧", "\x1b[D", "\x7f"),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const stage = await started();
        for (const [n, next] of steps.entries()) {
          if (next.type === "resize") stage.resize(next.columns, next.rows);
          else if (next.type === "post") await stage.chat.post(stage.place, key(n), say(next.text));
          else if (next.type === "edit")
            await stage.chat.edit(stage.place, stage.place.id, status("Bird diary", next.done, ["running"]));
          else if (next.type === "wait") await stage.clock.advance(next.ms);
          else await stage.type(next.text);
        }
        await stage.clock.advance(300);
        expect(count(stage, /\d\/10 /)).toBe(1);
        expect(count(stage, /^›/)).toBe(1);
        expect(count(stage, /^─+$/)).toBe(1);
        expect(stage.screen.lines().at(-1)).toMatch(/^›/);
        expect(stage.screen.cursor().row).toBe(stage.screen.lines().length - 1);
        await stage.chat.close();
      }),
      { numRuns: 40 },
    );
  });
});

describe("leaving", () => {
  test("stops gracefully at the first Ctrl-C and at once at the second", async () => {
    const stage = await started();
    await stage.type("draft\x03");
    expect(stage.stops).toEqual([]);
    await stage.type("\x03");
    expect(stage.stops).toEqual(["graceful"]);
    await stage.type("\x03");
    expect(stage.stops).toEqual(["graceful", "now"]);
    expect(stage.isRaw()).toBe(false);
    await stage.chat.close();
  });

  test("gives the terminal back: keys, cursor and paste as before, the card without the input line", async () => {
    const stage = await started();
    expect(stage.isRaw()).toBe(true);
    await stage.chat.close();
    expect(stage.isRaw()).toBe(false);
    expect(stage.writes.at(-1)).toBe("\x1b[?2004l\x1b[?7h\x1b[?25h\r\n");
    expect(count(stage, /^›/)).toBe(0);
    expect(count(stage, /0\/10/)).toBe(1);
    expect(stage.screen.cursor()).toEqual({ row: stage.screen.lines().length - 1, column: 0 });
  });

  test("leaves nothing behind that would draw again", async () => {
    const stage = await started();
    await stage.chat.close();
    const { length } = stage.writes;
    stage.resize(40, 20);
    await stage.clock.advance(3_000);
    expect(stage.writes).toHaveLength(length);
  });
});
