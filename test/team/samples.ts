import type { SourceText } from "#src/team/source.ts";

/** Names of the prompt templates that the samples may use. */
export const templates = ["plan", "requirements", "architecture"];

export const roleText = `---
name: Reviewer
badge: 🔍
description: Reads what others wrote.
capabilities: [reading]
---

You read slowly.
`;

/** Two stages; every line is used by some test of a mistake in it. */
export const workflowText = `name: demo
title: Demo
brief: requirements/brief.md
stages:
  - id: one
    title: One
    agent: analyst
    phase: requirements
    plan: { file: p1.md, template: plan, sections: [Goal] }
    produce: { file: d1.md, template: requirements }
  - id: two
    title: Two
    agent: architect
    phase: design
    plan: { file: p2.md, template: plan }
    produce: { file: d2.md, template: architecture }
`;

/** A text with one part of it replaced; a part that is not there is a mistake in the test. */
export function withChange(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the sample has no ${JSON.stringify(from)}`);
  return text.replace(from, () => to);
}

export function roleFile(id: string, text = roleText): SourceText {
  return { path: `agents/${id}.md`, text };
}

export function workflowFile(text = workflowText, name = "demo"): SourceText {
  return { path: `workflows/${name}.yml`, text };
}

/** What `run` throws, as `code: message`. */
export function mistakeIn(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && "code" in error) return `${String(error.code)}: ${error.message}`;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The shortest workflow there can be. */
export const minimalText = `name: demo
title: Demo
brief: input/brief.md
stages:
  - id: go-to-market
    agent: analyst
    phase: campaign
    produce: { file: campaign.md }
`;

/** Agents of the workflow with everything. */
export const fullAgents = ["analyst", "critic", "writer"];

/** A diamond with a way back, in which every key is used somewhere. */
export const fullText = `name: demo
title: Demo
brief: input/brief.md
parallel: 3
stages:
  - id: start
    title: The start
    agent: analyst
    phase: research
    plan:
      file: start-plan.md
      template: plan
      instructions: Plan briefly.
      sections: [Goal]
      checks:
        - { name: short, that: document.words < 900 }
    produce:
      file: start.md
      template: requirements
      instructions: |
        Write for a reader in a hurry.

        No jargon.
      sections: [Goals]
      structure: requirements
      checks:
        - name: long enough
          that: document.words >= 200
        - name: names risks
          that: "contains(document.headings, 'Risks') and claims.grounded > 2"
    gate: { approval: always, rollbackTo: start }
    timeout: 5m
    maxTokens: 20000
  - id: left
    agent: writer
    phase: draft
    produce: { file: left.md }
    # left
  - id: right
    agent: writer
    phase: draft
    needs: [start]
    produce: { file: right.md }
  - id: review
    agent: critic
    phase: review
    needs: [left, right]
    when: outputs.left.state == 'done' or outputs.right.quality < 0.9
    discuss:
      topic: Which of the two holds?
      members: [analyst, critic]
    produce: { file: review.md }
    model: anthropic/claude-opus-5-5
  - id: finish
    agent: writer
    phase: result
    produce: { file: result.md }
    repeat:
      from: left
      until: outputs.finish.facts.defects == 0 and round > 1
`;
