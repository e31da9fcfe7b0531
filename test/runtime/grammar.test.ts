import { describe, expect, it } from "vitest";
import { readWords, type Intent } from "#src/runtime/grammar.ts";

const agents = ["analyst", "architect", "tester"];
const read = (text: string): Intent => readWords(text, agents);
const decide = (choice: string, note = "", escalation: string | null = null): Intent => ({
  type: "decide",
  escalation,
  choice,
  note,
});
const nothing = { workflow: null, budgetTokens: null, budgetUsd: null, approvals: null };

describe("a decision in words", () => {
  it.each<[string, Intent]>([
    ["approve", decide("approve")],
    ["  APPROVE\n", decide("approve")],
    ["approve e2", decide("approve", "", "e2")],
    ["Approve E12", decide("approve", "", "e12")],
    ["approve because it is short", decide("approve", "it is short")],
    ["reject because: too long", decide("reject", "too long")],
    ["reject, because it is long", decide("reject", "it is long")],
    ["reject since it is long", decide("reject", "it is long")],
    ["reject – zu lang", decide("reject", "zu lang")],
    ["reject — zu lang", decide("reject", "zu lang")],
    ["reject - too long", decide("reject", "too long")],
    ["reject e3 because no", decide("reject", "no", "e3")],
    ["modify: use SQLite\nand nothing else", decide("modify", "use SQLite\nand nothing else")],
    ["modify e2: use SQLite", decide("modify", "use SQLite", "e2")],
    ["modify", decide("modify")],
    ["receiver", decide("receiver")],
    ["author: it is fine", decide("author", "it is fine")],
    ["longer", decide("longer")],
    ["raise", decide("raise")],
    ["cheaper", decide("cheaper")],
    ["cheaper e2 because it is dear", decide("cheaper", "it is dear", "e2")],
    ["retry e2", decide("retry", "", "e2")],
    ["retry because it works again", decide("retry", "it works again")],
    ["cancel e2", decide("cancel", "", "e2")],
    ["cancel e2 because it is too dear", decide("cancel", "it is too dear", "e2")],
    ["skip", decide("skip")],
    ["answer: 日本語 ✏️", decide("answer", "日本語 ✏️")],
    ["option-2", decide("option-2")],
    ["option-2 e1", decide("option-2", "", "e1")],
  ])("%j", (text, intent) => {
    expect(read(text)).toEqual(intent);
  });

  it.each([
    "",
    "   ",
    "approve?",
    "approve!",
    "approve the plan",
    "approve, but use SQLite",
    "I approve",
    "approved",
    "approve e0",
    "approve e2 e3",
    "do not approve",
    "reject it",
    "rejecting because",
    "modify the title",
    "raise the budget",
    "skip lunch",
    "skip-links must be seen",
    "author-date citations, please",
    "approve-ish",
    "approve e2-ish",
    "option-2-like",
    "retry e2 tomorrow",
    "cancel e2 e3",
    "option",
    "option-",
    "options",
    "2",
    "yes",
    "ok",
    "👍",
    "аpprove",
    "ａｐｐｒｏｖｅ",
    "approve\u200B",
    "ap\u200Bprove",
    "x".repeat(200_000),
  ])("is not found in %j", (text) => {
    expect(read(text)).toEqual({ type: "unclear", text: text.trim() });
  });
});

describe("orders", () => {
  it.each<[string, Intent]>([
    ["pause", { type: "pause" }],
    ["Resume", { type: "resume" }],
    ["stop", { type: "cancel", reason: "" }],
    ["cancel because it is too dear", { type: "cancel", reason: "it is too dear" }],
    ["stop - too dear", { type: "cancel", reason: "too dear" }],
    ["retry", { type: "retry", stage: null }],
    ["retry Design", { type: "retry", stage: "design" }],
    ["rollback Design", { type: "rollback", stage: "design", reason: "" }],
    ["rollback design because it is wrong", { type: "rollback", stage: "design", reason: "it is wrong" }],
    ["budget 300k", { type: "budget", tokens: 300_000, usd: null }],
    ["budget 1500 tokens", { type: "budget", tokens: 1_500, usd: null }],
    ["budget $8.50", { type: "budget", tokens: null, usd: 8.5 }],
    ["budget 8 USD", { type: "budget", tokens: null, usd: 8 }],
    ["reassign Build to Architect", { type: "reassign", stage: "build", agent: "architect" }],
    ["status", { type: "view", view: "status", argument: "" }],
    ["spec v3", { type: "view", view: "spec", argument: "v3" }],
    [
      "artifacts design/architecture.md",
      { type: "view", view: "artifacts", argument: "design/architecture.md" },
    ],
    ["logs analyst", { type: "view", view: "logs", argument: "analyst" }],
    ["HELP", { type: "view", view: "help", argument: "" }],
  ])("%j", (text, intent) => {
    expect(read(text)).toEqual(intent);
  });

  it.each([
    "stop using Postgres",
    "cancel the subscription page",
    "pause between steps",
    "resume tomorrow",
    "retry when the tests pass",
    "rollback",
    "rollback the design",
    "rollback design and then build",
    "budget",
    "budget 0",
    "budget -5",
    "budget $0",
    "budget lots",
    "budget 1e9",
    `budget ${"9".repeat(30)}`,
    `budget $${"9".repeat(400)}`,
    "reassign build",
    "reassign build to the architect",
    "agents should use Postgres",
    "spec must name the limits",
    "status of the build?",
    "tasks are missing",
    "help me",
    "stopp",
    "start-up costs",
  ])("are not found in %j", (text) => {
    expect(read(text)).toEqual({ type: "unclear", text });
  });
});

