import { describe, expect, test } from "vitest";
import { assignmentOf } from "#src/agent/assignment.ts";
import { buildContext } from "#src/agent/context.ts";
import { createDesk } from "#src/agent/desk.ts";
import { buildTalkContext } from "#src/agent/talk-context.ts";
import { isForSteps, namesIn } from "#src/team/prompt-names.ts";
import { checkPrompts } from "#src/team/prompts.ts";
import { parseRole } from "#src/team/role.ts";
import { loadTeam, listWorkflows } from "#src/team/team.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { runOrder, sampleProject, shippedPrompts } from "../fakes/sample-project.ts";
import { mistakeIn, roleFile, templates, workflowFile, workflowText } from "./samples.ts";

const file = (name: string, text: string) => ({ path: `agents/prompts/${name}.liquid`, text });
const shipped = Object.entries(shippedPrompts()).map(([path, text]) => ({ path, text }));

const good = `{% layout "_step" %}
{% block task %}
Write “{{ stage.title }}” for {{ project.title }}.
{% if step.sections.size > 2 %}Be brief.{% endif %}
{% for one in handed %}{{ one.file }}{% endfor %}
{% assign mine = documents | first %}{{ mine.name }}
{% render "_taste", role: role, words: 3 %}
{% endblock %}
`;
const taste = "{{ role.name }} tastes first, in {{ words }} words.\n";

/** What is said of the shipped prompts with these two beside them. */
const said = (letter: string, part = taste): string =>
  mistakeIn(() => checkPrompts([...shipped, file("letter", letter), file("_taste", part)]));

describe("prompt templates", () => {
  test("that are right are taken: the shipped ones, and one with a layout, a part, a loop and names of its own", () => {
    expect(() => checkPrompts([...shipped, file("letter", good), file("_taste", taste)])).not.toThrow();
  });

  test.each([
    [
      "project.title",
      "project.titel",
      '3:34 asks for "titel", which project does not have; choose one of title. Did you mean "title"?',
    ],
    [
      "stage.title",
      "stag.title",
      /^3:11 asks for "stag", which is not known here; choose one of role, .*\. Did you mean "stage"\?$/,
    ],
    [
      "sections.size",
      "section.size",
      /^4:7 asks for "section", which step does not have; .* Did you mean "sections"\?$/,
    ],
    [
      "in handed",
      "in handed.all",
      /^5:15 asks for "all", which handed does not have; choose one of size, first, last/,
    ],
    ["documents | first", "documents | frist", "6:1 undefined filter: frist; correct the prompt template"],
    ["_taste", "_tast", /^7:1 "_tast" is not a prompt template; choose one of .* Did you mean "_taste"\?$/],
    ["_step", "_steps", /^1:1 "_steps" is not a prompt template; .* Did you mean "_step"\?$/],
    [
      "block task",
      "block taks",
      '2:1 block "taks" is not in "_step"; choose one of task. Did you mean "task"?',
    ],
    [
      "{% endif %}",
      "",
      '8:1 "endblock" closes nothing here; close what is open before it, or correct its name',
    ],
    [
      "{% endfor %}",
      "{% endfo %}",
      '5:38 "endfo" closes nothing here; close what is open before it, or correct its name',
    ],
  ])("are refused at the start with the place: %s as %s", (from, to, message) => {
    expect(good).toContain(from);
    const words = said(good.replace(from, to));
    const place = "template-invalid: agents/prompts/letter.liquid:";
    expect(words.slice(0, place.length)).toBe(place);
    expect(words.slice(place.length)).toMatch(message);
  });

  test("are refused where a part asks for what nobody gives it, and where parts include each other", () => {
    expect(said(good, "Hm.\n{{ wrods }}\n")).toMatch(
      /^template-invalid: agents\/prompts\/_taste\.liquid:2:4 asks for "wrods", which is not known here; /,
    );
    expect(said(good, '{% render "letter" %}')).toBe(
      "template-invalid: agents/prompts/letter.liquid:7:1 this is part of a circle: letter includes _taste includes letter; remove one of these",
    );
    expect(said(good, '{% render "_taste" %}')).toBe(
      "template-invalid: agents/prompts/_taste.liquid:1:1 this is part of a circle: _taste includes _taste; remove one of these",
    );
  });

  test("are looked at before a project starts, and by whoever lists the workflows", () => {
    const sources = {
      agents: [roleFile("analyst"), roleFile("architect")],
      workflows: [workflowFile()],
      prompts: templates.map((name) => file(name, "{{ nope }}")),
    };
    expect(mistakeIn(() => loadTeam(sources, "demo", (text) => text))).toMatch(/^template-invalid: /);
    expect(mistakeIn(() => listWorkflows(sources))).toMatch(/^template-invalid: /);
  });

  test("of a purpose of their own are not for steps", () => {
    const names = shipped.map(({ path }) => path.replace(/^.*\/(.*)\.liquid$/, "$1"));
    expect(names.filter(isForSteps).toSorted()).toEqual([
      "architecture",
      "deployment",
      "document",
      "implementation",
      "plan",
      "requirements",
      "tests",
    ]);
    const sources = {
      agents: [roleFile("analyst"), roleFile("architect")],
      workflows: [workflowFile(workflowText.replaceAll("template: plan", "template: repair"))],
      prompts: shipped,
    };
    expect(mistakeIn(() => loadTeam(sources, "demo", (text) => text))).toMatch(
      /"repair" is not a prompt template; choose one of architecture, /,
    );
  });
});

describe("the names that templates may ask for", async () => {
  const project = await sampleProject(memoryBodies());
  const role = parseRole(roleFile("architect"));
  const given = new Map<string, Readonly<Record<string, unknown>>>();
  const writing = {
    role,
    desk: createDesk(),
    limit: 20_000,
    outputTokens: 1_000,
    render: (template: string, values: Readonly<Record<string, unknown>>) => {
      given.set(template, values);
      return "";
    },
  };
  const assignment = assignmentOf(project, runOrder("design", "produce"));
  const discussion = {
    conflict: null,
    topic: "Which?",
    members: ["analyst", "architect"],
    speakers: "turns" as const,
    agreement: 0.8,
    max: 4,
    turns: [],
  };
  buildContext(
    {
      assignment,
      documents: [],
      previous: [],
      evidence: [],
      notes: [],
      earlier: { structures: {}, stated: [] },
    },
    writing,
  );
  buildTalkContext({ assignment, discussion, speaker: "analyst", conflict: null, documents: [] }, writing);

  test.each(["architecture", "talk", "system", "_talk-system"])(
    "are those that are given: %s",
    (template) => {
      const values = given.get(template) ?? {};
      const known = namesIn(template);
      expect(Object.keys(known).toSorted()).toEqual(Object.keys(values).toSorted());
      for (const [name, value] of Object.entries(values)) {
        if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
        // Which model it asks for is nothing to tell it.
        const fields = Object.keys(value).filter((field) => field !== "model");
        expect([...(known[name] ?? [])].toSorted(), name).toEqual(fields.toSorted());
      }
    },
  );
});
