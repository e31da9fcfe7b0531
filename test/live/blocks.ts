import type { Block, Message } from "#src/project/message.ts";

/** A red dot. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

/** One block of each kind: the compiler tells of a new one. */
const blocks: { readonly [Type in Block["type"]]: Extract<Block, { type: Type }> } = {
  heading: { type: "heading", text: "A heading" },
  prose: { type: "prose", text: "Prose with **bold**, `code`, a [link](https://example.com) and @everyone." },
  facts: { type: "facts", facts: [{ name: "Confidence", value: "94 %" }] },
  table: { type: "table", columns: ["Lane", "Price"], rows: [["one", "20"]] },
  code: { type: "code", language: "ts", text: "const lane = 1;\n" },
  quote: { type: "quote", text: "A coach must book a lane.", source: "brief" },
  file: { type: "file", path: "requirements/requirements.md", bytes: 2_048, version: 1 },
  divider: { type: "divider" },
  progress: {
    type: "progress",
    done: 1,
    total: 2,
    items: [
      { label: "Analyze", state: "done", note: "" },
      { label: "Design", state: "running", note: "Architect" },
    ],
  },
  actions: {
    type: "actions",
    project: "p-live00000",
    escalation: "e1",
    rev: 1,
    choices: [
      { id: "approve", label: "Approve", intent: "primary", wantsNote: false },
      { id: "modify", label: "Modify", intent: "neutral", wantsNote: true },
      { id: "reject", label: "Reject", intent: "danger", wantsNote: true },
      { id: "later", label: "Later", intent: "neutral", wantsNote: false },
    ],
  },
  context: { type: "context", text: "A remark" },
  tree: {
    type: "tree",
    nodes: [
      { depth: 0, label: "A tree", note: "" },
      { depth: 1, label: "with a branch", note: "new" },
    ],
  },
  picture: { type: "picture", title: "A dot", alt: "A red dot", png },
  buttons: {
    type: "buttons",
    project: null,
    buttons: [{ label: "Status", says: "status", intent: "neutral", confirm: null }],
  },
};

/** Messages that have a block of each kind between them, each with words that it can be known by. */
export const messagesOfAllKinds = (): readonly { readonly message: Message; readonly words: string }[] => {
  const { heading, prose, facts, table, code, quote, divider, context, tree } = blocks;
  const { file, progress, actions, picture, buttons } = blocks;
  return [
    {
      words: "A heading",
      message: say("notice", [heading, prose, facts, table, code, quote, divider, context, tree]),
    },
    { words: "Analyze", message: say("status", [progress, buttons]) },
    { words: "requirements.md", message: say("artifact", [file, picture]) },
    { words: "Please decide", message: say("escalation", [{ ...prose, text: "Please decide" }, actions]) },
  ];
};

export const say = (kind: Message["kind"], shown: readonly Block[]): Message => ({
  kind,
  tone: "neutral",
  from: null,
  blocks: [...shown],
  mentions: [],
  fallback: "A test of BotArmy",
});