describe("a direction", () => {
  it.each<[string, Intent]>([
    ["architect: use Postgres", { type: "say", to: "architect", text: "use Postgres" }],
    ["Architect : use Postgres", { type: "say", to: "architect", text: "use Postgres" }],
    ["architect:\nline one\nline two", { type: "say", to: "architect", text: "line one\nline two" }],
    ["all: be brief", { type: "say", to: "all", text: "be brief" }],
    ["architect: approve", { type: "say", to: "architect", text: "approve" }],
    ["architect: stop because of me", { type: "say", to: "architect", text: "stop because of me" }],
  ])("%j", (text, intent) => {
    expect(read(text)).toEqual(intent);
  });

  it.each([
    "architect:",
    "architect: ",
    "designer: use Postgres",
    "the architect: hm",
    "https://example.org",
    "architect use Postgres",
    "note: all fine",
  ])("is not found in %j", (text) => {
    expect(read(text)).toEqual({ type: "unclear", text: text.trim() });
  });

  it("goes to nobody outside a project", () => {
    expect(readWords("architect: use Postgres", [])).toMatchObject({ type: "unclear" });
  });
});

describe("answers", () => {
  it.each<[string, Record<string, string>]>([
    ["q1: Postgres", { q1: "Postgres" }],
    ["Q1 : Postgres", { q1: "Postgres" }],
    ["q1: a\nq2: b", { q1: "a", q2: "b" }],
    ["q1: a\n  and more\n\nq2: b", { q1: "a\n  and more", q2: "b" }],
    ["q1:\nq2: b", { q1: "", q2: "b" }],
    ["q2: b\nq1: a", { q1: "a", q2: "b" }],
    ["q1: a\nq1: b", { q1: "b" }],
    ["q1: see http://a/q2:x", { q1: "see http://a/q2:x" }],
    ["q1: architect: no", { q1: "architect: no" }],
    ["q12: twelve", { q12: "twelve" }],
    ["q1: 🦉 ü", { q1: "🦉 ü" }],
  ])("of %j", (text, answers) => {
    expect(read(text)).toEqual({ type: "answer", answers });
  });

  it.each(["q1", "q0: a", "q: a", "q100: a", "1: a", "question 1: a"])("are not found in %j", (text) => {
    expect(read(text).type).not.toBe("answer");
  });

  it("are found in an instant between any number of empty lines", () => {
    expect(read(`q1: a${"\n".repeat(200_000)}q2: b`)).toEqual({
      type: "answer",
      answers: { q1: "a", q2: "b" },
    });
  }, 1_000);
});

describe("a start", () => {
  it.each<[string, Intent]>([
    ["start Build a shop", { type: "start", brief: "Build a shop", options: nothing }],
    [
      "START\nBuild a shop\n\nwith lines",
      { type: "start", brief: "Build a shop\n\nwith lines", options: nothing },
    ],
    ["start", { type: "start", brief: "", options: nothing }],
    [
      "start --workflow research --budget 200k --approve gates Build",
      {
        type: "start",
        brief: "Build",
        options: { workflow: "research", budgetTokens: 200_000, budgetUsd: null, approvals: "gates" },
      },
    ],
    ["start --budget=$5 Build", { type: "start", brief: "Build", options: { ...nothing, budgetUsd: 5 } }],
    [
      "start --approve none Build a shop --workflow x --budget=$5",
      {
        type: "start",
        brief: "Build a shop",
        options: { workflow: "x", budgetTokens: null, budgetUsd: 5, approvals: "none" },
      },
    ],
    ["start Build\na --workflow x", { type: "start", brief: "Build\na --workflow x", options: nothing }],
    ["start --- Build", { type: "start", brief: "--- Build", options: nothing }],
    ["start architect: no", { type: "start", brief: "architect: no", options: nothing }],
  ])("%j", (text, intent) => {
    expect(read(text)).toEqual(intent);
  });

  it.each([
    ["start --budget lots Build", "start --budget lots"],
    ["start --approve sometimes Build", "start --approve sometimes"],
    ["start --wrokflow sdlc Build", "start --wrokflow"],
    ["start --workflow", "start --workflow"],
    ["start --budget 5k --loud Build", "start --loud"],
  ])("%j names the option that is wrong", (text, unclear) => {
    expect(read(text)).toEqual({ type: "unclear", text: unclear });
  });
});
