import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ProviderError } from "#src/errors.ts";
import { chatContract, question, say, type ChatStage } from "../../../contracts/chat.ts";
import { createInbox } from "../../../contracts/inbox.ts";
import { escape } from "./colors.ts";
import { status } from "./samples.ts";
import { makeFolder, openLines, readWire, wireFile } from "./stage.ts";

/** A whisper is dim from its first to its last character. */
const dim = new RegExp(`${escape}\\[(?:\\d+;)*2(?:;\\d+)*m[^${escape}]*${escape}\\[0m`, "g");
const isWhisper = (chunk: string): boolean => chunk.replaceAll(dim, "").trim() === "";

const stageOn = (folder: string): ChatStage => {
  const { chat, input, chunks } = openLines(folder, { FORCE_COLOR: "1" });
  return {
    chat,
    channel: "team",
    shown: async ({ thread }) => {
      const shown = new Map<string, string>();
      for (const event of readWire(folder)) {
        if (event.op === "in" || event.thread !== thread) continue;
        shown.set(event.id, event.op === "upload" ? event.file.path : event.message.fallback);
      }
      return [...shown].map(([id, text]) => ({ id, text }));
    },
    write: async ({ thread }, text) => void input.write(`/focus ${thread}\n${text}\n`),
    slash: async (text) => void input.write(`/botarmy ${text}\n`),
    choose: async ({ thread }, { id, note }) => {
      const actions = question.blocks.find((block) => block.type === "actions");
      const number = (actions?.choices.findIndex((choice) => choice.id === id) ?? -1) + 1;
      input.write(`/focus ${thread}\n${number}\n${note === "" ? "" : `${note}\n`}`);
    },
    whispered: async () => chunks.filter(isWhisper),
    restart: async () => stageOn(folder),
  };
};

describe("the terminal", () => {
  chatContract(async () => stageOn(makeFolder()));
});

describe("the wire file", () => {
  test("holds one line per event, counted, with the key that caused it", async () => {
    const folder = makeFolder();
    const { chat, input } = openLines(folder);
    const inbox = createInbox();
    await chat.listen(inbox.receive);
    const place = await chat.openThread("terminal", "p-abc123:1:1", status("Diary", 0, ["running"]));
    await chat.post(place, "p-abc123:2:1", say("hello"));
    await chat.upload(place, "p-abc123:2:2", { path: "a.md", version: 3, text: "häh" });
    await chat.edit(place, place.id, status("Diary", 1, ["done"]));
    input.write("hi\n");
    await inbox.next();
    await chat.close();
    expect(readWire(folder)).toMatchObject([
      { n: 1, op: "root", key: "p-abc123:1:1", thread: "t1", id: "m1", at: 1_000_000 },
      { n: 2, op: "post", key: "p-abc123:2:1", thread: "t1", id: "m2", message: say("hello") },
      { n: 3, op: "upload", key: "p-abc123:2:2", id: "f3", file: { path: "a.md", version: 3, bytes: 4 } },
      { n: 4, op: "edit", key: null, id: "m1" },
      { n: 5, op: "in", key: null, id: "terminal:5", did: { type: "message", characters: 2 } },
    ]);
    expect(readFileSync(wireFile(folder), "utf8").endsWith("}\n")).toBe(true);
  });

  test("says twice what is posted twice, and finds the first", async () => {
    const folder = makeFolder();
    const { chat } = openLines(folder);
    const place = await chat.openThread("terminal", "p-abc123:1:1", say("root"));
    const first = await chat.post(place, "p-abc123:2:1", say("again"));
    await chat.post(place, "p-abc123:2:1", say("again"));
    expect(readWire(folder).filter((event) => event.key === "p-abc123:2:1")).toHaveLength(2);
    expect(await chat.find("terminal", "t1", "p-abc123:2:1")).toEqual(first);
    await chat.close();
  });

  test.each(['{"n":3,"at":1,"op":"po', "{", '{"n":3,"at":1,"op":"post","key":"k"}'])(
    "loses a last line that a crash cut off: %s",
    async (torn) => {
      const folder = makeFolder();
      const first = openLines(folder);
      const place = await first.chat.openThread("terminal", "p-abc123:1:1", say("root"));
      await first.chat.post(place, "p-abc123:2:1", say("whole"));
      appendFileSync(wireFile(folder), torn);
      const { chat } = openLines(folder);
      const next = await chat.post(place, "p-abc123:3:1", say("next"));
      expect(next.id).toBe("m3");
      expect(readWire(folder).map(({ n }) => n)).toEqual([1, 2, 3]);
      expect(await chat.find("terminal", "t1", "p-abc123:2:1")).toBeDefined();
    },
  );

  test("that was damaged elsewhere is refused with the line and what to do", async () => {
    const folder = makeFolder();
    const { chat } = openLines(folder);
    await chat.openThread("terminal", "p-abc123:1:1", say("root"));
    await chat.close();
    writeFileSync(wireFile(folder), `garbage\n${readFileSync(wireFile(folder), "utf8")}`);
    expect(() => openLines(folder)).toThrow(
      /wire\.jsonl:1: not a line of the terminal's history; move the file away/,
    );
  });

  test("with a line missing is refused", async () => {
    const folder = makeFolder();
    const { chat } = openLines(folder);
    const place = await chat.openThread("terminal", "p-abc123:1:1", say("root"));
    await chat.post(place, "p-abc123:2:1", say("two"));
    await chat.close();
    writeFileSync(wireFile(folder), `${readFileSync(wireFile(folder), "utf8").split("\n")[1]}\n`);
    expect(() => openLines(folder)).toThrow(expect.objectContaining({ code: "wire-corrupt" }));
  });

  test("that cannot take a line makes the post fail and is left as it was", async () => {
    const folder = makeFolder();
    const { chat } = openLines(folder);
    const place = await chat.openThread("terminal", "p-abc123:1:1", say("root"));
    await chat.close();
    const fault = await chat.post(place, "p-abc123:2:1", say("too late")).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: "ProviderError", retryable: true } satisfies Partial<ProviderError>);
    expect(readWire(folder)).toHaveLength(1);
  });

  test("takes no message that could not be read again", async () => {
    const folder = makeFolder();
    const { chat } = openLines(folder);
    const place = await chat.openThread("terminal", "p-abc123:1:1", say("root"));
    const endless = { ...say("x"), fallback: "x".repeat(5_000) };
    await expect(chat.post(place, "p-abc123:2:1", endless)).rejects.toThrow(
      /message\.fallback: .* report this as a bug/,
    );
    expect(await openLines(folder).chat.find("terminal", null, "p-abc123:1:1")).toBeDefined();
  });

  test("belongs to its owner alone", async () => {
    const folder = makeFolder();
    const { chat } = openLines(folder);
    await chat.close();
    expect(statSync(wireFile(folder)).mode & 0o777).toBe(0o600);
  });
});
