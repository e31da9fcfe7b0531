import fc from "fast-check";
import type { Question, SpecOperation } from "#src/project/result.ts";
import type { Settings } from "#src/project/workflow.ts";
import { people, type Chance, type Event } from "./chances.ts";
import { agreement, objection, type CommandBody } from "./samples.ts";
import type { Answer } from "./scenario.ts";

const share = fc.constantFrom(0, 0.3, 0.59, 0.6, 0.69, 0.7, 0.79, 0.8, 0.84, 0.85, 0.9, 0.9, 0.95, 0.95, 1);
const words = fc.constantFrom("", "so be it", "use Postgres", "näher am Brief ✏️", "x".repeat(2_000));
/** The longest that people may say is among them. */
const notes = fc.oneof(
  { weight: 5, arbitrary: words },
  { weight: 1, arbitrary: fc.constant("y".repeat(4_000)) },
);
const usage = fc.record({
  calls: fc.constantFrom(1, 2),
  tokensIn: fc.integer({ min: 0, max: 12_000 }),
  tokensOut: fc.integer({ min: 0, max: 3_000 }),
  usd: fc.constantFrom(null, 0.01, 0.4),
});

const patches = fc.constantFrom<SpecOperation[]>(
  [],
  [{ op: "add", path: "/a", value: { b: [1, 2, { c: "x" }] } }],
  [{ op: "add", path: "/a~1b", value: null }],
  [{ op: "remove", path: "/a" }],
  [{ op: "replace", path: "", value: { fresh: true } }],
  [
    { op: "test", path: "/a/b/0", value: 1 },
    { op: "add", path: "/a/b/0", value: 7 },
  ],
  [{ op: "move", from: "/a", path: "/moved" }],
  [{ op: "copy", from: "/moved", path: "/a" }],
  [{ op: "add", path: "/decisions", value: "mine" }],
  [{ op: "add", path: "/shared", value: "@me" }],
  [{ op: "add", path: "/shared", value: "@me" }],
  [{ op: "add", path: "/list", value: ["@me"] }],
  [{ op: "add", path: "/list/-", value: "@me" }],
  [
    { op: "test", path: "/shared", value: "@me" },
    { op: "add", path: "/tested", value: "@me" },
  ],
  [
    { op: "add", path: "/size", value: "large" },
    { op: "add", path: "/api", value: { by: "@me" } },
  ],
);

const contradictions = fc
  .constantFrom("scope", "api", "screens", "ship", "design", "nowhere")
  .map((stage) => [
    {
      stage,
      about: "the number of flats",
      mine: { text: "There are ten.", evidence: null },
      theirs: {
        text: "There are twelve.",
        evidence: { source: "requirements/scope.md", quote: "twelve flats" },
      },
    },
  ]);

const turn = fc.record({
  proposal: fc.constantFrom("", "", "Ten at first.", "Twelve at once.", "p".repeat(800)),
  agreement: share,
  next: fc.constantFrom(null, null, "analyst", "architect", "developer", "nobody"),
});

const questions = fc.constantFrom<Question[]>(
  [],
  [],
  [],
  [{ id: "q1", text: "Which database?", options: ["Postgres", "SQLite"] }],
  [{ id: "q1", text: "Who?", options: [] }],
  [
    { id: "q1", text: "Who?", options: [] },
    { id: "q2", text: "When?", options: ["now"] },
  ],
);

const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        confidence: share,
        quality: share,
        questions,
        specPatch: patches,
        usage,
        summary: fc.constantFrom("Done.", "s".repeat(4_000)),
        facts: fc.record({ defects: fc.constantFrom(0, 1) }),
        contradictions,
        turn,
      },
      { requiredKeys: [] },
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.boolean(), share, words, fc.constantFrom("design/api.md", "requirements/scope.md", "nowhere"))
      .map(([accept, confidence, reason, about]) => ({ verdict: { accept, confidence, reason, about } })),
  },
  { weight: 5, arbitrary: fc.record({ specPatch: patches }) },
  { weight: 2, arbitrary: fc.record({ contradictions }) },
  { weight: 2, arbitrary: fc.record({ turn }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ verdict: null }, { verdict: agreement }, { verdict: objection }),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        kind: fc.constantFrom("outage", "timeout", "invalid-output", "loop"),
        retryable: fc.boolean(),
        retryAfterMs: fc.constantFrom(null, 0, 60_000),
        usage,
      })
      .map((fails) => ({ fails })),
  },
);

