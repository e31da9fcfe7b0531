import { describe, expect, it } from "vitest";
import { escalationCard } from "#src/project/escalation-card.ts";
import type { Message } from "#src/project/message.ts";
import type { Project } from "#src/project/project.ts";
import { headline, scriptedLabel, statusCard } from "#src/project/status-card.ts";
import { ada, objection, sdlc, startAt, withStages } from "./samples.ts";
import { decides, does, fails, finishes, given, plays, playsUntil, started, waits } from "./scenario.ts";

const facts = (message: Message): Record<string, string> => {
  const block = message.blocks.find((one) => one.type === "facts");
  return Object.fromEntries(
    (block?.type === "facts" ? block.facts : []).map((fact) => [fact.name, fact.value]),
  );
};
const items = (message: Message) => {
  const block = message.blocks.find((one) => one.type === "progress");
  return block?.type === "progress"
    ? block.items.map((item) => `${item.label}: ${item.state} ${item.note}`.trim())
    : [];
};
const cardOf = (project: Project): Message => {
  const escalation = project.escalations.at(-1);
  if (escalation === undefined) throw new Error("nothing was asked");
  return escalationCard(project, escalation);
};

describe("the status card", () => {
  it("shows who does what, how far it is, what is spent and how long it took", () => {
    const { project } = given(started({ settings: { budgetTokens: 200_000 } }), playsUntil("design.produce"));
    const card = statusCard(project, startAt + 120_000);
    expect(card).toMatchObject({ kind: "status", tone: "neutral", from: null, mentions: [] });
    expect(card.fallback).toBe("Ladder list: Architect writes Design (3 of 10 steps)");
    expect(items(card)).toEqual([
      "Analyze · Analyst: done",
      "Design · Architect: running writing",
      "Build · Developer: waiting",
      "Validate · Tester: waiting",
      "Launch · Deployer: waiting",
    ]);
    expect(facts(card)).toEqual({
      Now: "Architect writes Design",
      Decisions: "none open",
      Spent: "4500 of 200000 tokens, $0.03",
      Time: "2 min elapsed, about 7 s to go",
    });
  });

  it("names the most pressing open decision", () => {
    const { project } = given(started(), plays({ "design.produce": [{ confidence: 0.7 }] }));
    const card = statusCard(project, startAt);
    expect(facts(card)).toMatchObject({
      Now: "waits for 1 decision",
      Decisions: "1 open: Architect: design/design.md",
    });
    expect(items(card)[1]).toBe("Design · Architect: blocked waits for people");
  });

  it("shows repeated attempts, pauses and ends", () => {
    const redone = given(started(), plays({ "design.plan": [{ verdict: objection }] })).project;
    expect(items(statusCard(redone, startAt))[0]).toBe("Analyze · Analyst: done attempt 2");
    expect(statusCard(redone, startAt + 1e9)).toMatchObject({
      tone: "good",
      fallback: "Ladder list: completed (10 of 10 steps)",
    });
    expect(facts(statusCard(redone, startAt + 1e9))["Time"]).toBe(facts(statusCard(redone, startAt))["Time"]);
    const paused = given(started(), does({ type: "pause" })).project;
    expect([headline(paused), statusCard(paused, startAt).tone]).toEqual(["paused", "warning"]);
    const cancelled = given(
      started(),
      playsUntil("design.plan"),
      does({ type: "cancel", reason: "" }),
    ).project;
    expect(statusCard(cancelled, startAt).tone).toBe("bad");
    expect(items(statusCard(cancelled, startAt))[1]).toBe("Design · Architect: waiting");
  });

  it("says what is done now in a stage in which agents talked before it was rolled back", () => {
    const members = ["architect", "developer"];
    const discuss = { topic: "How?", members, speakers: "turns" as const, agreement: 0.8, max: 4 };
    const workflow = withStages(sdlc, { design: { discuss } });
    const back = does({ type: "rollback", stage: "design", reason: "" });
    const noteOf = (step: string) =>
      items(
        statusCard(
          given(started({ workflow }), playsUntil("build.plan"), back, playsUntil(step)).project,
          startAt,
        ),
      )[1];
    expect(noteOf("design.plan")).toBe("Design · Architect: running planning");
    expect(noteOf("design.talk")).toBe("Design · Architect: running talking");
    expect(noteOf("design.produce")).toBe("Design · Architect: running writing, attempt 2");
  });

  it("labels a project that the scripted model plays, and says nothing of money then", () => {
    const { project } = given(started({ mode: "scripted" }));
    const card = statusCard(project, startAt);
    expect(card.blocks).toContainEqual({ type: "context", text: scriptedLabel });
    expect(facts(card)["Spent"]).toBe("0 tokens");
    expect(JSON.stringify(card)).not.toMatch(/cost|\$/i);
    expect(statusCard(given(started()).project, startAt).blocks).not.toContainEqual({
      type: "context",
      text: scriptedLabel,
    });
  });

  it("says so when everybody waits for a technical retry or a decision is being followed", () => {
    const { project } = given(started(), playsUntil("design.produce"), fails({ kind: "loop" }), waits(1));
    expect(headline(project)).toBe("waits for 1 decision");
  });
});

