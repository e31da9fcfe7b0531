import { describe, expect, test } from "vitest";
import { parseRole } from "#src/team/role.ts";
import { parseWorkflow } from "#src/team/workflow.ts";
import {
  fullAgents,
  fullText,
  minimalText,
  mistakeIn,
  roleFile,
  withChange,
  workflowFile,
} from "./samples.ts";

const roles = fullAgents.map((id) => parseRole(roleFile(id)));
const templates = ["document", "plan", "requirements"];
const when = "when: outputs.left.state == 'done' or outputs.right.quality < 0.9";
const until = "until: outputs.finish.facts.defects == 0 and round > 1";
const that = "that: document.words >= 200";
const members = "members: [analyst, critic]";

/** What is replaced, by what, and what is written then. */
const conditions: readonly (readonly [from: string, to: string])[] = [
  [when, "when: true"],
  [when, "when: outputs.left.state = 'done'"],
  [when, "when: \"outputs.left.state = 'done'\""],
  [when, "when: >\n      outputs.left.state\n      = 'done'"],
  [when, "when: outputs.lefft.state == 'done'"],
  [when, "when: outputs.left.qualty > 0.5"],
  [when, "when: outputs.finish.quality > 0.5"],
  [when, "when: outputs.review.quality > 0.5"],
  [when, "when: output.left.quality > 0.5"],
  [when, "when: round > 1"],
  [when, "when: confidence > 0.5"],
  ["phase: research\n", "phase: research\n    when: outputs.left.files > 1\n"],
  [when, "when: outputs.left.quality"],
  [when, "when: outputs.left.state == 'finished'"],
  [when, "when: outputs.left.quality > 'high'"],
  [when, "when: outputs.left.facts.defects.high > 1"],
  [when, "when: outputs.left.claims > 1"],
  [when, "when: settings.approver == 'x'"],
  [when, "when: settings.approvers == 'x'"],
  [when, "when: settings.approvers.length > 1"],
  [when, "when: count(brief.words) > 1"],
  [when, "when: brief-words > 1"],
  [when, "when: brief.words[0] > 1"],
  [when, "when: settings.saving > false"],
  [when, "when: contains(brief.words, 1)"],
  [when, "when: spec.ready and True"],
  [until, "until: rounds > 1"],
  [until, `until: ${"spec.a or ".repeat(60)}spec.a`],
  [that, "that: outputs.start.quality > 0.8"],
  [that, "that: document.word >= 200"],
];

const others: readonly (readonly [from: string, to: string])[] = [
  ["from: left", "from: finnish"],
  ["from: left", "from: review"],
  ["# left", "repeat: { from: start, until: spec.ok }\n    when: spec.left"],
  ["    model:", "    repeat: { from: start, until: spec.ok }\n    model:"],
  [members, "members: [analyst]"],
  [members, "members: [analyst, critik]"],
  [members, "members: [analyst, analyst]"],
  [members, `${members}\n      max: 25`],
  [members, "members: [analyst, critic, writer]\n      max: 2"],
  [members, `${members}\n      agreement: 85`],
  [members, `${members}\n      speakers: loudest`],
  ["topic: Which of the two holds?", 'topic: " "'],
  ["model: anthropic/claude-opus-5-5", "model: claude-opus-5-5"],
  ["structure: requirements", "structure: requirement"],
  ["instructions: Plan briefly.", "structure: requirements"],
  ["name: names risks", "name: Long Enough"],
  ["parallel: 3", "parallel: 9"],
  ["parallel: 3", "parallel: yes"],
  ["file: right.md", "file: Left.md"],
  ["file: right.md", "file: right.md, template: documnet"],
];

const mistake = (text: string) =>
  mistakeIn(() => parseWorkflow(workflowFile(text), roles, templates)).replace(
    "workflow-invalid: workflows/demo.yml:",
    "",
  );

