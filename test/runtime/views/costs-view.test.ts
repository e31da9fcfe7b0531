import { expect, test } from "vitest";
import type { LedgerLine } from "#src/ports/ledger.ts";
import type { Message } from "#src/project/message.ts";
import { costsView } from "#src/runtime/views/costs-view.ts";
import { memoryBodies } from "../../fakes/memory-bodies.ts";
import { memoryLedger } from "../../fakes/memory-ledger.ts";
import { sampleProject } from "../../fakes/sample-project.ts";

const range = { low: 0.4, high: 0.6 };
const quote = { steps: {}, stages: { analyze: range, design: range }, low: 0.8, high: 1.2 };
const spent = { calls: 3, tokensIn: 3_000, tokensOut: 500, usd: 0.75 };
const line: LedgerLine = {
  key: "p-abc234:1:1",
  at: 1,
  project: "p-abc234",
  agent: "analyst",
  stage: "analyze",
  step: "plan",
  attempt: 1,
  nth: 1,
  provider: "anthropic",
  model: "claude-opus-5-5",
  tokensIn: 3_000,
  tokensCached: 2_000,
  tokensWritten: 800,
  tokensOut: 500,
  usd: 0.75,
  known: true,
  ms: 2_000,
  outcome: "answered",
  reason: null,
};

const tables = ({ blocks }: Message): readonly (readonly string[])[] =>
  blocks.flatMap((block) =>
    block.type === "table" ? [[block.columns, ...block.rows].map((row) => row.join(" | "))] : [],
  );

test("the costs of a paid project are its tokens, its estimates beside what was spent, and every call", async () => {
  const sample = await sampleProject(memoryBodies());
  const stages = sample.stages.map((stage, i) => (i === 0 ? { ...stage, spent } : stage));
  const ledger = memoryLedger();
  await ledger.add({ ...line, nth: 0, outcome: "begun" });
  await ledger.add(line);
  const message = await costsView({ ledger }, { ...sample, quote, stages, usage: spent });
  expect(tables(message)).toEqual([
    ["agent | tokens", "Ana | 3500", "Archie | 0", "all | 3500"],
    [
      "stage | estimated | actual | over",
      "Analyze | $0.40 to $0.60 | $0.75 | $0.15",
      "Design | $0.40 to $0.60 | $0.00 | ",
      "all | $0.80 to $1.20 | $0.75 | ",
    ],
    [
      "step | model | tokens in | out | cost | time | outcome",
      "analyze.plan 1 | anthropic/claude-opus-5-5 | 3000 (2000 cached, 800 written) | 500 | $0.75 | 2 s | answered",
    ],
  ]);
});

test("a project that costs nothing has tokens only", async () => {
  const message = await costsView({ ledger: memoryLedger() }, await sampleProject(memoryBodies()));
  expect(tables(message)).toEqual([["agent | tokens", "Ana | 0", "Archie | 0", "all | 0"]]);
});
