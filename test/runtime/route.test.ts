import { describe, expect, it } from "vitest";
import { advance } from "#src/project/advance.ts";
import type { Command } from "#src/project/command.ts";
import type { Project } from "#src/project/project.ts";
import type { Question } from "#src/project/result.ts";
import { readWords } from "#src/runtime/grammar.ts";
import { commandFor, type Unclear } from "#src/runtime/route.ts";
import { ada, diamond, objection, projectId } from "../project/samples.ts";
import { decides, fails, finishes, given, plays, playsUntil, started } from "../project/scenario.ts";

const base = { id: "said-1", project: projectId, at: 1_800_000_000_000, by: ada };

/** What words in a project's thread come to. */
const say = (project: Project, text: string): Command | Unclear => {
  const intent = readWords(
    text,
    project.team.map((member) => member.id),
  );
  if (intent.type === "start" || intent.type === "view") throw new Error(`${text} is no command`);
  return commandFor(project, intent, base);
};

const calm = given(started()).project;
const approval = given(started(), plays({ "design.produce": [{ confidence: 0.7 }] })).project;
const two = given(
  started({ workflow: diamond }),
  plays({ "api.produce": [{ confidence: 0.7 }], "screens.produce": [{ confidence: 0.7 }] }),
).project;
const database: Question = { id: "q1", text: "Which database?", options: ["Postgres", "SQLite"] };
const users: Question = { id: "q1", text: "Who uses it?", options: [] };
const asking = (...questions: Question[]): Project =>
  given(started(), playsUntil("design.plan"), finishes({ questions })).project;

describe("a decision in words", () => {
  it("goes to the only question that is open", () => {
    expect(say(approval, "reject because too long")).toEqual({
      ...base,
      type: "decide",
      escalation: "e1",
      rev: 1,
      choice: "reject",
      note: "too long",
      answers: {},
    });
  });

  it("is taken by the project as it is", () => {
    const command = say(approval, "approve");
    if ("question" in command) throw new Error(command.question);
    expect(advance(approval, command).moved).toBe(true);
  });

  it("asks back when two questions could be meant", () => {
    expect(say(two, "approve")).toEqual({
      question:
        "Which one? Open: e1 (Architect: design/api.md: `approve`, `modify`, `reject`); e2 (Developer: development/screens.md: `approve`, `modify`, `reject`).",
    });
    expect(say(two, "approve e2")).toMatchObject({ type: "decide", escalation: "e2" });
  });

  it("goes to the one that has such a choice", () => {
    const mixed = given(
      started({ workflow: diamond }),
      playsUntil("screens.plan", { "api.produce": [{ confidence: 0.7 }] }),
      fails({ kind: "timeout" }),
    ).project;
    expect(say(mixed, "longer")).toMatchObject({ escalation: "e2", choice: "longer" });
    expect(say(mixed, "approve")).toMatchObject({ escalation: "e1", choice: "approve" });
  });

  it("asks back when nothing open takes it", () => {
    expect(say(calm, "approve")).toEqual({ question: "Nothing open takes that. No decision is open." });
    expect(say(approval, "longer")).toMatchObject({
      question: expect.stringContaining("Nothing open takes that. Open: e1 ("),
    });
  });

  it("takes every choice that a card offers", () => {
    const steps = Object.fromEntries(calm.stages.map(({ id }) => [id, { usual: 2, saving: 0.5 }]));
    const quote = { steps, stages: {}, low: 0, high: 9 };
    const poor = given(started({ settings: { budgetUsd: 1 }, quote })).project;
    for (const { id } of poor.escalations[0]?.choices ?? [])
      for (const text of [id, `${id} e1`]) {
        const command = say(poor, text);
        if ("question" in command) throw new Error(`${text}: ${command.question}`);
        expect(advance(poor, command).moved).toBe(true);
      }
    expect(poor.escalations[0]?.choices.map(({ id }) => id)).toEqual(["raise", "cheaper", "cancel"]);
  });

  it("to try again may name its question", () => {
    const out = given(started(), fails({ kind: "outage", retryable: false })).project;
    for (const text of ["retry", "retry e1", "retry because it works again"]) {
      const command = say(out, text);
      if ("question" in command) throw new Error(`${text}: ${command.question}`);
      expect(advance(out, command).project?.escalations[0]?.decision).toMatchObject({ choice: "retry" });
    }
  });

  it("about a number that is not there is told what is open", () => {
    expect(say(approval, "approve e7")).toMatchObject({
      question: expect.stringMatching(/^There is no e7 here\. Open: e1/),
    });
  });

  it("about a closed question reaches the project, which says who was first", () => {
    const decided = given(
      started(),
      plays({ "design.produce": [{ confidence: 0.7 }] }),
      decides("approve"),
    ).project;
    const command = say(decided, "reject e1 because no");
    if ("question" in command) throw new Error(command.question);
    expect(advance(decided, command).reply).toContain("Ada decided e1 already");
  });

  it("takes the words of a conflict too", () => {
    const verdicts = [{ verdict: objection }, { verdict: objection }, { verdict: objection }];
    const conflict = given(
      started({ settings: { mediationRounds: 0 } }),
      plays({ "design.plan": verdicts }),
    ).project;
    expect(say(conflict, "author: it is fine")).toMatchObject({ choice: "author", note: "it is fine" });
  });
});

