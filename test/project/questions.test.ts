import { describe, expect, it } from "vitest";
import type { Question } from "#src/project/result.ts";
import { decides, finishes, given, openOne, plays, playsUntil, running, started } from "./scenario.ts";

const database: Question = { id: "q1", text: "Which database?", options: ["Postgres", "SQLite"] };
const users: Question = { id: "q1", text: "Who uses it?", options: [] };
const limit: Question = { id: "q2", text: "How many things?", options: ["10", "100"] };
const asking = (...questions: Question[]) =>
  given(started(), playsUntil("design.plan"), finishes({ questions }));

describe("a question with options", () => {
  const asked = asking(database);

  it("is asked with a button for each option and one to go on without", () => {
    expect(openOne(asked.project)).toMatchObject({
      kind: "question",
      title: "Architect asks a question",
      choices: [
        { id: "option-1", label: "Postgres", intent: "primary" },
        { id: "option-2", label: "SQLite", intent: "neutral" },
        { id: "skip", label: "Go on without an answer" },
      ],
    });
    expect(running(asked.project)).toBeNull();
  });

  it("is answered by a button; the step runs again and knows the answer", () => {
    const { project } = asked.when(decides("option-2"));
    expect(running(project)).toBe("design.plan#2");
    expect(project.directions.map((one) => one.text)).toEqual(["Question: Which database?\nAnswer: SQLite"]);
    expect(project.spec.document["decisions"]).toMatchObject([
      { choice: "option-2", answers: { q1: "SQLite" } },
    ]);
  });

  it("may be left open: the agent is told to decide by itself", () => {
    const { project } = asked.when(decides("skip"));
    expect(project.directions[0]?.text).toBe(
      "Question: Which database?\nAnswer: none; decide yourself, say so, and do not ask again.",
    );
  });

  it("takes no option that is not there", () => {
    const { moved, reply } = asked.when(decides("option-3"));
    expect([moved, reply]).toEqual([
      false,
      "`option-3` is not a choice here. Choose one of `option-1`, `option-2`, `skip`.",
    ]);
  });

  it("with more options than a card has room for is answered in words", () => {
    const many = { ...database, options: Array.from({ length: 9 }, (_, i) => `option ${i}`) };
    expect(openOne(asking(many).project).choices.map((one) => one.id)).toEqual(["answer", "skip"]);
  });
});

describe("a question in free words", () => {
  const asked = asking(users);

  it("is answered by the note", () => {
    const { project } = asked.when(decides("answer", { note: " Neighbours. " }));
    expect(project.directions[0]?.text).toBe("Question: Who uses it?\nAnswer: Neighbours.");
  });

  it("is answered by a form", () => {
    const { project } = asked.when(decides("answer", { answers: { q1: "Neighbours", q7: "stray" } }));
    expect(project.escalations[0]?.decision?.answers).toEqual({ q1: "Neighbours" });
  });

  it.each([{}, { q1: "  " }, { q2: "else" }])("is still open after the answers %o", (answers) => {
    const { moved, reply } = asked.when(decides("answer", { answers }));
    expect([moved, reply]).toEqual([
      false,
      "Still open: q1 (Who uses it?). Answer like `q1: …`, one line each.",
    ]);
  });

  it("takes no answer that is longer than the row may keep", () => {
    const { moved, reply } = asked.when(decides("answer", { note: "x".repeat(2_001) }));
    expect(moved).toBe(false);
    expect(reply).toContain("The answer to q1 has 2001 characters; at most 2000 can be taken.");
  });

  it("nor words that long beside `skip`", () => {
    const { moved, reply } = asked.when(decides("skip", { note: "x".repeat(2_001) }));
    expect(moved).toBe(false);
    expect(reply).toContain("at most 2000 can be taken");
  });
});

describe("several questions", () => {
  const asked = asking(users, limit);

  it("are asked as one escalation", () => {
    expect(openOne(asked.project)).toMatchObject({
      title: "Architect asks 2 questions",
      questions: [users, limit],
    });
    expect(openOne(asked.project).choices.map((one) => one.id)).toEqual(["answer", "skip"]);
  });

  it("need an answer each", () => {
    const { moved, reply } = asked.when(decides("answer", { answers: { q1: "Neighbours" } }));
    expect([moved, reply]).toEqual([
      false,
      "Still open: q2 (How many things?). Answer like `q2: …`, one line each.",
    ]);
  });

  it("go on with all answers, each told to the agent on its own", () => {
    const { project } = asked.when(decides("answer", { answers: { q1: "a".repeat(2_000), q2: "10" } }));
    expect(project.directions.map((one) => one.text.slice(0, 40))).toEqual([
      `Question: Who uses it?\nAnswer: ${"a".repeat(9)}`,
      "Question: How many things?\nAnswer: 10",
    ]);
    expect(running(project)).toBe("design.plan#2");
  });

  it("may be left open in part", () => {
    const { project } = asked.when(decides("skip", { answers: { q2: "10" } }));
    expect(project.directions.map((one) => one.text.split("Answer: ")[1])).toEqual([
      "none; decide yourself, say so, and do not ask again.",
      "10",
    ]);
  });
});

describe("a question of a document step", () => {
  it("has the document written again with the answer", () => {
    const { project } = given(
      started(),
      plays({ "build.produce": [{ questions: [users] }] }),
      decides("answer", { note: "All." }),
    );
    expect(running(project)).toBe("build.produce#2");
    expect(project.artifacts.find((one) => one.path === "development/build.md")).toMatchObject({
      version: 1,
    });
  });

  it("is asked before its marks are looked at", () => {
    const { project } = given(
      started(),
      plays({ "build.produce": [{ questions: [users], confidence: 0.1 }] }),
    );
    expect(openOne(project).kind).toBe("question");
  });
});
