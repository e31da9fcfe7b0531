import { describe, expect, test } from "vitest";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { renderMessage } from "#adapters/chat/slack/render.ts";
import type { Block } from "#src/project/message.ts";
import { actions, choice, threeChoices } from "../samples.ts";
import { blocksOf, only, plain, rich, say, section, text } from "./rendered.ts";
import { seen } from "./seen.ts";

describe("choices", () => {
  test("are buttons; a final danger asks back, one that wants words says so", () => {
    expect(blocksOf(threeChoices)).toEqual([
      {
        type: "actions",
        elements: [
          {
            type: "button",
            action_id: "decide|p-3f9k2m7q|e3|2|approve",
            text: plain("Approve"),
            style: "primary",
          },
          { type: "button", action_id: "decide|p-3f9k2m7q|e3|2|modify", text: plain("Modify…") },
          {
            type: "button",
            action_id: "decide|p-3f9k2m7q|e3|2|stop",
            text: plain("Stop"),
            style: "danger",
            confirm: {
              title: plain("Are you sure?"),
              text: plain("Stop: this cannot be taken back."),
              confirm: plain("Stop"),
              deny: plain("Not now"),
            },
          },
        ],
      },
    ]);
  });

  test("are a menu when there are more than five", () => {
    const [block] = blocksOf(actions(...["a", "b", "c", "d", "e", "f"].map((id) => choice(id, `Do ${id}`))));
    expect(block).toEqual({
      type: "actions",
      elements: [
        {
          type: "static_select",
          action_id: "decide|p-3f9k2m7q|e3|2|",
          placeholder: plain("Decide…"),
          options: ["a", "b", "c", "d", "e", "f"].map((id) => ({ text: plain(`Do ${id}`), value: id })),
        },
      ],
    });
  });

  test("with a label that is too long are said in full above", () => {
    const long = "b".repeat(80);
    const [said, buttons] = blocksOf(actions(choice("a", "Do a"), choice("b", long)));
    expect(said).toEqual(rich(section(text(`• Do a\n• ${long}`))));
    expect(seen(buttons)).toBe(`Do a ${"b".repeat(74)}…`);
  });

  test("stand after the people they are for, who alone are notified", () => {
    const part = only(
      say(
        [{ type: "heading", text: "May we?" }, actions(choice("a", "Yes")), { type: "context", text: "e3" }],
        {
          kind: "escalation",
          mentions: ["U0ANNA", "U0ANNA", "S0TEAM"],
          fallback: "May we ask <!channel> & <@U0EVE>?",
        },
      ),
    );
    expect(part.blocks.map((block) => block.type)).toEqual(["header", "rich_text", "actions", "context"]);
    expect(part.blocks[1]).toEqual(
      rich(
        section({ type: "user", user_id: "U0ANNA" }, text(" "), {
          type: "usergroup",
          usergroup_id: "S0TEAM",
        }),
      ),
    );
    expect(part.text).toBe("May we ask &lt;!channel&gt; &amp; &lt;@U0EVE&gt;? <@U0ANNA> <!subteam^S0TEAM>");
    expect([part.parse, part.link_names]).toEqual(["none", false]);
  });

  test("are in the last part of a long message, with all that follows them", () => {
    const long: Block = { type: "prose", text: "word ".repeat(2_400) };
    const end: Block[] = [actions(choice("a", "Yes")), { type: "context", text: "e3" }];
    const { parts } = renderMessage(say([long, ...end], { mentions: ["U0ANNA"] }), slackLimits);
    expect(parts.map((part) => part.blocks.at(-1)?.type)).toEqual(["rich_text", "context"]);
    expect(parts[1]?.blocks.map((block) => block.type).slice(-3)).toEqual([
      "rich_text",
      "actions",
      "context",
    ]);
    expect(parts.map((part) => part.text)).toEqual(["(1/2) In short", "(2/2) In short <@U0ANNA>"]);
  });
});

test("buttons say their words as their value", () => {
  expect(
    blocksOf({
      type: "buttons",
      project: null,
      buttons: [
        { label: "Next", says: "logs page 2", intent: "neutral", confirm: null },
        { label: "Stop", says: "stop", intent: "danger", confirm: "All work ends." },
      ],
    }),
  ).toEqual([
    {
      type: "actions",
      elements: [
        { type: "button", action_id: "says|-|0", value: "logs page 2", text: plain("Next") },
        {
          type: "button",
          action_id: "says|-|1",
          value: "stop",
          text: plain("Stop"),
          style: "danger",
          confirm: {
            title: plain("Are you sure?"),
            text: plain("All work ends."),
            confirm: plain("Stop"),
            deny: plain("Not now"),
            style: "danger",
          },
        },
      ],
    },
  ]);
});
