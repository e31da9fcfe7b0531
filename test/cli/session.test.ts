import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { botarmy, product, start } from "./botarmy.ts";
import { folderForFile, projectsIn } from "./data.ts";

const folder = folderForFile();
const at = (name: string): string => path.join(folder, name);
const brief = ["--brief-file", path.join(product, "test/fixtures/swim-club.md")];

const projectIn = (err: string): string => /p-[a-z0-9]+/.exec(err)?.[0] ?? "";

test("a demo that is interrupted says how to go on, and start takes its project up", async () => {
  const data = at("interrupted");
  const demo = start(["demo", "--data", data, "--speed", "0.97", ...brief]);
  await demo.until("[9/10]");
  demo.child.kill("SIGINT");
  const { code, out, err } = await demo.ended;
  expect(code).toBe(130);
  expect(err).toMatch(/^botarmy: stopped; p-[a-z0-9]+ goes on with: botarmy start --data \S+\n$/);
  expect(out).not.toContain("is complete");

  const bot = start(["start", "--data", data]);
  await bot.until("is complete: 11 artifacts");
  bot.child.kill("SIGTERM");
  expect(await bot.ended).toMatchObject({ code: 0, err: "" });
  const { out: listed } = await botarmy(["doctor", "--data", data]);
  expect(listed).toMatch(new RegExp(`${projectIn(err)} +Lane Board: .*complete`, "i"));
  expect((await botarmy(["replay", projectIn(err), "--data", data])).code).toBe(0);
});

test("a second process on the same data folder is refused while the first goes on", async () => {
  const data = at("shared");
  const first = start(["demo", "--data", data, "--speed", "0", ...brief]);
  await first.until("0/10");
  const before = projectsIn(data).filter((name) => name.startsWith("row"));
  const refusals = await Promise.all([
    botarmy(["demo", "--data", data, ...brief]),
    botarmy(["start", "--data", data]),
  ]);
  for (const { code, out, err } of refusals) {
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(
      `botarmy: ${data} is in use by another BotArmy (process ${first.child.pid}): stop that one first, or choose another data folder.\n`,
    );
  }
  const doctor = await botarmy(["doctor", "--data", data]);
  expect(doctor).toMatchObject({ code: 0, err: "" });
  expect(doctor.out).toContain(`data folder ${data}: whole, in use by a running BotArmy, 1 project\n`);
  expect(doctor.out).toMatch(/ {2}p-[a-z0-9]+ {2}Lane Board: /);
  expect(projectsIn(data).filter((name) => name.startsWith("row"))).toEqual(before);
  first.child.kill("SIGTERM");
  expect((await first.ended).code).toBe(143);
  expect(existsSync(path.join(data, "lock.pid"))).toBe(false);
});

test("typed words start a project, and what they mean is answered", async () => {
  const bot = start(["start", "--data", at("typed")]);
  bot.child.stdin?.write("/botarmy help\n");
  await bot.until("What I understand");
  bot.child.stdin?.write("/botarmy start --approve gates A shop sells lamps to people who read at night.\n");
  await bot.until("0/10");
  bot.child.stdin?.write("/botarmy start --workflow nope Another lamp shop.\n");
  await bot.until("known workflows: business-analysis");
  bot.child.stdin?.write("/quit\n");
  expect(await bot.ended).toMatchObject({ code: 0, err: "" });
  expect(projectsIn(at("typed")).filter((name) => name.startsWith("row"))).toHaveLength(1);
});

test("the log keeps what happened, and neither the brief nor a person's words", async () => {
  const data = at("logged");
  expect((await botarmy(["demo", "--data", data, ...brief])).code).toBe(0);
  const log = readFileSync(path.join(data, "logs/botarmy.jsonl"), "utf8");
  expect(log).toContain('"step ended"');
  expect(log).not.toContain("Harbour");
});