describe("what a workflow says and that cannot be is refused with its place and what to do", () => {
  test("conditions, at the place inside them", () => {
    expect(conditions.map(([from, to]) => mistake(withChange(fullText, from, to)))).toMatchInlineSnapshot(`
      [
        "48:11 stages[3].when must be text, not true; put it in quotes",
        "48:30 stages[3].when cannot be read: two values are compared by two equal signs; write "=="",
        "48:31 stages[3].when cannot be read: two values are compared by two equal signs; write "=="",
        "48:11 stages[3].when cannot be read: two values are compared by two equal signs; write "=="",
        "48:19 stages[3].when asks for outputs of "lefft", which is no stage; choose one of left, right, start. Did you mean "left"?",
        "48:24 stages[3].when asks for "qualty", which outputs.left does not have; choose one of state, confidence, quality, questions, files, attempt, claims, facts. Did you mean "quality"?",
        "48:19 stages[3].when asks for outputs of "finish", which this stage does not depend on, so they may not be there yet; add it to needs, or choose one of left, right, start",
        "48:19 stages[3].when asks for outputs of its own stage, which are not there before it has run; choose one of left, right, start",
        "48:11 stages[3].when asks for "output", which is not known here; choose one of spec, settings, brief, outputs, or put text in quotes. Did you mean "outputs"?",
        "48:11 stages[3].when asks for "round", which is not known here; choose one of spec, settings, brief, outputs, or put text in quotes. Rounds are known only in "until"",
        "48:11 stages[3].when asks for "confidence", which is not known here; choose one of spec, settings, brief, outputs, or put text in quotes. Outside of checks write outputs.{stage}.confidence",
        "10:19 stages[0].when asks for outputs of "left", which this stage does not depend on, so they may not be there yet; add it to needs, or ask for spec, settings or brief",
        "48:11 stages[3].when asks for outputs.left.quality, which is a number and neither true nor false; compare it, as in … >= 0.8",
        "48:11 stages[3].when asks for the state "finished", which there is not; choose one of waiting, active, blocked, done, skipped",
        "48:11 stages[3].when compares a number with text, which are never equal; use two of one kind",
        "48:38 stages[3].when asks for a part of outputs.left.facts.defects, which is one value; remove ".high"",
        "48:11 stages[3].when compares a map; add the name of one of its values",
        "48:20 stages[3].when asks for "approver", which settings does not have; choose one of approvals, escalateBelow, approveBelow, qualityBelow, agreeFrom, maxHandovers, mediationRounds, settleFrom, maxTries, retryDelayMs, stepTimeoutMs, decisionMs, budgetTokens, budgetUsd, saving, approvers. Did you mean "approvers"?",
        "48:11 stages[3].when compares a list; write count(…) > 0, or contains(…, …)",
        "48:30 stages[3].when asks for a name in settings.approvers, which is a list; write settings.approvers[0], count(settings.approvers) or contains(settings.approvers, …)",
        "48:17 stages[3].when counts a number; only lists and maps are counted, so remove count",
        "48:11 stages[3].when asks for "brief-words", which is not known here; choose one of spec, settings, brief, outputs, or put text in quotes. A hyphen belongs to the name, and conditions do not calculate: write "brief" and compare it",
        "48:22 stages[3].when asks for an item of brief.words, which is no list; remove "[0]"",
        "48:11 stages[3].when says that true is more or less than false; use "==" or "!="",
        "48:20 stages[3].when looks into a number; contains(…) must have a list or text first",
        "48:26 stages[3].when asks for "True", which is not known here; choose one of spec, settings, brief, outputs, or put text in quotes. Did you mean "true"?",
        "60:14 stages[4].repeat.until asks for "rounds", which is not known here; choose one of spec, settings, brief, outputs, round, or put text in quotes. Did you mean "round"?",
        "60:14 stages[4].repeat.until is too long: 606 characters; make it at most 500",
        "28:17 stages[0].produce.checks[0].that asks for "outputs", which is not known here; choose one of document, claims, facts, spec, confidence, or put text in quotes. A check knows only the result it checks",
        "28:26 stages[0].produce.checks[0].that asks for "word", which document does not have; choose one of words, sections, headings. Did you mean "words"?",
      ]
    `);
  });

  test("repeats, discussions, models, structures, checks and files", () => {
    expect(others.map(([from, to]) => mistake(withChange(fullText, from, to)))).toMatchInlineSnapshot(`
      [
        "59:13 stages[4].repeat.from "finnish" is neither this stage nor one it depends on; choose one of finish, review, left, right, start. Did you mean "finish"?",
        "59:13 stages[4].repeat.from "review" may be skipped by its "when"; choose a stage that always runs, or remove that "when"",
        "60:13 stages[4].repeat.from "left" may be skipped by its "when"; choose a stage that always runs, or remove that "when"",
        "60:13 stages[4].repeat.from "left" to "finish" overlaps the repeat from "start" to "review"; put one wholly inside the other, or apart from it",
        "51:16 stages[3].discuss.members has too few items; add at least 2",
        "51:26 stages[3].discuss.members[1] "critik" is not an agent; choose one of analyst, critic, writer. Did you mean "critic"?",
        "51:26 stages[3].discuss.members[1] "analyst" takes part already; remove it, or name another agent",
        "52:12 stages[3].discuss.max must be at most 24, not 25",
        "52:12 stages[3].discuss.max gives 3 members only 2 turns, so they can never all agree; put at least 3",
        "52:18 stages[3].discuss.agreement must be at most 1, not 85",
        "52:17 stages[3].discuss.speakers must be one of turns, chosen, not "loudest"",
        "50:14 stages[3].discuss.topic " " is not valid: write some text",
        "53:12 stages[3].model "claude-opus-5-5" is not valid: write {provider}/{model}, for example anthropic/claude-opus-5-5",
        "25:18 stages[0].produce.structure must be one of requirements, architecture, implementation, test-plan, deployment, not "requirement". Did you mean "requirements"?",
        "13:18 stages[0].plan.structure belongs to what the stage produces; move it to produce",
        "29:17 stages[0].produce.checks[1].name "Long Enough" is also the name of checks[0]; give each check its own",
        "4:11 parallel must be at most 8, not 9",
        "4:11 parallel must be a number, not "yes"",
        "43:22 stages[2].produce.file "draft/Left.md" is already written by stages[1].produce; choose another name",
        "43:42 stages[2].produce.template "documnet" is not a prompt template; choose one of document, plan, requirements. Did you mean "document"?",
      ]
    `);
  });

  test("a template that is meant when none is named must exist as well", () => {
    expect(mistakeIn(() => parseWorkflow(workflowFile(minimalText), roles, ["plan"]))).toBe(
      'workflow-invalid: workflows/demo.yml:8:14 stages[0].produce.template "document" is not a prompt template; choose one of plan',
    );
  });

  test("more agents than a project can have", () => {
    const ids = Array.from({ length: 36 }, (_, index) => `talker-${index}`);
    const talks = Array.from({ length: 6 }, (_, index) => {
      const six = ids.slice(index * 6, index * 6 + 6).join(", ");
      const discuss = `discuss: { topic: T, members: [${six}] }`;
      return `  - { id: s-${index}, agent: analyst, phase: talk, ${discuss}, produce: { file: t${index}.md } }\n`;
    });
    const text = minimalText + talks.join("");
    const all = [...roles, ...ids.map((id) => parseRole(roleFile(id)))];
    expect(mistakeIn(() => parseWorkflow(workflowFile(text), all, templates))).toMatch(
      /:13:\d+ stages\[5\]\.discuss\.members\[5\] is one agent too many; a workflow has at most 30, so remove it$/,
    );
  });
});
