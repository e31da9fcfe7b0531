import { describe, expect, test } from "vitest";
import { parseRole } from "#src/team/role.ts";
import { parseWorkflow } from "#src/team/workflow.ts";
import { mistakeIn, roleFile, templates, withChange, workflowFile, workflowText } from "./samples.ts";

const roles = [parseRole(roleFile("analyst")), parseRole(roleFile("architect"))];
const stageKeys =
  "id, title, agent, phase, needs, when, plan, discuss, produce, repeat, gate, model, timeout, maxTokens";
const fileForm =
  'give only a file name (letters, digits, "-" and "_", ending in ".md"), for example requirements.md; it is put into the phase\'s folder';
const timeForm = 'write a time from 100ms to 24h, such as "90s", "5m" or "1h"';
const briefForm = "write {phase}/{name}.md, for example requirements/project_brief.md";
const stagesPart = workflowText.slice(workflowText.indexOf("stages:"));
const twoPhase = "phase: design";

/** What is replaced, by what, and the message from line and column on. */
type Row = readonly [from: string, to: string, message: string];

const inWorkflow: readonly Row[] = [
  // keys and values
  [
    "title: Demo",
    "titel: Demo",
    '2:1 titel is not a known key; choose one of name, title, brief, parallel, stages. Did you mean "title"?',
  ],
  [
    "agent: architect",
    "agnet: architect",
    `13:5 stages[1].agnet is not a known key; choose one of ${stageKeys}. Did you mean "agent"?`,
  ],
  ["title: Two", "<<: { title: Two }", `12:5 stages[1]["<<"] is not a known key; choose one of ${stageKeys}`],
  [
    "title: Two",
    "__proto__: { title: Two }",
    `12:5 stages[1].__proto__ is not a known key; choose one of ${stageKeys}`,
  ],
  ["title: Two", '"a\\nb": Two', `12:5 stages[1]["a\\nb"] is not a known key; choose one of ${stageKeys}`],
  [
    twoPhase,
    `${twoPhase}\n    gate: { aproval: always }`,
    '15:13 stages[1].gate.aproval is not a known key; choose one of approval, rollbackTo. Did you mean "approval"?',
  ],
  [workflowText, "", "1:1 this is empty; it must be a map of keys and values"],
  [workflowText, "- a", "1:1 this must be a map of keys and values, not a list"],
  [stagesPart, "", '1:1 stages is missing; add "stages: …"'],
  [stagesPart, "stages:", "4:1 stages is empty; it must be a list"],
  [stagesPart, "stages: []", "4:9 stages has too few items; add at least 1"],
  ["    agent: architect\n", "", '11:5 stages[1].agent is missing; add "agent: …"'],
  ["    phase: design\n", "", '11:5 stages[1].phase is missing; add "phase: …"'],
  ["title: Two", "title: 12", "12:12 stages[1].title must be text, not 12; put it in quotes"],
  ["title: Two", "title: [Two]", "12:12 stages[1].title must be text, not a list"],
  ["title: Two", "title:", "12:5 stages[1].title is empty; it must be text"],
  [
    "title: Two",
    `title: ${"x".repeat(81)}`,
    "12:12 stages[1].title is too long: 81 characters; make it at most 80",
  ],
  [
    "title: Two",
    'title: "a\\nb"',
    '12:12 stages[1].title "a\\nb" is not valid: write it on one line, without control characters',
  ],
  [
    "id: two",
    "id: Two_Words",
    '11:9 stages[1].id "Two_Words" is not valid: use lower-case letters, digits and single hyphens, starting with a letter',
  ],
  [
    twoPhase,
    "phase: Market_Research",
    '14:12 stages[1].phase "Market_Research" is not valid: use lower-case letters, digits and single hyphens, starting with a letter',
  ],
  [
    twoPhase,
    "phase: metadata",
    '14:12 stages[1].phase "metadata" is not valid: the files of this folder are written by BotArmy itself; choose another name',
  ],
  [
    twoPhase,
    "phase: com1",
    '14:12 stages[1].phase "com1" is not valid: Windows keeps this name for a device; choose another one',
  ],
  [
    twoPhase,
    `${twoPhase}\n    gate: { approval: never }`,
    '15:23 stages[1].gate.approval must be one of auto, always, not "never"',
  ],
  [twoPhase, `${twoPhase}\n    maxTokens: 3`, "15:16 stages[1].maxTokens must be at least 500, not 3"],
  [
    twoPhase,
    `${twoPhase}\n    maxTokens: 1000.5`,
    "15:16 stages[1].maxTokens must be a whole number, not 1000.5",
  ],
  [twoPhase, `${twoPhase}\n    timeout: 300`, `15:14 stages[1].timeout 300 is not valid: ${timeForm}`],
  [twoPhase, `${twoPhase}\n    timeout: 48h`, `15:14 stages[1].timeout "48h" is not valid: ${timeForm}`],
  [
    "sections: [Goal]",
    "sections: [Goal, sources]",
    '9:59 stages[0].plan.sections[1] "sources" is not valid: a list of sources is added to every document by itself; leave it out, or choose another heading',
  ],
  [
    "sections: [Goal]",
    "sections: [Goal, 7]",
    "9:59 stages[0].plan.sections[1] must be text, not 7; put it in quotes",
  ],
  // paths
  [
    "d2.md",
    "../../etc/passwd.md",
    `16:22 stages[1].produce.file "../../etc/passwd.md" is not valid: ${fileForm}`,
  ],
  ["d2.md", "/etc/passwd.md", `16:22 stages[1].produce.file "/etc/passwd.md" is not valid: ${fileForm}`],
  [
    "d2.md",
    "aux.md",
    '16:22 stages[1].produce.file "aux.md" is not valid: Windows keeps this name for a device; choose another one',
  ],
  ["d2.md", "d2.sh", `16:22 stages[1].produce.file "d2.sh" is not valid: ${fileForm}`],
  [
    "requirements/brief.md",
    "requirements/../x.md",
    `3:8 brief "requirements/../x.md" is not valid: ${briefForm}`,
  ],
  ["requirements/brief.md", "metadata/brief.md", `3:8 brief "metadata/brief.md" is not valid: ${briefForm}`],
  [
    "file: d2.md",
    "file: P2.md",
    '16:22 stages[1].produce.file "design/P2.md" is already written by stages[1].plan; choose another name',
  ],
  [
    "d1.md",
    "Brief.md",
    '10:22 stages[0].produce.file "requirements/Brief.md" is already written by the brief; choose another name',
  ],
  // references
  ["name: demo", "name: other", '1:7 name "other" is not the file\'s name; write "demo" or rename the file'],
  [
    "agent: architect",
    "agent: architekt",
    '13:12 stages[1].agent "architekt" is not an agent; choose one of analyst, architect. Did you mean "architect"?',
  ],
  [
    "agent: architect",
    "agent: bob",
    '13:12 stages[1].agent "bob" is not an agent; choose one of analyst, architect',
  ],
  [
    "template: architecture",
    "template: architectrue",
    '16:39 stages[1].produce.template "architectrue" is not a prompt template; choose one of plan, requirements, architecture. Did you mean "architecture"?',
  ],
  ["id: two", "id: one", '11:9 stages[1].id "one" is also the id of stages[0]; give each stage its own'],
  ["id: two", "id: brief", '11:9 stages[1].id "brief" is what the brief itself is called; choose another id'],
  [
    twoPhase,
    `${twoPhase}\n    needs: [oen]`,
    '15:13 stages[1].needs[0] "oen" is not a stage; choose one of one, two. Did you mean "one"?',
  ],
  [
    twoPhase,
    `${twoPhase}\n    needs: [two]`,
    "15:12 stages[1].needs is part of a circle: two needs two; remove one of these needs",
  ],
  [
    "phase: requirements",
    "phase: requirements\n    needs: [two]",
    "9:12 stages[0].needs is part of a circle: one needs two needs one; remove one of these needs",
  ],
  [
    "phase: requirements",
    "phase: requirements\n    gate: { rollbackTo: two }",
    '9:25 stages[0].gate.rollbackTo "two" is neither this stage nor one it depends on; choose one of one',
  ],
  // what YAML could do and must not
  ["    title: Two", "\ttitle: Two", "12:1 tabs are not allowed; use spaces"],
  ["title: Two", "title: T\u0007wo", "12:13 the control character U+0007 is not allowed; delete it"],
  [
    "title: Two",
    "title: &a Two",
    "12:12 anchors (&name) are not allowed; write the value out where it is needed",
  ],
  [
    "title: Two",
    "title: *a",
    '12:12 aliases (*name) are not allowed; write the value out, or put text that starts with "*" in quotes',
  ],
  [
    "title: Two",
    "title: !!js/function 'x'",
    '12:12 tags (!name) are not allowed; remove it, or put text that starts with "!" in quotes',
  ],
  ["name: demo", "%YAML 1.1\n---\nname: demo", "1:1 directives (%NAME) are not allowed; remove the line"],
  ["title: Two", "title: Two\n    title: Three", '13:5 the key "title" is here twice; remove one'],
  ["title: Two", "? [a]\n    : b", "12:7 this is not valid YAML: a key must be plain text"],
  [
    "stages:",
    "---\nstages:",
    "4:1 this is not valid YAML: a second document starts here; keep one per file and remove this line",
  ],
  // slips of the keyboard
  ["title: Two", 'title: "Two', "12:12 the quote that opens here is not closed; close it"],
  ["sections: [Goal]", "sections: [Goal", "9:52 the bracket that opens here is not closed; close it"],
  [
    "template: architecture }",
    "template: architecture",
    "16:14 the bracket that opens here is not closed; close it",
  ],
  [
    "title: Two",
    "title: Two: three",
    "12:12 this is not valid YAML: a key stands inside another key's value; put text in quotes, or check the indentation of the next line",
  ],
  [
    "    title: Two",
    "    title",
    '12:5 this is not valid YAML: this line has no "key: value"; add the colon, or check the indentation',
  ],
  [
    "    title: Two",
    "   title: Two",
    "12:1 this is not valid YAML: a character is missing here; check the colon after a key, the dash before an item, the comma in brackets",
  ],
  [
    "title: Two",
    'title: "Two" x',
    "12:18 this is not valid YAML: this does not fit here; check the indentation, brackets and quotes of this line and the one before",
  ],
  [
    "title: Two",
    'title: "T\\qwo"',
    "12:14 this is not valid YAML: this backslash means nothing in double quotes; use single quotes, or write it twice",
  ],
  [
    "title: Two",
    "title: @Two",
    "12:12 this is not valid YAML: text cannot start with this character; put it in quotes",
  ],
];

describe("a mistake in a workflow file is refused with its line, its column and what to do", () => {
  test.each(inWorkflow.map(([from, to, message]) => ({ from, to, message })))(
    "$message",
    ({ from, to, message }) => {
      const file = workflowFile(withChange(workflowText, from, to));
      expect(mistakeIn(() => parseWorkflow(file, roles, templates))).toBe(
        `workflow-invalid: workflows/demo.yml:${message}`,
      );
    },
  );
});