const settings: fc.Arbitrary<Partial<Settings>> = fc.record(
  {
    approvals: fc.constantFrom("gates", "marks", "none"),
    maxHandovers: fc.constantFrom(1, 2, 3),
    mediationRounds: fc.constantFrom(0, 1, 3),
    settleFrom: fc.constantFrom(0.6, 0.85),
    maxTries: fc.constantFrom(1, 3),
    retryDelayMs: fc.constantFrom(0, 2_000),
    decisionMs: fc.constantFrom(1_000, 60_000),
    stepTimeoutMs: fc.constantFrom(null, 1_000),
    budgetTokens: fc.constantFrom(null, 1_000, 20_000, 60_000),
    budgetUsd: fc.constantFrom(null, 0.5),
    approvers: fc.constantFrom([], ["leads"], ["anyone"], ["bob"]),
    agreeFrom: share,
  },
  { requiredKeys: [] },
);

const pick = fc.nat({ max: 40 });
const stage = fc.constantFrom(
  "analyze",
  "design",
  "build",
  "scope",
  "api",
  "api",
  "screens",
  "ship",
  "nowhere",
);
const agent = fc.constantFrom("analyst", "architect", "developer", "deployer", "nobody");

const steer: fc.Arbitrary<CommandBody> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ type: "pause" as const }) },
  { weight: 6, arbitrary: fc.constant({ type: "resume" as const }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "too dear").map((reason) => ({ type: "cancel" as const, reason })),
  },
  { weight: 2, arbitrary: fc.constant({ type: "retry" as const, stage: null }) },
  {
    weight: 10,
    arbitrary: fc.record({ type: fc.constant("rollback" as const), stage, reason: fc.constant("") }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("setBudget" as const),
      tokens: fc.constantFrom(null, 1, 30_000, 500_000),
      usd: fc.constantFrom(null, 1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("reassign" as const), stage, agent }) },
  { weight: 3, arbitrary: settings.map((change) => ({ type: "settings" as const, change })) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("say" as const),
      to: fc.option(agent),
      text: fc.constantFrom("hello", "use Postgres", "y".repeat(4_000)),
    }),
  },
);

const chance: fc.Arbitrary<Chance> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("talk" as const),
      ok: fc.constantFrom(true, true, true, false),
      retryAfterMs: fc.constantFrom(null, 30_000),
    }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      type: fc.constant("work" as const),
      ok: fc.constantFrom(true, true, true, true, false),
      answer,
      pick: fc.constantFrom(0, 0, 0, 1, 2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("lateResult" as const),
      answer,
      stage: pick,
      step: fc.constantFrom("plan", "talk", "produce"),
      attempt: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("stray" as const),
      body: fc.constantFrom("performed", "sending", "notPerformed"),
      pick,
      retryable: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("again" as const), pick }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant("decide" as const),
      pick: fc.constantFrom(0, 0, 0, 1, 2),
      choice: fc.oneof(
        { weight: 5, arbitrary: fc.nat({ max: 4 }) },
        { weight: 1, arbitrary: fc.constantFrom("approve", "nonsense", "option-9") },
      ),
      rev: fc.constantFrom(1, 1, 1, 1, 2),
      note: notes,
      answers: fc.constantFrom({}, { q1: "Postgres" }, { q1: "a", q2: "b" }, { q9: "stray" }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("steer" as const), body: steer }) },
  { weight: 2, arbitrary: fc.constant({ type: "time" as const }) },
);

/** Random things that happen, with random pauses between them, by random people. */
export const events = (maxLength: number): fc.Arbitrary<Event[]> =>
  fc.array(
    fc.record({
      chance,
      ms: fc.constantFrom(0, 1, 1_000, 5_000, 100_000),
      by: fc.nat({ max: people.length - 1 }),
    }),
    { maxLength, size: "max" },
  );

/** Random settings of a start. */
export const beginnings = settings;
