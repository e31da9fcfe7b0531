import { describe, expect, test } from "vitest";
import { choicesFor } from "#src/project/choices.ts";
import type { Escalation } from "#src/project/escalation.ts";
import type { Project } from "#src/project/project.ts";
import type { Question } from "#src/project/result.ts";
import { namedRules, Rules, scriptedDecisions } from "#src/runtime/decider.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { sampleProject } from "../fakes/sample-project.ts";

const escalation = (n: number, change: Partial<Escalation> = {}): Escalation => {
  const kind = change.kind ?? "approval";
  return {
    id: `e${n}`,
    kind,
    stage: "analyze",
    step: "produce",
    rev: 1,
    state: "open",
    priority: "normal",
    title: "Analyst: requirements/requirements.md",
    context: "",
    choices: choicesFor(kind, change.questions ?? []),
    questions: [],
    positions: [],
    raisedAt: 0,
    deadline: 1_000,
    reminders: 0,
    decision: null,
    posted: "m1",
    ...change,
  };
};

const decided = (n: number, change: Partial<Escalation> = {}): Escalation =>
  escalation(n, { state: "decided", ...change });

const projectWith = async (...escalations: Escalation[]): Promise<Project> =>
  await sampleProject(memoryBodies(), { escalations });

const eventsOf = async (project: Promise<Project>, rules = namedRules["approve"] ?? []) =>
  scriptedDecisions(await project, rules, 5).map(({ event }) => event);

describe("without a rule", () => {
  test("the first choice is taken, with words where it needs some", async () => {
    const questions: Question[] = [
      { id: "q1", text: "Which?", options: ["This", "That"] },
      { id: "q2", text: "Why?", options: [] },
    ];
    const events = await eventsOf(
      projectWith(
        escalation(1),
        escalation(2, { kind: "conflict" }),
        escalation(3, { kind: "question", questions }),
      ),
    );
    expect(events).toMatchObject([
      { escalation: "e1", choice: "approve", note: "" },
      { escalation: "e2", choice: "receiver" },
      { escalation: "e3", choice: "answer", answers: { q1: "This", q2: expect.stringMatching(/\w/) } },
    ]);
  });

  test("the same trouble at the same step stops the project after three tries", async () => {
    const timeout = { kind: "timeout" } as const;
    const tries = [1, 2, 3].map((n) => decided(n, timeout));
    expect(await eventsOf(projectWith(...tries.slice(0, 2), escalation(3, timeout)))).toMatchObject([
      { choice: "retry" },
    ]);
    expect(await eventsOf(projectWith(...tries, escalation(4, timeout)))).toMatchObject([
      { choice: "cancel", note: expect.stringContaining("The same trouble 4 times") },
    ]);
    expect(await eventsOf(projectWith(...tries, escalation(4, { ...timeout, step: "plan" })))).toMatchObject([
      { choice: "retry" },
    ]);
  });

  test("nothing is decided that people cannot see yet, or that is decided", async () => {
    expect(await eventsOf(projectWith(escalation(1, { posted: null }), decided(2)))).toEqual([]);
  });
});

describe("with rules", () => {
  test("every choice that people have may be scripted, cheaper models too", () => {
    const decisions = [{ kind: "budget", choice: "cheaper" }];
    expect(Rules.parse({ decisions }).decisions).toMatchObject(decisions);
  });

  const rules = Rules.parse({
    decisions: [
      { stage: "design", choice: "reject", note: "Too large." },
      { choice: "modify", note: "Name the risks." },
      { kind: "conflict", choice: "author" },
    ],
  }).decisions;

  test("each is used once, by the first escalation that it fits, also after a restart", async () => {
    const design = { stage: "design" };
    const conflict = { kind: "conflict" } as const;
    expect(await eventsOf(projectWith(escalation(1)), rules)).toMatchObject([
      { choice: "modify", note: "Name the risks." },
    ]);
    expect(
      await eventsOf(projectWith(decided(1), escalation(2), escalation(3, design)), rules),
    ).toMatchObject([
      { escalation: "e2", choice: "approve", note: "" },
      { escalation: "e3", choice: "reject", note: "Too large." },
    ]);
    expect(await eventsOf(projectWith(decided(1), escalation(2, conflict)), rules)).toMatchObject([
      { choice: "author" },
    ]);
  });

  test("a decision has an id of its own, so that sending it again is harmless", async () => {
    const project = await projectWith(escalation(1, { rev: 2 }));
    const ids = [1, 9].map((at) => scriptedDecisions(project, rules, at).map(({ id }) => id));
    expect(ids).toEqual([["decider:p-abc234:e1:2"], ["decider:p-abc234:e1:2"]]);
    expect(scriptedDecisions(project, rules, 1)[0]?.by.id).toBe("scripted-decider");
  });

  test.for([
    [{ decisions: [{ choice: "maybe" }] }, "decisions.0.choice"],
    [{ decisions: [{ kind: "quarrel", choice: "approve" }] }, "decisions.0.kind"],
    [{ decisions: [{ choice: "approve", when: "later" }] }, "decisions.0"],
    [{ decisions: [{}] }, "decisions.0.choice"],
    [[], ""],
  ] as const)("%j is refused at %s", ([file, place]) => {
    const read = Rules.safeParse(file);
    expect(read.error?.issues[0]?.path.join(".")).toBe(place);
  });

  test("an option of a question can be chosen", () => {
    expect(Rules.safeParse({ decisions: [{ kind: "question", choice: "option-2" }] }).success).toBe(true);
  });
});
