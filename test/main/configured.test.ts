import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { libraryFor } from "#src/main.ts";
import { configuredModels } from "#src/main/configured.ts";
import { memoryLedger } from "../fakes/memory-ledger.ts";
import { request as anyRequest } from "../llm/routing.ts";
import { sdlc } from "../project/samples.ts";
import { startRawServer } from "../support/provider-servers/raw-server.ts";
import { wires } from "../support/provider-servers/wires.ts";

const root = join(import.meta.dirname, "../..");
const json = {
  type: "object",
  properties: { title: { type: "string" } },
  required: ["title"],
  additionalProperties: false,
};
const request = { ...anyRequest, schema: { name: "title", json } };
const text = '{"title":"T"}';
const answer = wires.responses.plain({ model: "gpt-6.1-terra", text, tokens: { input: 1_000, output: 10 } });

/** What a bot has whose environment names one provider, on an empty data folder. */
const setUp = async () => {
  const server = await startRawServer(() => ({ body: JSON.stringify(answer) }));
  const data = mkdtempSync(join(tmpdir(), "botarmy-configured-"));
  const endings: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    for (const end of endings) await end();
    await server.close();
    rmSync(data, { recursive: true });
  });
  const env = { OPENAI_API_KEY: "key-for-tests-0123456789", OPENAI_BASE_URL: `${server.url}/v1` };
  const file = { data, models: { streaming: { openai: false } } };
  const configured = await configuredModels(readConfig(file, {}), env, libraryFor(root, data));
  if (configured === null) throw new Error("a provider is set up");
  const ledger = memoryLedger();
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const model = configured.model({ ledger, log, beforeClose: (act) => void endings.push(act) });
  return { model, ledger, quote: configured.quote };
};

test("an agent whose file is put there while the bot runs is answered, reserved for and counted as all others are", async () => {
  const { model, ledger, quote } = await setUp();
  const about = { ...request.about, agent: "newcomer" };
  expect(await model.complete({ ...request, about }, new AbortController().signal)).toMatchObject({ text });
  expect(await ledger.list(about.project)).toMatchObject([
    { agent: "newcomer", outcome: "begun", provider: "openai" },
    { agent: "newcomer", outcome: "answered", known: true },
  ]);
  const newcomers = sdlc.stages.map((stage) => ({ ...stage, agent: "newcomer" }));
  expect(quote({ stages: newcomers }, "A brief.")).toEqual(quote(sdlc, "A brief."));
});
