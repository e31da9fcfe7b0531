import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLedger } from "#adapters/store/ledger.ts";
import { openDatabase, type Database } from "#adapters/store/sqlite.ts";
import type { LedgerLine } from "#src/ports/ledger.ts";

let folder = "";
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ledger-"));
  database = await openDatabase({ folder });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const line = (project: string, at: number, nth = 1): LedgerLine => ({
  key: `${project}:3:1`,
  at,
  project,
  agent: "analyst",
  stage: "analyze",
  step: "plan",
  attempt: 1,
  nth,
  provider: "openai",
  model: "gpt-6.1-terra",
  tokensIn: 100,
  tokensCached: 20,
  tokensWritten: 30,
  tokensOut: 10,
  usd: 0.001,
  known: true,
  ms: 1_200,
  outcome: "answered",
  reason: null,
});

test("the ledger keeps every attempt of a project in order, also of a call that was made again", async () => {
  const ledger = createLedger(database);
  const lines = [line("p-abc123", 1_000), line("p-abc123", 1_000, 2), line("p-abc123", 9_000)];
  for (const one of lines) await ledger.add(one);
  await ledger.add(line("p-abc124", 2_000));
  expect(await ledger.list("p-abc123")).toEqual(lines);
  expect(await ledger.list("p-abc124")).toHaveLength(1);
});

test("the lines of one call are found without those of others, also of its own repair", async () => {
  const ledger = createLedger(database);
  const own = [line("p-abc123", 1_000), line("p-abc123", 9_000), line("p-abc123", 9_000, 2)];
  const others = ["p-abc123:3:1:repair", "p-abc123:3:11", "p-abc123:3:", "p-abc124:3:1"];
  for (const key of others) await ledger.add({ ...line("p-abc123", 2_000), key });
  for (const one of own) await ledger.add(one);
  expect(await ledger.ofCall("p-abc123:3:1")).toEqual(own);
  expect(await ledger.ofCall("p-abc123:3:2")).toEqual([]);
});

test("the lines of one call are found by an index, without a walk through those of its project", async () => {
  const asked: string[] = [];
  const watched: Database = {
    ...database,
    run: (sql, ...parameters) => {
      asked.push(sql);
      return database.run(sql, ...parameters);
    },
  };
  await createLedger(watched).ofCall("p-abc123:3:1");
  const plans = asked.flatMap((sql) => database.run(`EXPLAIN QUERY PLAN ${sql}`, "a", "#", "a", "$"));
  expect(plans[0]?.["detail"]).toMatch(/^SEARCH keyv USING .*INDEX .*\(key>\? AND key<\?\)/);
});

test("a line of an older version, which knows nothing of writing to caches, can be read", async () => {
  const { tokensWritten: _, ...old } = line("p-abc123", 1_000);
  await database.keyv("ledger").set("p-abc123:3:1#1000.1", old);
  expect(await createLedger(database).list("p-abc123")).toEqual([{ ...old, tokensWritten: 0 }]);
});

test("a project without calls has an empty ledger", async () => {
  expect(await createLedger(database).list("p-nobody")).toEqual([]);
});
