import { readActionId } from "#adapters/chat/slack/ids.ts";
import { isRecord, string } from "../../support/json.ts";
import { elementsIn } from "../../support/slack/elements.ts";
import type { Person } from "../../support/slack/person.ts";
import type { Seen } from "../../support/slack/places.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Post } from "../../support/slack/world.ts";
import type { Button, Sight } from "../chat/platform.ts";
import type { ToldOf } from "./told.ts";

/** What people see in Slack. */
export const createSight = (
  slack: TestSlack,
  personOf: (id: string) => Person | undefined,
  told: ToldOf,
): Sight => {
  const buttonsIn = ({ ts, blocks }: Pick<Seen, "ts" | "blocks">): readonly Button[] =>
    elementsIn(blocks).flatMap(({ element }) => {
      const actionId = string(element["action_id"]);
      const means = choiceOf(actionId) ?? string(element["value"]);
      const confirm = isRecord(element["confirm"]) ? { confirm: true } : {};
      const press: Button["press"] = async (person) => {
        const delivery = await personOf(person)?.click({ ts, blocks }, actionId, confirm);
        return delivery === undefined || delivery === null ? null : told(delivery);
      };
      return means === "" ? [] : [{ means, press }];
    });
  const choicesIn = (message: Pick<Seen, "ts" | "blocks">): readonly Button[] =>
    asks(message) ? buttonsIn(message) : [];
  return {
    isThere: () => slack.connections.some(({ open }) => open),
    roots: (channel) =>
      slack.posts
        .filter((post) => post.channel === channel && post.thread === null && keyOf(post) !== "")
        .map((post) => ({ id: post.ts, channel, project: keyOf(post).split(":")[0] ?? "" })),
    length: ({ id }) => slack.posts.filter(({ thread }) => thread === id).length,
    button: async ({ id }, says) => {
      const { blocks } = await slack.message(id);
      return buttonsIn({ ts: id, blocks }).find(({ means }) => means === says);
    },
    asked: ({ id }) => slack.posts.filter((post) => post.thread === id && asks(post)).map(({ ts }) => ts),
    choices: async (ts) => choicesIn(await slack.message(ts)),
  };
};

/** Of the effect that posted it. */
export const keyOf = ({ payload }: Post): string => string(payload["k"]);

const asks = ({ blocks }: Pick<Seen, "blocks">): boolean =>
  elementsIn(blocks).some(({ element }) => choiceOf(string(element["action_id"])) !== null);

const choiceOf = (actionId: string): string | null => {
  const read = readActionId(actionId);
  return read?.type === "decide" ? read.choice : null;
};
