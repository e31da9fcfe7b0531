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
