import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { chooseModels, type AgentChoice } from "#src/config/agent-models.ts";
import { configuredProviders, type Env } from "#src/config/providers.ts";

const agents = [
  { id: "analyst", provider: null, model: null },
  { id: "site-planner", provider: "openai", model: "gpt-6-sol" },
];
const keys = { ANTHROPIC_API_KEY: "a-secret-key", OPENAI_API_KEY: "o-secret-key" };

const choose = (env: Env, file: Readonly<Record<string, AgentChoice>> = {}) =>
  chooseModels(agents, { providers: configuredProviders(env, {}), file, env });

describe("the models of an agent", () => {
  test("are the first provider's usual model, with the others to fall back to", () => {
    expect(choose(keys).models["analyst"]?.routes).toEqual([
      { provider: "anthropic", model: "claude-sonnet-5-5" },
      { provider: "openai", model: "gpt-6.1-terra" },
    ]);
  });

  test("follow the role file, then botarmy.yml, then the environment", () => {
    const first = (env: Env, file = {}) =>
      choose({ ...keys, ...env }, file).models["site-planner"]?.routes[0]?.model;
    const file = { "site-planner": { model: "gpt-6-astra" } };
    expect(first({})).toBe("gpt-6-sol");
    expect(first({}, file)).toBe("gpt-6-astra");
    expect(first({ SITE_PLANNER_AGENT_MODEL: "gpt-6-luna" }, file)).toBe("gpt-6-luna");
  });

  test("take a named fallback list, and none when told so", () => {
    const routes = (fallback: string) =>
      choose({ ...keys, ANALYST_AGENT_FALLBACK: fallback }).models["analyst"]?.routes;
    expect(routes("openai/gpt-6-luna, anthropic/claude-haiku-5-5")?.slice(1)).toEqual([
      { provider: "openai", model: "gpt-6-luna" },
      { provider: "anthropic", model: "claude-haiku-5-5" },
    ]);
    expect(routes("none")).toHaveLength(1);
  });

  test.each([
    [
      { ANALYST_AGENT_PROVIDER: "gemini" },
      'analyst: provider "gemini" is not set up (set up: anthropic, openai); possible are',
    ],
    [{ ANALYST_AGENT_TEMPERATURE: "0.2" }, "analyst: claude-sonnet-5-5 takes no temperature"],
    [{ ANALYST_AGENT_TEMPERATURE: "hot" }, "analyst: the temperature must be a number from 0 to 2"],
    [
      { ANALISTE_AGENT_MODEL: "x" },
      "ANALISTE_AGENT_MODEL names no agent; the agents are analyst, site-planner",
    ],
    [
      { OLLAMA_BASE_URL: "http://localhost:1", ANALYST_AGENT_PROVIDER: "ollama" },
      "analyst: say which model of ollama",
    ],
  ])("are refused with what is possible: %o", (env, problem) => {
    expect(choose({ ...keys, ...env }).problems.join("\n")).toContain(problem);
  });

  test("have no problem when all is right", () => {
    expect(choose(keys).problems).toEqual([]);
  });
});

describe("a provider", () => {
  test("is set up by its key, or by a base URL when it is a server of one's own", () => {
    const names = (env: Env) =>
      configuredProviders(env, {}).map(({ name, free }) => `${name}${free ? ", free" : ""}`);
    expect(names({})).toEqual([]);
    expect(names({ ...keys, VLLM_BASE_URL: "http://localhost:8000/v1" })).toEqual([
      "anthropic",
      "openai",
      "vllm, free",
    ]);
    expect(names({ OPENAI_BASE_URL: "http://localhost:1" })).toEqual([]);
  });

  test("never shows its key, however it is printed", () => {
    const [provider] = configuredProviders(keys, {});
    const printed = [
      inspect(provider, { depth: 9, showHidden: true }),
      JSON.stringify(provider),
      String(provider?.key),
    ].join("\n");
    expect(printed).not.toContain("a-secret-key");
    expect(provider?.key?.reveal()).toBe("a-secret-key");
  });
});
