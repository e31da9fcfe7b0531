import type { Field } from "#src/project/form.ts";
import type { Block, Choice } from "#src/project/message.ts";

/** A choice, neutral and final where nothing else is said. */
export const choice = (id: string, label: string, more: Partial<Choice> = {}): Choice => ({
  id,
  label,
  intent: "neutral",
  wantsNote: false,
  ...more,
});

/** Choices of escalation e3 in its second revision. */
export const actions = (...choices: readonly Choice[]): Extract<Block, { type: "actions" }> => ({
  type: "actions",
  escalation: "e3",
  rev: 2,
  project: "p-3f9k2m7q",
  choices: [...choices],
});

/** One of each kind: it goes on, it asks for words, it is final. */
export const threeChoices = actions(
  choice("approve", "Approve", { intent: "primary" }),
  choice("modify", "Modify", { wantsNote: true }),
  choice("stop", "Stop", { intent: "danger" }),
);

/** CommonMark with a little of everything. */
export const plan = [
  "# Plan",
  "We **ship**.",
  "",
  "Then:",
  "",
  "3. one",
  "   - [ ] deep",
  "   - [x] `done`",
  "4. two",
  "",
  "> said",
  "> - so",
  "",
  "```ts",
  "let a;",
  "```",
].join("\n");

/** A choice of two workflows. */
export const workflowField: Extract<Field, { type: "choice" }> = {
  type: "choice",
  id: "workflow",
  label: "Workflow",
  optional: false,
  options: [
    { id: "sdlc", label: "Software" },
    { id: "research", label: "Research" },
  ],
  initial: "research",
};

/** Who may decide; `initial` are ids as the platform has them. */
export const approversField = (...initial: readonly string[]): Field => ({
  type: "people",
  id: "approvers",
  label: "Who decides",
  optional: true,
  initial: [...initial],
});

export const filesField: Field = { type: "files", id: "files", label: "Files", optional: true, most: 5 };