describe("an escalation's card", () => {
  const conflict = given(
    started({
      settings: {
        approvers: ["leads", "anyone", "U7", "permission:ManageGuild", "&456", "ada"],
        mediationRounds: 0,
      },
    }),
    plays({ "design.plan": [{ verdict: objection }, { verdict: objection }, { verdict: objection }] }),
  );

  it("while open shows both sides, the choices and whom it concerns", () => {
    const card = cardOf(conflict.project);
    expect(card).toMatchObject({
      kind: "escalation",
      tone: "warning",
      from: { id: "architect" },
      mentions: ["ada", "leads", "U7", "&456"],
    });
    expect(card.blocks.filter((block) => block.type === "quote")).toEqual([
      { type: "quote", text: "The limits are missing.", source: "Architect" },
      { type: "quote", text: "analyze.produce attempt 3 is written.", source: "Analyst" },
    ]);
    expect(card.blocks.find((block) => block.type === "actions")).toMatchObject({
      escalation: "e1",
      rev: 1,
      choices: [{ id: "receiver" }, { id: "author" }, { id: "modify" }],
    });
    expect(card.blocks.at(-1)).toMatchObject({
      type: "context",
      text: expect.stringMatching(/^e1 · conflict of critical severity · urgent · Design · /),
    });
    expect(card.fallback).toBe(
      "Architect and Analyst disagree about Analyze — decide e1: receiver, author, modify",
    );
  });

  it("once decided has no buttons but who decided what, in whole", () => {
    const note = "Ten things. ".repeat(300).trim();
    const card = cardOf(conflict.when(decides("modify", { note })).project);
    expect(card).toMatchObject({ tone: "neutral", mentions: [] });
    expect(card.blocks.some((block) => block.type === "actions")).toBe(false);
    expect(card.blocks).toContainEqual({ type: "quote", text: note, source: "Ada" });
    expect(card.blocks.at(-1)).toMatchObject({
      type: "context",
      text: expect.stringMatching(/^e1 · Ada chose Decide in my words · /),
    });
    expect(card.fallback).toBe("Architect and Analyst disagree about Analyze — decided");
  });

  it("shows questions with their options, then the answers", () => {
    const questions = [
      { id: "q1", text: "Which?", options: ["A", "B"] },
      { id: "q2", text: "Who?", options: [] },
    ];
    const asked = given(started(), playsUntil("analyze.plan"), finishes({ questions }));
    expect(cardOf(asked.project).blocks).toContainEqual({ type: "prose", text: "**q1** Which?\n- A\n- B" });
    const card = cardOf(asked.when(decides("answer", { answers: { q1: "A", q2: "All" } })).project);
    expect(card.blocks).toContainEqual({ type: "quote", text: "q1: A\nq2: All", source: ada.name });
  });

  it("of a withdrawn question says that it is no longer needed", () => {
    const card = cardOf(conflict.when(does({ type: "rollback", stage: "analyze", reason: "" })).project);
    expect(card.blocks.at(-1)).toEqual({ type: "context", text: "e1 · no longer needed" });
    expect(card.fallback).toContain("— withdrawn");
  });
});
