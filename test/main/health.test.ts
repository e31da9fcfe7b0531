import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ModelHealth } from "#src/llm/health.ts";
import { isAlive, openHealthFile, readHealth } from "#src/main/health.ts";
import type { Model } from "#src/ports.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { responseWith } from "../fakes/scripted-model.ts";
import { request } from "../llm/routing.ts";

const never = new AbortController().signal;

const healthWith = (tokens: number): ModelHealth => ({
  name: "openai/gpt-6-sol",
  breaker: { state: "closed", until: null, reason: null, failures: 0 },
  pace: { waiting: 0, running: 0, tokens, penalisedUntil: 0 },
  limits: { requestsPerMinute: 50, tokensPerMinute: 400_000, concurrent: 8 },
});

const folderForTest = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), "botarmy-health-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A file whose state the test sets; `written` waits until the file says what `enough` wants. */
const setUp = () => {
  const folder = folderForTest();
  const clock = manualClock();
  const warnings: string[] = [];
  let models: readonly ModelHealth[] = [];
  const file = openHealthFile({
    folder,
    health: () => models,
    clock,
    log: { warn: (_, message) => void warnings.push(message) },
  });
  onTestFinished(file.close);
  const model = file.follow({ name: "m", complete: async () => responseWith("answer") });
  /** Lets time pass in small steps until the file tells so many tokens: writing takes the disk's own time. Returns when that was written. */
  const written = async (tokens: number): Promise<number> => {
    for (;;) {
      const report = await readHealth(folder);
      if (report?.models[0]?.pace.tokens === tokens) return report.at;
      await clock.pass(100);
    }
  };
  const set = (tokens: number): void => {
    models = [healthWith(tokens)];
  };
  return { folder, clock, warnings, file, model, set, written };
};

describe("the health file", () => {
  it("is there from the beginning, and says who wrote it and when", async () => {
    const { folder, clock, file } = setUp();
    const at = clock.now();
    await file.close();
    expect(await readHealth(folder)).toEqual({ at, process: process.pid, models: [] });
    expect(await readdir(folder)).toEqual(["health.json"]);
  });

  it("follows calls, at most every two seconds, and rests when nothing changes any more", async () => {
    const { folder, clock, model, set, written } = setUp();
    const times: number[] = [];
    for (const tokens of [5, 6, 7, 0]) {
      set(tokens);
      await model.complete(request, never);
      times.push(await written(tokens));
    }
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_000);
    for (let i = 0; i < 20; i++) await clock.pass(1_000);
    set(9);
    for (let i = 0; i < 20; i++) await clock.pass(1_000);
    expect((await readHealth(folder))?.models).toEqual([healthWith(0)]);
    await model.complete(request, never);
    await written(9);
  });

  it("goes on without calls while a minute with calls in it is not over", async () => {
    const { model, set, written } = setUp();
    set(5);
    await model.complete(request, never);
    await written(5);
    set(2);
    await written(2);
    set(0);
    expect(await written(0)).toBeGreaterThan(0);
  });

  it("passes on how a call ended", async () => {
    const { file, model } = setUp();
    const broken: Model = { name: "m", complete: () => Promise.reject(new Error("no answer")) };
    expect((await model.complete(request, never)).text).toBe("answer");
    await expect(file.follow(broken).complete(request, never)).rejects.toThrow("no answer");
    expect(file.follow({ ...broken, others: () => true }).others?.(request)).toBe(true);
  });

  it("is written a last time when it is closed, and not after that", async () => {
    const { folder, clock, file, model, set } = setUp();
    set(3);
    await file.close();
    expect((await readHealth(folder))?.models).toEqual([healthWith(3)]);
    set(4);
    await model.complete(request, never);
    await clock.pass(10_000);
    expect((await readHealth(folder))?.models).toEqual([healthWith(3)]);
  });

  it("that cannot be written is said once, and harms no call", async () => {
    const { folder, clock, warnings, file, model, set } = setUp();
    rmSync(folder, { recursive: true });
    for (const tokens of [1, 2, 3]) {
      set(tokens);
      expect((await model.complete(request, never)).text).toBe("answer");
      await clock.pass(2_000);
    }
    await file.close();
    expect(warnings).toEqual(["health not written"]);
  });

  it("that somebody has damaged is told with what to do; one that nobody wrote is none", async () => {
    const folder = folderForTest();
    expect(await readHealth(folder)).toBeNull();
    for (const text of ["{", '{"at":1}']) {
      writeFileSync(path.join(folder, "health.json"), text);
      await expect(readHealth(folder)).rejects.toThrow(/health\.json cannot be read; remove it/);
    }
    rmSync(path.join(folder, "health.json"));
    mkdirSync(path.join(folder, "health.json"));
    await expect(readHealth(folder)).rejects.toThrow("cannot be read");
  });
});

it("knows whether a process is alive", () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(1)).toBe(true);
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isAlive(pid)).toBe(false);
});