describe("answers", () => {
  it("go to the open question, all at once", () => {
    const pair = asking(users, { ...users, id: "q2" });
    expect(say(pair, "q1: all\nq2: none")).toMatchObject({
      choice: "answer",
      answers: { q1: "all", q2: "none" },
    });
  });

  it("that name an option choose it, in any case", () => {
    expect(say(asking(database), "q1: sqlite")).toMatchObject({ choice: "option-2" });
    expect(say(asking(database), "SQLite")).toMatchObject({ choice: "option-2" });
    expect(say(asking(database), "option-1")).toMatchObject({ choice: "option-1" });
  });

  it.each(["q1: MySQL", "q2: SQLite"])("like %j are asked back with the options", (text) => {
    expect(say(asking(database), text)).toEqual({
      question: "e1 has these answers: `option-1` Postgres, `option-2` SQLite. Which one?",
    });
  });

  it("that only resemble an option are not guessed", () => {
    for (const text of ["sqlite please", "Postgres or SQLite", "post"]) {
      expect(say(asking(database), text)).toMatchObject({
        question: expect.stringMatching(/^What is this for\?/),
      });
    }
  });

  it("without an open question are asked back", () => {
    expect(say(approval, "q1: all")).toMatchObject({
      question: expect.stringMatching(/^Nothing open takes that\./),
    });
  });

  it("to two open questions are asked back", () => {
    const both = given(
      started({ workflow: diamond }),
      plays({ "api.plan": [{ questions: [users] }], "screens.plan": [{ questions: [database] }] }),
    ).project;
    expect(say(both, "q1: all")).toMatchObject({
      question: expect.stringMatching(/^Which one\?.+ Name it before the answers: `answer e1: q1: …`\.$/),
    });
    expect(say(both, "SQLite")).toMatchObject({ question: expect.stringMatching(/^What is this for\?/) });
  });

  it("to several questions of one of two may name it", () => {
    const pair = [users, { ...users, id: "q2" }];
    const both = given(
      started({ workflow: diamond }),
      plays({ "api.plan": [{ questions: pair }], "screens.plan": [{ questions: pair }] }),
    ).project;
    const command = say(both, "answer e2: q1: all\nq2: none");
    expect(command).toMatchObject({ escalation: "e2", answers: { q1: "all", q2: "none" } });
    if ("question" in command) throw new Error(command.question);
    expect(advance(both, command).moved).toBe(true);
  });
});

describe("orders", () => {
  it.each<[string, object]>([
    ["pause", { type: "pause" }],
    ["resume", { type: "resume" }],
    ["stop because dear", { type: "cancel", reason: "dear" }],
    ["retry", { type: "retry", stage: null }],
    ["rollback design because wrong", { type: "rollback", stage: "design", reason: "wrong" }],
    ["budget 5k", { type: "setBudget", tokens: 5_000, usd: null }],
    ["reassign build to tester", { type: "reassign", stage: "build", agent: "tester" }],
    ["architect: use Postgres", { type: "say", to: "architect", text: "use Postgres" }],
    ["all: be brief", { type: "say", to: null, text: "be brief" }],
  ])("%j is a command", (text, body) => {
    expect(say(calm, text)).toEqual({ ...base, ...body });
  });
});

describe("words that mean nothing here", () => {
  it("are asked what they are for, with the names of the agents and what is open", () => {
    expect(say(calm, "stop using Postgres")).toEqual({
      question:
        "What is this for? To tell an agent something, begin with its name (`analyst: …`, `architect: …`, `developer: …`, `tester: …`, `deployer: …`) or `all: …`.",
    });
    expect(say(approval, "hm")).toMatchObject({ question: expect.stringMatching(/Open: e1 \(/) });
  });

  it.each([
    ["architect", 4_000],
    ["modify", 4_000],
    ["stop because", 1_000],
    ["rollback design because", 1_000],
  ])("%s with too many words is asked to be shortened, never cut", (head, limit) => {
    const text = (length: number): string =>
      `${head.includes(" ") ? head : `${head}:`} ${"x".repeat(length)}`;
    expect(say(approval, text(limit))).not.toHaveProperty("question");
    expect(say(approval, text(limit + 1))).toEqual({
      question: `That has ${limit + 1} characters; at most ${limit} can be taken here. Can you shorten it?`,
    });
  });
});
