import { afterEach, expect, test } from "vitest";
import { errorOf, say } from "../../outbound-stage.ts";
import { channel, createStages, openThread } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const design = { path: "design/über uns.md", version: 1, text: "# Über uns 🐦" };
const key = "p-1:2:1";

test("a file is shared in its thread under its name, with its whole path as title", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.upload(place, key, design);
  expect(await here.slack.files(place)).toEqual([{ id: posted.id, name: "über uns.md", text: design.text }]);
  const { args } = here.slack.callsOf("files.completeUploadExternal")[0] ?? { args: {} };
  expect(args).toMatchObject({ files: [{ id: posted.id, title: design.path }], thread_ts: place.thread });
  expect(posted).toEqual({ channel, thread: place.thread, id: posted.id });
});

test("a file is in its thread before what is posted next, though Slack takes its time", async () => {
  const here = await stage({ lifetimes: { share: 60 } });
  const place = await openThread(here);
  await here.outbound.upload(place, key, design);
  await here.outbound.post(place, "p-1:2:2", say("below it"));
  const seen = await here.slack.messages(place);
  expect(seen.map(({ text }) => text)).toEqual(["root", expect.stringContaining("über uns.md"), "below it"]);
});

test("a file that was shared is found by its key after a restart, and only in its thread", async () => {
  const here = await stage();
  const place = await openThread(here);
  const other = await here.outbound.openThread(channel, "p-2:1:1", say("other"));
  const posted = await here.outbound.upload(place, key, design);
  const again = here.restart();
  expect(await again.find(channel, place.thread, key)).toEqual(posted);
  expect(await again.find(channel, other.thread, key)).toBeUndefined();
  expect(await again.find(channel, place.thread, "p-1:9:9")).toBeUndefined();
});

const killed = [
  ["before Slack had given an address", "files.getUploadURLExternal", "before"],
  ["after Slack had given an address", "files.getUploadURLExternal", "after"],
  ["before the bytes were sent", "upload", "before"],
  ["after the bytes were sent", "upload", "after"],
  ["before it was completed", "files.completeUploadExternal", "before"],
  ["after it was completed", "files.completeUploadExternal", "after"],
] as const;

test.each(killed)("a file is shared exactly once when the process was killed %s", async (_, method, when) => {
  const here = await stage();
  const place = await openThread(here);
  const reached = new Promise<void>((resolve) => {
    const stop = here.slack.onCall(async (moment, call) => {
      if (moment !== when || call.method !== method) return;
      stop();
      resolve();
      await new Promise(() => undefined);
    });
  });
  // Nobody hears of it any more: its process is gone.
  void here.outbound.upload(place, key, design).catch(() => undefined);
  await reached;
  const again = here.restart();
  const found = await again.find(channel, place.thread, key);
  const posted = found ?? (await again.upload(place, key, design));
  expect(found !== undefined).toBe(method === "files.completeUploadExternal" && when === "after");
  expect(await here.slack.files(place)).toEqual([{ id: posted.id, name: "über uns.md", text: design.text }]);
  expect(await again.find(channel, place.thread, key)).toEqual(posted);
});

test.each(["drop-before", "drop-after", "500-before", "500-after"] as const)(
  "a file is shared exactly once when the answer to its completion is lost: %s",
  async (wrong) => {
    const here = await stage();
    const place = await openThread(here);
    here.slack.fault({ method: "files.completeUploadExternal", wrong });
    const posted = await here.outbound.upload(place, key, design);
    expect((await here.slack.files(place)).map(({ id }) => id)).toEqual([posted.id]);
  },
);

test("a file that is uploaded again under its key is shared once", async () => {
  const here = await stage();
  const place = await openThread(here);
  const first = await here.outbound.upload(place, key, design);
  expect(await here.restart().upload(place, key, design)).toEqual(first);
  expect(await here.slack.files(place)).toHaveLength(1);
});

test("a file whose bytes do not arrive is tried again later and is there once", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.fault({ method: "upload", wrong: "drop-before" });
  expect(await errorOf(here.outbound.upload(place, key, design))).toMatchObject({ retryable: true });
  expect(await here.outbound.find(channel, place.thread, key)).toBeUndefined();
  await here.outbound.upload(place, key, design);
  expect(await here.slack.files(place)).toHaveLength(1);
});

test("an empty file is a line in the thread that says so, found like any post", async () => {
  const here = await stage();
  const place = await openThread(here);
  const posted = await here.outbound.upload(place, key, { path: "design/empty.md", version: 1, text: "" });
  const seen = await here.slack.messages(place);
  expect(seen.at(-1)).toMatchObject({ ts: posted.id, text: expect.stringContaining("design/empty.md") });
  expect(here.slack.callsOf("files.getUploadURLExternal")).toEqual([]);
  expect(await here.restart().find(channel, place.thread, key)).toEqual(posted);
});

test("the token does not go to the address of the bytes", async () => {
  const here = await stage();
  const place = await openThread(here);
  await here.outbound.upload(place, key, design);
  expect(here.slack.callsOf("upload").map(({ token }) => token)).toEqual([""]);
});

test("a file that may not be uploaded says which scope is missing", async () => {
  const here = await stage();
  const place = await openThread(here);
  here.slack.scopes.delete("files:write");
  const error = await errorOf(here.outbound.upload(place, key, design));
  expect(error).toMatchObject({ code: "missing_scope", retryable: true });
  expect(String(error)).toContain("files:write");
});
