import { describe, expect, test } from "vitest";
import { problemsOf, problemsOfView } from "./block-rules.ts";

const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
const header = (text: string) => ({ type: "header", text: plain(text) });
const section = (element: object) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [element] }],
});
const table = (rows: readonly (readonly string[])[]) => ({
  type: "table",
  rows: rows.map((row) => row.map((text) => ({ type: "raw_text", text }))),
});

describe("the rules that posts are checked by", () => {
  test("accept a small message", () => {
    expect(problemsOf({ text: "Hello", blocks: [header("Hello")] })).toEqual([]);
  });

  test.each([
    ["a message without blocks", { text: "a", blocks: [] }],
    ["a message without text", { text: "", blocks: [header("a")] }],
    ["51 blocks", { text: "a", blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) }],
    ["a header of 151 characters", { text: "a", blocks: [header("a".repeat(151))] }],
    ["a blank header", { text: "a", blocks: [header("  ")] }],
    ["half a character", { text: "a", blocks: [header("\ud83d")] }],
    ["an override of the direction of text", { text: "a", blocks: [header("a\u202eb")] }],
    [
      "text that Slack would parse",
      { text: "a", blocks: [{ type: "section", text: { type: "mrkdwn", text: "a" } }] },
    ],
    ["empty text", { text: "a", blocks: [section({ type: "text", text: "" })] }],
    ["everybody", { text: "a", blocks: [section({ type: "broadcast", range: "channel" })] }],
    ["a stranger", { text: "a", blocks: [section({ type: "user", user_id: "U0STRANGER" })] }],
    ["a stranger in the text", { text: "a <@U0STRANGER>", blocks: [header("a")] }],
    ["a channel in the text", { text: "a <!channel>", blocks: [header("a")] }],
    ["a link that is a script", { text: "a", blocks: [section({ type: "link", url: "javascript:1" })] }],
    [
      "a link with other words",
      { text: "a", blocks: [section({ type: "link", url: "https://a.b", text: "c" })] },
    ],
    ["two tables", { text: "a", blocks: [table([["a"]]), table([["b"]])] }],
    ["an empty cell", { text: "a", blocks: [table([["a", ""]])] }],
    ["rows of different lengths", { text: "a", blocks: [table([["a"], ["b", "c"]])] }],
    ["4,001 bytes of text", { text: "語".repeat(1_334), blocks: [header("a")] }],
    [
      "too much text in all",
      {
        text: "a",
        blocks: Array.from({ length: 4 }, () => section({ type: "text", text: "a".repeat(3_200) })),
      },
    ],
    [
      "one action_id twice",
      {
        text: "a",
        blocks: [
          {
            type: "actions",
            elements: [1, 2].map(() => ({ type: "button", action_id: "a", text: plain("a") })),
          },
        ],
      },
    ],
  ])("refuse %s", (_, wire) => {
    expect(problemsOf(wire)).not.toEqual([]);
  });

  test("accept who is listed", () => {
    expect(
      problemsOf({ text: "a <@U0ANNA>", blocks: [section({ type: "user", user_id: "U0ANNA" })] }, ["U0ANNA"]),
    ).toEqual([]);
  });

  test("refuse a table in a view, and a title of 25 characters", () => {
    const modal = {
      type: "modal",
      callback_id: "a",
      private_metadata: "{}",
      title: plain("a"),
      submit: plain("a"),
      close: plain("a"),
      blocks: [header("a")],
    };
    expect(problemsOfView(modal)).toEqual([]);
    expect(problemsOfView({ ...modal, title: plain("a".repeat(25)) })).not.toEqual([]);
    expect(problemsOfView({ ...modal, blocks: [table([["a"]])] })).not.toEqual([]);
    expect(problemsOfView({ type: "home", blocks: [table([["a"]])] })).not.toEqual([]);
  });
});
