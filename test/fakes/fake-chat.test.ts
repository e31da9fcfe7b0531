import { describe, expect, test } from "vitest";
import { chatContract, say, type ChatStage } from "../contracts/chat.ts";
import { fakeChat, type FakeChat, type FakePlatform } from "./fake-chat.ts";

const textOf = (message: { readonly fallback: string } | undefined): string => message?.fallback ?? "";

const stageOn = (platform: FakePlatform | undefined): ChatStage => {
  const chat: FakeChat = fakeChat(platform === undefined ? {} : { platform });
  return {
    chat,
    channel: "team",
    shown: async ({ thread }) =>
      chat
        .thread(thread)
        .map(({ id, messages, file }) => ({ id, text: file?.path ?? textOf(messages.at(-1)) })),
    write: (place, text) => chat.write(place, text),
    slash: (text) => chat.slash(text),
    choose: (place, choice) => chat.choose(place, choice),
    whispered: async () => chat.platform.whispers.map(textOf),
    restart: async () => stageOn(chat.platform),
  };
};

describe("the fake chat", () => {
  chatContract(async () => stageOn(undefined));

  test("can fail before and after it acted", async () => {
    const chat = fakeChat();
    const place = await chat.openThread("team", "p-abc123:1:1", say("root"));
    chat.failNext("post", "before");
    await expect(chat.post(place, "p-abc123:2:1", say("one"))).rejects.toThrow("told to fail");
    expect(await chat.find("team", place.thread, "p-abc123:2:1")).toBeUndefined();
    chat.failNext("post", "after");
    await expect(chat.post(place, "p-abc123:2:1", say("one"))).rejects.toThrow("told to fail");
    expect(await chat.find("team", place.thread, "p-abc123:2:1")).toBeDefined();
  });
});
