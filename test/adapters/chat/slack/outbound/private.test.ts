import { Buffer } from "node:buffer";
import { afterEach, expect, test } from "vitest";
import type { PrivateTarget } from "#adapters/chat/slack/private-ways.ts";
import type { Form } from "#src/project/form.ts";
import { errorOf, say } from "../../outbound-stage.ts";
import { channel, createStages, openThread, type Stage } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

/** Ann, and what she did, as it came in. */
const annIn = async ({ slack }: Stage) => {
  const ann = await slack.person("U0ANN", { name: "Ann" });
  /** The slash command that nobody acknowledges: only what it carries matters. */
  const slash = async (): Promise<{ readonly responseUrl: string; readonly triggerId: string }> => {
    const { payload } = await ann.slash(channel, "help");
    return { responseUrl: String(payload["response_url"]), triggerId: String(payload["trigger_id"]) };
  };
  const to = (facts: Partial<PrivateTarget> = {}): PrivateTarget => ({
    user: ann.id,
    channel,
    thread: null,
    responseUrl: null,
    at: Date.now(),
    ...facts,
  });
  const seen = (): readonly (readonly [string | null, string])[] =>
    ann.ephemerals().map(({ thread, text }) => [thread, text]);
  return { ann, slash, to, seen };
};

test("a command is answered by its own address, five times, and then by the channel", async () => {
  const here = await stage();
  const { slash, to, seen } = await annIn(here);
  const { responseUrl } = await slash();
  for (let n = 1; n <= 6; n += 1) await here.outbound.reply(to({ responseUrl }), say(`answer ${n}`));
  expect(seen()).toEqual([1, 2, 3, 4, 5, 6].map((n) => [null, `answer ${n}`]));
  expect(here.slack.callsOf("respond")).toHaveLength(5);
  expect(here.slack.callsOf("chat.postEphemeral")).toHaveLength(1);
});

test("an address that is half an hour old is not used any more", async () => {
  const here = await stage();
  const { slash, to, seen } = await annIn(here);
  const { responseUrl } = await slash();
  await here.outbound.reply(to({ responseUrl, at: Date.now() - 30 * 60_000 }), say("late"));
  expect(seen()).toEqual([[null, "late"]]);
  expect(here.slack.callsOf("respond")).toEqual([]);
});

test("an address that Slack refuses is passed over", async () => {
  const here = await stage({ lifetimes: { responseUrl: -1 } });
  const { slash, to, seen } = await annIn(here);
  const { responseUrl } = await slash();
  await here.outbound.reply(to({ responseUrl }), say("all the same"));
  expect(seen()).toEqual([[null, "all the same"]]);
  expect(here.slack.callsOf("respond")).toHaveLength(1);
});

test("what was said in a thread is answered there, to its author alone", async () => {
  const here = await stage();
  const place = await openThread(here);
  const { to, seen } = await annIn(here);
  await here.outbound.reply(to({ thread: place.thread }), say("only for you"));
  expect(seen()).toEqual([[place.thread, "only for you"]]);
  expect(await here.slack.messages(place)).toHaveLength(1);
});

test("who cannot be told in the channel is told by a direct message", async () => {
  const here = await stage();
  const { ann, to } = await annIn(here);
  here.slack.setChannel(channel, { joined: false });
  await here.outbound.reply(to(), say("hello"));
  const [{ args } = { args: {} }] = here.slack.callsOf("chat.postMessage");
  expect(args).toMatchObject({ channel: ann.id, text: "hello" });
});

test("an answer that may have been told is not told by another way", async () => {
  const here = await stage();
  const { slash, to, seen } = await annIn(here);
  const { responseUrl } = await slash();
  here.slack.fault({ method: "respond", wrong: "drop-after" });
  await here.outbound.reply(to({ responseUrl }), say("once"));
  expect(seen()).toEqual([[null, "once"]]);
});

test("a click in a private message replaces it", async () => {
  const here = await stage();
  const { ann, to, seen } = await annIn(here);
  const button = { label: "Next page", says: "logs page 2", intent: "neutral", confirm: null } as const;
  const page = say("page 1", {
    kind: "view",
    blocks: [
      { type: "prose", text: "page 1" },
      { type: "buttons", project: null, buttons: [button] },
    ],
  });
  await here.outbound.reply(to(), page);
  const [shown] = ann.ephemerals();
  const click = await ann.click(shown?.ts ?? "", "Next page");
  const responseUrl = String(click?.payload["response_url"]);
  await here.outbound.reply(to({ responseUrl, replaces: true }), say("page 2"));
  expect(seen()).toEqual([[null, "page 2"]]);
});

const onePixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

test("a picture of a private answer comes as a direct message", async () => {
  const here = await stage();
  const { to, seen } = await annIn(here);
  const picture = { type: "picture", title: "Spending", alt: "You spent 3 dollars.", png: onePixel } as const;
  await here.outbound.reply(
    to(),
    say("see", { kind: "view", blocks: [{ type: "prose", text: "see" }, picture] }),
  );
  expect(seen()).toEqual([[null, expect.stringContaining("You spent 3 dollars.")]]);
  const [shared] = here.slack.callsOf("files.completeUploadExternal");
  const [posted] = here.slack.callsOf("chat.postMessage");
  expect(posted?.answered).toMatchObject({
    ok: true,
    channel: shared?.args["channel_id"],
    ts: shared?.args["thread_ts"],
  });
  expect(here.slack.callsOf("upload")[0]?.args).toMatchObject({
    bytes: Buffer.from(onePixel, "base64").length,
  });
});

test("an answer whose picture cannot be sent is an answer all the same", async () => {
  const here = await stage();
  const { to, seen } = await annIn(here);
  here.slack.scopes.delete("files:write");
  const picture = { type: "picture", title: "Spending", alt: "You spent 3 dollars.", png: onePixel } as const;
  await here.outbound.reply(to(), say("see", { kind: "view", blocks: [picture] }));
  expect(seen()).toHaveLength(1);
  expect(here.log.lines).toContain("warn files of a private answer not sent");
});

const form: Form = {
  kind: "form",
  id: "decide p-1 e1 1 modify",
  title: "Modify",
  submit: "Send",
  intro: "",
  fields: [
    {
      type: "text",
      id: "note",
      label: "What to change",
      optional: false,
      long: true,
      hint: "",
      initial: "",
      most: 3_000,
    },
  ],
  fallback: "Write: modify e1 and your words",
};

test("a form is opened for who clicked, about the place of the click", async () => {
  const here = await stage();
  const { ann, slash, to } = await annIn(here);
  await here.outbound.openForm({ ...to({ thread: "1700000000.000100" }), ...(await slash()) }, form);
  expect(ann.modal()).toMatchObject({ title: "Modify" });
  expect(JSON.parse(String(ann.modal()?.view["private_metadata"]))).toEqual({
    channel,
    thread: "1700000000.000100",
  });
});

test("a form that is too late, or has nothing to open it, is said in words", async () => {
  const here = await stage();
  const { ann, slash, to, seen } = await annIn(here);
  const spent = { ...to(), ...(await slash()) };
  await here.outbound.openForm(spent, form);
  await ann.closeModal();
  await here.outbound.openForm(spent, form);
  await here.outbound.openForm({ ...to(), triggerId: null }, form);
  expect(ann.modal()).toBeNull();
  expect(seen().map(([, text]) => text)).toEqual([form.fallback, form.fallback]);
});

test("a home is drawn, and built once more when somebody else drew it meanwhile", async () => {
  const here = await stage();
  const { ann } = await annIn(here);
  await here.outbound.publishHome({ user: ann.id }, say("first"));
  expect(ann.home()?.text).toContain("first");
  let built = 0;
  await here.outbound.publishHome({ user: ann.id, hash: "of another view" }, async () =>
    say(`built ${(built += 1)}`),
  );
  expect(built).toBe(2);
  expect(ann.home()?.text).toContain("built 2");
});

test("a home that is wanted again and again is drawn with what was wanted last", async () => {
  const here = await stage();
  const { ann } = await annIn(here);
  await Promise.all(
    [1, 2, 3, 4, 5].map((n) => here.outbound.publishHome({ user: ann.id }, say(`state ${n}`))),
  );
  expect(ann.home()?.text).toContain("state 5");
  expect(here.slack.callsOf("views.publish").length).toBeLessThan(4);
});

test("a private answer that nobody can be given is told as a fault", async () => {
  const here = await stage();
  const { to } = await annIn(here);
  here.slack.scopes.delete("chat:write");
  expect(await errorOf(here.outbound.reply(to(), say("x")))).toMatchObject({ code: "missing_scope" });
});
