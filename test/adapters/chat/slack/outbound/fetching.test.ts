import nock from "nock";
import { afterEach, expect, test } from "vitest";
import { createSlackClient } from "#adapters/chat/slack/client.ts";
import { createFetching } from "#adapters/chat/slack/fetching.ts";
import { createSlackCalls } from "#adapters/chat/slack/outbound-calls.ts";
import type { Place } from "#src/ports.ts";
import { errorOf, fastClock, keptLog } from "../../outbound-stage.ts";
import { createStages, openThread, type Stage } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(async () => {
  nock.cleanAll();
  nock.enableNetConnect();
  await stages.close();
});

const never = new AbortController().signal;

/** Ann sends a file; its id. */
const sent = async ({ slack }: Stage, place: Place, text: string): Promise<string> => {
  const ann = await slack.person("U0ANN", { name: "Ann" });
  await ann.write(place, "here", [{ name: "brief.md", text }]);
  return (await slack.files(place)).at(-1)?.id ?? "";
};

test("the bytes of a file that a person sent are fetched", async () => {
  const here = await stage();
  const file = await sent(here, await openThread(here), "# Brief 🐦");
  const bytes = await here.outbound.fetch(file, 1_000, never);
  expect(Buffer.from(bytes).toString("utf8")).toBe("# Brief 🐦");
});

test("a file with more bytes than wanted is refused for good", async () => {
  const here = await stage();
  const file = await sent(here, await openThread(here), "x".repeat(2_000));
  const error = await errorOf(here.outbound.fetch(file, 1_999, never));
  expect(error).toMatchObject({ kind: "too-large", retryable: false });
  expect(String(error)).toContain("brief.md has more than 1999 bytes");
  expect(here.slack.callsOf("download")).toEqual([]);
});

test("a file that is gone is refused for good", async () => {
  const here = await stage();
  expect(await errorOf(here.outbound.fetch("F0NONE", 1_000, never))).toMatchObject({
    code: "file_not_found",
    retryable: false,
  });
});

test("a download that breaks off may be tried again", async () => {
  const here = await stage();
  const file = await sent(here, await openThread(here), "text");
  here.slack.fault({ method: "download", wrong: "drop-before" });
  expect(await errorOf(here.outbound.fetch(file, 1_000, never))).toMatchObject({
    kind: "connection",
    retryable: true,
  });
  here.slack.fault({ method: "download", wrong: { status: 503 } });
  expect(await errorOf(here.outbound.fetch(file, 1_000, never))).toMatchObject({
    kind: "overloaded",
    retryable: true,
  });
});

test("a fetch that nobody wants any more ends with the reason", async () => {
  const here = await stage();
  const file = await sent(here, await openThread(here), "text");
  const stop = new AbortController();
  here.slack.onCall((when, { method }) => {
    if (method === "download" && when === "before") stop.abort(new Error("the project was cancelled"));
  });
  here.slack.fault({ method: "download", wrong: "hang-after" });
  await expect(here.outbound.fetch(file, 1_000, stop.signal)).rejects.toThrow("the project was cancelled");
});

/** Slack's own hosts, with a file of these facts. */
const onSlack = (facts: object) => {
  nock.disableNetConnect();
  nock("https://slack.com")
    .post("/api/files.info")
    .reply(200, { ok: true, file: { id: "F1", name: "a.md", size: 4, mimetype: "text/markdown", ...facts } });
  const call = createSlackClient({ token: "xoxb-1", log: keptLog(), onFatal: () => undefined });
  const fetchFile = createFetching({
    calls: createSlackCalls(call, fastClock()),
    token: "xoxb-1",
    apiUrl: undefined,
  });
  return (most = 1_000) => fetchFile("F1", most, never);
};

const files = (): nock.Scope =>
  nock("https://files.slack.com", { reqheaders: { authorization: "Bearer xoxb-1" } });
const address = "https://files.slack.com/files-pri/T1-F1/a.md";

test("the page for signing in means that a scope is missing", async () => {
  const fetchFile = onSlack({ url_private_download: address });
  files().get("/files-pri/T1-F1/a.md").reply(302, "", { location: "https://slack.com/?redir=files-pri" });
  nock("https://slack.com")
    .get("/?redir=files-pri")
    .reply(200, "<html>Sign in</html>", { "content-type": "text/html; charset=utf-8" });
  const error = await errorOf(fetchFile());
  expect(error).toMatchObject({ code: "missing_scope", retryable: false });
  expect(String(error)).toContain("files:read");
});

test("a file that is a page itself is no page for signing in", async () => {
  const fetchFile = onSlack({ url_private: address, mimetype: "text/html" });
  files().get("/files-pri/T1-F1/a.md").reply(200, "<p>", { "content-type": "text/html" });
  expect(Buffer.from(await fetchFile()).toString()).toBe("<p>");
});

test.each([
  ["a stranger", "https://files.example.com/a.md"],
  ["a stranger with a similar name", "https://notslack.com/a.md"],
  ["Slack without encryption", "http://files.slack.com/a.md"],
  ["Slack at another port", "https://files.slack.com:8443/a.md"],
])("the token does not go to %s", async (_, url) => {
  const fetchFile = onSlack({ url_private: url });
  const scope = nock(new URL(url).origin).get("/a.md").reply(200, "text");
  expect(await errorOf(fetchFile())).toMatchObject({ code: "file_elsewhere", retryable: false });
  expect(scope.isDone()).toBe(false);
});

test("the token does not follow a redirect to a stranger", async () => {
  const fetchFile = onSlack({ url_private: address });
  files().get("/files-pri/T1-F1/a.md").reply(302, "", { location: "https://files.example.com/a.md" });
  const scope = nock("https://files.example.com").get("/a.md").reply(200, "text");
  expect(await errorOf(fetchFile())).toMatchObject({ code: "file_elsewhere" });
  expect(scope.isDone()).toBe(false);
});

test("redirects without end are given up", async () => {
  const fetchFile = onSlack({ url_private: address });
  files().get("/files-pri/T1-F1/a.md").times(9).reply(302, "", { location: address });
  expect(await errorOf(fetchFile())).toMatchObject({ code: "file_elsewhere", retryable: false });
});

test("a file that is larger than Slack said is not read to its end", async () => {
  const fetchFile = onSlack({ url_private: address, size: 4 });
  files().get("/files-pri/T1-F1/a.md").reply(200, "x".repeat(5_000));
  expect(await errorOf(fetchFile(100))).toMatchObject({ kind: "too-large", retryable: false });
});

test.each([
  ["is only linked", { is_external: true, url_private: "https://docs.example.com/1" }, "not kept by Slack"],
  ["was deleted", { mode: "tombstone" }, "no longer in Slack"],
  ["is hidden by the plan's limit", { mode: "hidden_by_limit", url_private: address }, "no longer in Slack"],
])("a file that %s is refused for good", async (_, facts, words) => {
  const error = await errorOf(onSlack(facts)());
  expect(error).toMatchObject({ retryable: false });
  expect(String(error)).toContain(words);
});
