import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLateChat } from "#adapters/chat/late.ts";
import { ProviderError } from "#src/errors.ts";
import type { Chat } from "#src/ports.ts";
import { fakeChat } from "../../fakes/fake-chat.ts";
import { say } from "./outbound-stage.ts";

const hello = say("Hello");

/** A platform that lets us in when it is told to; `stop` is what giving up does: nothing when the answer was under way. */
const stage = (stop?: () => void) => {
  const platform = fakeChat();
  const { promise: opening, resolve, reject } = Promise.withResolvers<Chat>();
  const happened: string[] = [];
  const chat = createLateChat({
    name: "fake",
    title: "Fake",
    opening,
    stop: stop ?? (() => reject(new Error("stopped"))),
    onRefused: (error) => happened.push(String(error)),
  });
  let closed = 0;
  const real: Chat = {
    ...platform,
    close: async () => {
      closed += 1;
      await platform.close();
    },
  };
  return {
    platform,
    chat,
    happened,
    closed: () => closed,
    letIn: async () => {
      resolve(real);
      await turn();
    },
    refuse: async () => {
      reject(new Error("the token is refused"));
      await turn();
    },
  };
};

test("what is said before the platform is reached is to be tried again, and then goes there", async () => {
  const { chat, platform, letIn } = stage();
  const error = await chat.openThread("c", "k", hello).catch((fault: unknown) => fault);
  expect(error).toBeInstanceOf(ProviderError);
  expect(error).toMatchObject({ message: "Fake was not reached yet", retryable: true });
  expect([
    chat.link?.({ channel: "c", thread: "t" }),
    chat.draft?.({ channel: "c", thread: "t" }, "x"),
  ]).toEqual([null, undefined]);
  await letIn();
  const place = await chat.openThread("c", "k", hello);
  expect(platform.thread(place.thread)).toHaveLength(1);
});

test("it listens as soon as the platform is reached", async () => {
  const { chat, platform, letIn } = stage();
  const heard: string[] = [];
  await chat.listen(async ({ event }) => {
    heard.push(event.type);
    return null;
  });
  await letIn();
  await platform.slash("status");
  expect(heard).toEqual(["slash"]);
});

test("a platform that refuses us after all is told once, and not when the bot is being stopped", async () => {
  const [refused, stopped] = [stage(), stage()];
  for (const { chat } of [refused, stopped]) await chat.listen(async () => null);
  await refused.refuse();
  await stopped.chat.close();
  await turn();
  expect([refused.happened, stopped.happened]).toEqual([["Error: the token is refused"], []]);
});

test("a platform that lets us in when the bot is being stopped is left at once, and so is one that had before", async () => {
  const [late, early] = [stage(() => undefined), stage()];
  await early.letIn();
  for (const { chat } of [late, early]) await chat.close();
  await late.letIn();
  expect([late.closed(), early.closed()]).toEqual([1, 1]);
});
