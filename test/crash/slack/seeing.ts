import { readActionId } from "#adapters/chat/slack/ids.ts";
import { elementsIn } from "../../support/slack/elements.ts";
import { isRecord, record, string } from "../../support/slack/json.ts";
import type { Seen } from "../../support/slack/places.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Post } from "../../support/slack/world.ts";

/** A choice of a question, as it is shown. */
export interface Shown {
  readonly actionId: string;
  readonly choice: string;
  readonly asksFirst: boolean;
}

/** A question that is open in a thread. */
export interface Card {
  readonly message: Seen;
  readonly thread: string;
  readonly choices: readonly Shown[];
}

/** The first messages of projects in a channel, as they were posted. */
export const rootsIn = (slack: TestSlack, channel: string): readonly Post[] =>
  slack.posts.filter((post) => post.channel === channel && post.thread === null && keyOf(post) !== "");

export const keyOf = ({ payload }: Post): string => string(payload["k"]);

/** The effect's key begins with its project. */
export const projectOf = (post: Post): string => keyOf(post).split(":")[0] ?? "";

/** How many messages and files a thread has. */
export const lengthOf = (slack: TestSlack, thread: string): number =>
  slack.posts.filter((post) => post.thread === thread).length;

/** Remembers which questions are closed: they stay closed. */
export const createCards = (slack: TestSlack) => {
  const closed = new Set<string>();
  return {
    /** The oldest open question of a thread. */
    open: async (thread: string): Promise<Card | null> => {
      const asked = slack.posts.filter(
        (post) => post.thread === thread && choicesIn(post.blocks).length > 0 && !closed.has(post.ts),
      );
      for (const { ts } of asked) {
        const message = await slack.message(ts);
        const choices = choicesIn(message.blocks);
        if (choices.length > 0) return { message, thread, choices };
        closed.add(ts);
      }
      return null;
    },
  };
};

const choicesIn = (blocks: Seen["blocks"]): readonly Shown[] =>
  elementsIn(blocks).flatMap(({ element }) => {
    const actionId = string(element["action_id"]);
    const read = readActionId(actionId);
    if (read?.type !== "decide" || read.choice === null) return [];
    return [{ actionId, choice: read.choice, asksFirst: isRecord(element["confirm"]) }];
  });

/** The button of a card that says this; undefined when it is not there. */
export const buttonThatSays = (blocks: Seen["blocks"], says: string): string | undefined =>
  elementsIn(blocks)
    .filter(({ element }) => element["value"] === says)
    .map(({ element }) => string(element["action_id"]))[0];

/** Labels of the text fields of a form that must be filled in. */
export const mustFill = (blocks: Seen["blocks"]): readonly string[] =>
  blocks
    .filter((block) => block["type"] === "input" && block["optional"] !== true)
    .map((block) => string(record(block["label"])["text"]));
