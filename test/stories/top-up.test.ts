import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { botarmy, start } from "../cli/botarmy.ts";
import { startProviderServer } from "../support/provider-servers/agents.ts";

const key = "key-for-tests-0123456789";

it("a bot whose provider has no money says so to doctor while it runs, and goes on when somebody tops up and says retry", async () => {
  const data = mkdtempSync(path.join(tmpdir(), "botarmy-top-up-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  let hasMoney = false;
  const server = await startProviderServer({
    fault: () => (hasMoney ? null : { status: 429, type: "insufficient_quota", code: "insufficient_quota" }),
  });
  onTestFinished(() => server.close());
  const env = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrls.openai };
  const doctor = () => botarmy(["doctor", "--data", data], { env });

  const bot = start(["start", "--data", data], { env });
  onTestFinished(() => void bot.child.kill("SIGKILL"));
  bot.child.stdin?.write("/botarmy start A diary of birds for people who watch them.\n");
  await bot.until("cannot reach its model");
  // The file follows within two seconds.
  let running = await doctor();
  while (!running.out.includes("closed off")) running = await doctor();
  expect(running).toMatchObject({ code: 0, err: "" });
  expect(running.out).toContain("in use by a running BotArmy, 1 project");
  expect(running.out).toContain(`models of the running bot (process ${bot.child.pid})`);
  expect(running.out).toMatch(
    /note +openai\/\S+: closed off until \S+, for 60 min \(quota used up; top up, then answer `retry` in the thread\)/,
  );

  hasMoney = true;
  const before = server.served.length;
  bot.child.stdin?.write("retry\n");
  await bot.until("requirements/requirements.md (v1");
  expect(server.served[before]).toMatchObject({ status: 200 });
  bot.child.kill("SIGTERM");
  expect((await bot.ended).code).toBe(0);
  const after = await doctor();
  expect(after.out).toContain("whole, free, 1 project");
  expect(after.out).toMatch(/models of the last run, which ended after [^\n]+\n[^\n]+openai\/\S+: healthy/);
}, 60_000);
