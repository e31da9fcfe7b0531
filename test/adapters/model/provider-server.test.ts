import { describe, expect, onTestFinished, test } from "vitest";
import { runStep } from "#src/agent/step.ts";
import type { Model } from "#src/ports.ts";
import { memoryBodies } from "../../fakes/memory-bodies.ts";
import { memoryCalls } from "../../fakes/memory-calls.ts";
import { runOrder, sampleProject } from "../../fakes/sample-project.ts";
import {
  failAlways,
  failFirst,
  startProviderServer,
  type ProviderServer,
  type ProviderServerOptions,
} from "../../support/provider-servers/agents.ts";
import { modelAt, never } from "./models.ts";

const start = async (options: ProviderServerOptions = {}): Promise<ProviderServer> => {
  const server = await startProviderServer(options);
  onTestFinished(() => server.close());
  return server;
};

/** Every provider that the server plays, as a stream and whole. */
const players = [false, true].flatMap((streaming) => [
  {
    name: `Anthropic, ${streaming ? "stream" : "plain"}`,
    at: ({ url }: ProviderServer) => modelAt("anthropic", url, { streaming }),
  },
  {
    name: `OpenAI, ${streaming ? "stream" : "plain"}`,
    at: ({ url }: ProviderServer) => modelAt("responses", url, { streaming }),
  },
  {
    name: `Gemini, ${streaming ? "stream" : "plain"}`,
    at: ({ baseUrls }: ProviderServer) =>
      modelAt("chat", "", { streaming, baseUrl: baseUrls.gemini, model: "gemini-3.8-flash" }),
  },
]);

const run = async (model: Model, effect: ReturnType<typeof runOrder>) => {
  const bodies = memoryBodies();
  const project = await sampleProject(bodies);
  return await runStep({ model, calls: memoryCalls(), bodies }, { project, effect }, never);
};

describe.each(players)("$name", ({ at }) => {
  test("real steps with the shipped prompts get answers that pass their checks", async () => {
    const server = await start();
    const outcomes = [
      await run(at(server), runOrder("analyze", "produce")),
      await run(at(server), runOrder("design", "plan", 2)),
    ];
    expect(outcomes.map(({ type }) => type)).toEqual(["done", "done"]);
    expect(server.served).toMatchObject([
      { agent: "analyst", step: "produce", attempt: 1, status: 200, key: "present", tokensCached: 0 },
      { agent: "architect", step: "plan", attempt: 2, status: 200, key: "present" },
    ]);
    const used = outcomes.map((outcome) => (outcome.type === "done" ? outcome.result.usage : null));
    expect(used.map((usage) => usage?.tokensIn)).toEqual(server.served.map(({ tokensIn }) => tokensIn));
    expect(server.totals()).toMatchObject({ calls: 2, failed: 0 });
  });

  test("scripted faults come first, then it works", async () => {
    const server = await start({ fault: failFirst(1, { status: 529, type: "overloaded_error" }) });
    const effect = runOrder("analyze", "produce");
    expect(await run(at(server), effect)).toMatchObject({ type: "failed", failure: { kind: "outage" } });
    expect(await run(at(server), effect)).toMatchObject({ type: "done" });
    expect(server.served.map(({ status }) => status)).toEqual([529, 200]);
  });
});

test("a provider that is down for good answers every call with its error and its wait", async () => {
  const server = await start({
    fault: failAlways({ status: 429, type: "rate_limit_error", retryAfter: 3 }),
  });
  const outcome = await run(modelAt("anthropic", server.url), runOrder("analyze", "produce"));
  expect(outcome).toMatchObject({ type: "failed", failure: { retryable: true, retryAfterMs: 3_000 } });
  expect(server.totals()).toMatchObject({ calls: 1, failed: 1, tokensIn: 0 });
});

test("a role that was given before is read from the cache", async () => {
  const server = await start();
  await run(modelAt("anthropic", server.url), runOrder("analyze", "produce"));
  await run(modelAt("anthropic", server.url), runOrder("analyze", "plan"));
  const [first, second] = server.served;
  expect(first?.tokensCached).toBe(0);
  expect(second?.tokensCached).toBeGreaterThan(500);
  expect(second?.tokensCached).toBeLessThan(second?.tokensIn ?? 0);
});
