import { string } from "../../support/json.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Post } from "../../support/slack/world.ts";
import type { Left, Posted } from "../platform.ts";

/** What the product did in a Slack. */
export const look = (slack: TestSlack): Left => ({
  posts: slack.posts.map(postOf),
  edits: slack.callsOf("chat.update").map(({ args, at, doneAt }) => ({
    id: string(args["ts"]),
    at,
    doneAt: doneAt ?? Infinity,
  })),
  limited: slack.rateLimited().map(({ method, at }) => ({ what: method, at })),
  calls: slack.calls.map(({ method, at }) => ({ what: method, at })),
  // What is announced is the same message.
  lines: [],
});

const postOf = ({ ts, payload, at, files }: Post): Posted => {
  const key = string(payload["k"]);
  return {
    id: ts,
    key,
    name: key === "" ? "" : `${key}#${String(payload["part"])}`,
    isLast: payload["part"] === payload["parts"],
    hasFile: files.length > 0,
    at,
  };
};
