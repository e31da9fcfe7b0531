import type { Message } from "#src/project/message.ts";
import { question } from "../../../contracts/chat.ts";

type State = "waiting" | "running" | "blocked" | "done";

export const analyst = { id: "analyst", name: "Analyst", badge: "🔍" };

/** A status card with one stage per state. */
export const status = (title: string, done: number, states: readonly State[]): Message => ({
  kind: "status",
  tone: "neutral",
  from: null,
  blocks: [
    { type: "heading", text: title },
    {
      type: "progress",
      done,
      total: 10,
      items: states.map((state, i) => ({
        label: ["Analyze", "Design", "Build", "Validate", "Launch"][i] ?? "More",
        state,
        note: "",
      })),
    },
    {
      type: "facts",
      facts: [
        { name: "Tokens", value: "12.3k" },
        { name: "Spend", value: "n/a" },
      ],
    },
    { type: "context", text: "Scripted demo, no AI" },
  ],
  mentions: [],
  fallback: `${title}: ${done} of 10`,
});

/** An agent says something. */
export const spoken = (text: string): Message => ({
  kind: "handoff",
  tone: "neutral",
  from: analyst,
  blocks: [{ type: "prose", text }],
  mentions: [],
  fallback: text,
});

/** The contract's question under another name and number. */
export const asking = (escalation: string, heading: string): Message => ({
  ...question,
  blocks: [
    { type: "heading", text: heading },
    ...question.blocks.filter((block) => block.type === "actions").map((block) => ({ ...block, escalation })),
  ],
  fallback: heading,
});
