import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { z } from "zod";
import { botarmy, product } from "../cli/botarmy.ts";
import { failAlways, startProviderServer, type ProviderServer } from "../support/provider-servers/agents.ts";

const Report = z.looseObject({
  project: z.string(),
  status: z.string(),
  steps: z.number(),
  artifacts: z.array(z.looseObject({ path: z.string(), sha256: z.string() })),
  modelCalls: z.number(),
});

const brief = path.join(product, "test/fixtures/swim-club.md");
const opened: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of opened.splice(0)) await close();
});

const serve = async (options: Parameters<typeof startProviderServer>[0] = {}): Promise<ProviderServer> => {
  const server = await startProviderServer(options);
  opened.push(() => server.close());
  return server;
};

/** One whole project by the command that people use, with nothing but keys and addresses in the environment. */
const run = async (env: Readonly<Record<string, string>>) => {
  const data = mkdtempSync(path.join(tmpdir(), "models-"));
  opened.push(async () => rmSync(data, { recursive: true }));
  const argv = ["run", "--brief-file", brief, "--decide", "approve", "--json", "--data", data];
  const ended = await botarmy(argv, { env });
  const last = ended.out.trimEnd().split("\n").at(-1) ?? "";
  return { ...ended, data, report: ended.code === 0 ? Report.parse(JSON.parse(last)) : null };
};

const key = "key-for-tests-0123456789";
const anthropic = (server: ProviderServer) => ({
  ANTHROPIC_API_KEY: key,
  ANTHROPIC_BASE_URL: server.baseUrls.anthropic,
});
const openai = (server: ProviderServer) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrls.openai });
const gemini = (server: ProviderServer) => ({ GEMINI_API_KEY: key, GEMINI_BASE_URL: server.baseUrls.gemini });

describe.concurrent("a whole project on real adapters", () => {
  it.for([
    ["Anthropic alone", anthropic, ["anthropic"]],
    ["OpenAI alone", openai, ["responses"]],
    ["Gemini's compatible endpoint alone", gemini, ["chat"]],
    [
      "a mixed team",
      (server: ProviderServer) => ({
        ...anthropic(server),
        ...openai(server),
        ...gemini(server),
        ARCHITECT_AGENT_PROVIDER: "openai",
        TESTER_AGENT_PROVIDER: "gemini",
      }),
      ["anthropic", "chat", "responses"],
    ],
  ] as const)("completes with %s", async ([, environment, wires], { expect }) => {
    const server = await serve();
    const { report, err, data } = await run(environment(server));
    expect(err).toBe("");
    expect(report).toMatchObject({ status: "completed", steps: 10, modelCalls: server.totals().calls });
    expect(report?.artifacts).toHaveLength(11);
    expect([...new Set(server.served.map(({ wire }) => wire))].toSorted()).toEqual(wires);
    expect(readFileSync(path.join(data, "logs/botarmy.jsonl"), "utf8")).not.toContain(key);
  });

  it("completes when one provider answers only errors, and the thread says once that it switched", async ({
    expect,
  }) => {
    const broken = await serve({ fault: failAlways({ status: 529, type: "overloaded_error" }) });
    const healthy = await serve();
    const { report, out } = await run({ ...anthropic(broken), ...openai(healthy) });
    expect(report).toMatchObject({ status: "completed", steps: 10 });
    expect(out.match(/took over/g)).toHaveLength(1);
    expect(new Set(report?.artifacts.map((file) => file.path)).size).toBe(11);
  });
});

describe.concurrent("without a model", () => {
  it("a run says in one line what to set", async ({ expect }) => {
    const { code, err } = await run({});
    expect(code).toBe(2);
    expect(err).toMatch(
      /^botarmy: no model is configured; set the key of one of anthropic \(ANTHROPIC_API_KEY\)[^\n]*\n$/,
    );
  });

  it("a provider that is not set up is refused with what is possible", async ({ expect }) => {
    const { code, err } = await run({ OPENAI_API_KEY: key, TESTER_AGENT_PROVIDER: "anthropic" });
    expect(code).toBe(2);
    expect(err).toContain('tester: provider "anthropic" is not set up (set up: openai)');
  });
});
