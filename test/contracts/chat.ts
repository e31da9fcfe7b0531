import { expect, test } from "vitest";
import { ProviderError } from "#src/errors.ts";
import type { Chat, Place } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { createInbox } from "./inbox.ts";

/** A chat platform with one adapter on it, and a person who uses it. */
export interface ChatStage {
  readonly chat: Chat;
  /** The channel that everything happens in. */
  readonly channel: string;
  /** What people see of us in a thread now, oldest first, the root message included, as text without markup. */
  shown(place: Place): Promise<readonly { readonly id: string; readonly text: string }[]>;
  /** The person writes in a thread. */
  write(place: Place, text: string): Promise<void>;
  /** The person gives the slash command, which says this text. */
  slash(text: string): Promise<void>;
  /** The person takes a choice of an escalation that was posted in the thread; `note` is asked for by some choices, in chats without forms. */
  choose(
    place: Place,
    choice: { readonly escalation: string; readonly id: string; readonly note: string },
  ): Promise<void>;
  /** What only this person was shown, but that something is done. Complete once the chat is closed. */
  whispered(): Promise<readonly string[]>;
  /** The same platform and person with a new adapter, after the old process was killed. */
  restart(): Promise<ChatStage>;
}

/** What every chat adapter keeps to. `make` gives a stage on an empty platform. */
export const chatContract = (make: () => Promise<ChatStage>): void => {
  test("a thread that is opened shows its root message", async () => {
    const { chat, channel, shown } = await make();
    const place = await chat.openThread(channel, "p-abc123:1:1", say("Bird diary"));
    expect(place.channel).toBe(channel);
    expect(await shown(place)).toEqual([{ id: place.id, text: expect.stringContaining("Bird diary") }]);
    await chat.close();
  });

  test("posts and files appear in their thread in order, and in no other", async () => {
    const { chat, channel, shown } = await make();
    const [one, other] = [
      await chat.openThread(channel, "p-one111:1:1", say("One")),
      await chat.openThread(channel, "p-two222:1:1", say("Two")),
    ];
    const first = await chat.post(one, "p-one111:2:1", say("first words"));
    const file = await chat.upload(one, "p-one111:2:2", {
      path: "design/design.md",
      version: 1,
      text: "# Design",
    });
    const last = await chat.post(one, "p-one111:3:1", say("last words"));
    const seen = await shown(one);
    expect(seen.map(({ id }) => id)).toEqual([one.id, first.id, file.id, last.id]);
    expect(seen.map(({ text }) => text).slice(1)).toEqual([
      expect.stringContaining("first words"),
      expect.stringContaining("design.md"),
      expect.stringContaining("last words"),
    ]);
    expect(await shown(other)).toHaveLength(1);
    await chat.close();
  });

  test("an edited message stays where it is and shows the new text only", async () => {
    const { chat, channel, shown } = await make();
    const place = await chat.openThread(channel, "p-abc123:1:1", say("begun"));
    const post = await chat.post(place, "p-abc123:2:1", say("old words"));
    await chat.post(place, "p-abc123:3:1", say("later"));
    await chat.edit(place, post.id, say("new words"));
    await chat.edit(place, place.id, say("finished"));
    const seen = (await shown(place)).map(({ text }) => text);
    expect(seen).toEqual([
      expect.stringContaining("finished"),
      expect.stringContaining("new words"),
      expect.stringContaining("later"),
    ]);
    expect(seen.join(" ")).not.toMatch(/old words|begun/);
    await chat.close();
  });

  test("what was posted is found by its key, before and after a restart", async () => {
    const stage = await make();
    const { channel } = stage;
    const root = await stage.chat.openThread(channel, "p-abc123:1:1", say("root"));
    const post = await stage.chat.post(root, "p-abc123:2:1", say("post"));
    const file = await stage.chat.upload(root, "p-abc123:2:2", { path: "a.md", version: 1, text: "a" });
    for (const { chat } of [stage, await stage.restart()]) {
      expect(await chat.find(channel, null, "p-abc123:1:1")).toEqual(root);
      expect(await chat.find(channel, root.thread, "p-abc123:2:1")).toEqual(post);
      expect(await chat.find(channel, root.thread, "p-abc123:2:2")).toEqual(file);
    }
  });

  test("what was never posted there is not found", async () => {
    const { chat, channel } = await make();
    const root = await chat.openThread(channel, "p-abc123:1:1", say("root"));
    const other = await chat.openThread(channel, "p-xyz123:1:1", say("other"));
    await chat.post(root, "p-abc123:2:1", say("post"));
    expect(await chat.find(channel, root.thread, "p-abc123:9:9")).toBeUndefined();
    expect(await chat.find(channel, other.thread, "p-abc123:2:1")).toBeUndefined();
    expect(await chat.find(channel, null, "p-abc123:2:1")).toBeUndefined();
    await chat.close();
  });

  test("after a restart a thread takes posts and edits as before", async () => {
    const stage = await make();
    const root = await stage.chat.openThread(stage.channel, "p-abc123:1:1", say("root"));
    const { chat, shown } = await stage.restart();
    await chat.post(root, "p-abc123:2:1", say("goes on"));
    await chat.edit(root, root.id, say("edited"));
    const seen = (await shown(root)).map(({ text }) => text);
    expect(seen).toEqual([expect.stringContaining("edited"), expect.stringContaining("goes on")]);
    await chat.close();
  });

  test("editing a message that does not exist is refused for good", async () => {
    const { chat, channel } = await make();
    const root = await chat.openThread(channel, "p-abc123:1:1", say("root"));
    const refusal = await chat.edit(root, "404", say("nothing")).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProviderError);
    expect(refusal).toMatchObject({ retryable: false });
    await chat.close();
  });

  test("what a person does arrives as an event with its place and person", async () => {
    const stage = await make();
    const { chat } = stage;
    const inbox = createInbox();
    await chat.listen(inbox.receive);
    await stage.slash("start Build a bird diary");
    expect(await inbox.next()).toMatchObject({
      chat: chat.name,
      event: { type: "slash", text: "start Build a bird diary" },
    });
    const place = await chat.openThread(stage.channel, "p-abc123:1:1", say("root"));
    await stage.write(place, "architect: use Postgres");
    const message = await inbox.next();
    expect(message).toMatchObject({
      channel: stage.channel,
      thread: place.thread,
      event: { type: "message", text: "architect: use Postgres" },
    });
    expect(message.by.id).not.toBe("");
    await chat.close();
  });

  test("a choice arrives as a decision with its project, revision and note", async () => {
    const stage = await make();
    const { chat } = stage;
    const inbox = createInbox();
    await chat.listen(inbox.receive);
    const place = await chat.openThread(stage.channel, "p-abc123:1:1", say("root"));
    await chat.post(place, "p-abc123:7:2", question);
    await stage.choose(place, { escalation: "e3", id: "modify", note: "use Postgres" });
    expect(await inbox.next()).toMatchObject({
      thread: place.thread,
      event: {
        type: "decision",
        project: "p-abc123",
        escalation: "e3",
        rev: 2,
        choice: "modify",
        // Where there are forms, the words are asked for by the answer to this.
        note: chat.forms === true ? "" : "use Postgres",
      },
    });
    await stage.choose(place, { escalation: "e3", id: "approve", note: "" });
    expect(await inbox.next()).toMatchObject({ event: { type: "decision", choice: "approve", note: "" } });
    await chat.close();
  });

  test("doing the same again is another event, also after a restart", async () => {
    const ids: string[] = [];
    const twice = async (stage: ChatStage): Promise<void> => {
      const inbox = createInbox();
      await stage.chat.listen(inbox.receive);
      for (let i = 0; i < 2; i++) {
        await stage.slash("status");
        ids.push((await inbox.next()).id);
      }
      await stage.chat.close();
    };
    const stage = await make();
    await twice(stage);
    await twice(await stage.restart());
    expect(new Set(ids).size).toBe(4);
  });

  test("the answer to an event is shown to the sender and is no message of the thread", async () => {
    const stage = await make();
    const inbox = createInbox(say("Only for you"));
    await stage.chat.listen(inbox.receive);
    const place = await stage.chat.openThread(stage.channel, "p-abc123:1:1", say("root"));
    await stage.write(place, "hm");
    await inbox.next();
    await stage.chat.close();
    expect((await stage.whispered()).join("\n")).toContain("Only for you");
    expect(await stage.shown(place)).toHaveLength(1);
  });

  test("an event that could not be saved is not passed over in silence, and the next one is delivered", async () => {
    const stage = await make();
    const inbox = createInbox(null, ["the disk is full"]);
    await stage.chat.listen(inbox.receive);
    await stage.slash("status");
    const first = await inbox.next();
    await stage.slash("queue");
    const next = await inbox.next();
    // A chat that keeps what it is told tries it again by itself.
    const other = next.id === first.id ? await inbox.next() : next;
    expect(other).toMatchObject({ event: { type: "slash", text: "queue" } });
    await stage.chat.close();
    expect(await stage.whispered()).toHaveLength(1);
  });
};

/** A message of one paragraph. */
export const say = (text: string): Message => ({
  kind: "notice",
  tone: "neutral",
  from: null,
  blocks: [{ type: "prose", text }],
  mentions: [],
  fallback: text,
});

/** An escalation with a plain choice and one that wants words. */
export const question: Message = {
  kind: "escalation",
  tone: "warning",
  from: null,
  blocks: [
    { type: "heading", text: "Approve the design?" },
    { type: "prose", text: "The architect is not sure." },
    {
      type: "actions",
      escalation: "e3",
      rev: 2,
      choices: [
        { id: "approve", label: "Approve", intent: "primary", wantsNote: false },
        { id: "modify", label: "Modify…", intent: "neutral", wantsNote: true },
      ],
    },
  ],
  mentions: [],
  fallback: "Approve the design?",
};
