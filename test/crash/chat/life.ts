import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Death, Spot } from "../deaths.ts";
import type { Double } from "./platform.ts";
import { readRows, type Rows } from "./rows.ts";

export type End =
  | { readonly type: "finished" }
  /** `death` is null when it was nobody's plan. */
  | { readonly type: "died"; readonly death: Death | null }
  | { readonly type: "faulty"; readonly fault: string };

/** What one process lives on, and with. */
export interface World {
  readonly double: Double;
  readonly folder: string;
  readonly rows: Rows;
  /** Where a process kills itself for a death; null when it is killed from outside. */
  readonly spotOf: (death: Death) => Spot | null;
  /** Resolves when people are done and everything is over; rejects when it never will be. */
  readonly over: Promise<void>;
}

/** A death whose moment does not come gives way: after so long another one may come first. */
const patienceMs = 2_500;
/** What ends by itself ends within this. */
const endsWithinMs = 30_000;

/** Runs one process until it dies one of these deaths, or everything is over. */
export const live = async (world: World, deaths: readonly Death[]): Promise<End> => {
  const [first] = deaths;
  const inside = first === undefined ? null : insideOf(world, first);
  const child = start(world, inside);
  const said = text(child.stderr);
  const closed = once(child, "close");
  const killer = createKiller(world, child, inside === null ? deaths : deaths.slice(1));
  if (inside === null) killer.next();
  let isFinishing = false;
  const finish = async (): Promise<void> => {
    await world.over;
    isFinishing = true;
    killer.stop();
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), endsWithinMs).unref();
  };
  finish().catch(() => child.kill("SIGKILL"));
  const [code, signal] = await closed;
  killer.stop();
  if (killer.died() !== null) return { type: "died", death: killer.died() };
  if (signal === "SIGKILL" && isFinishing)
    return { type: "faulty", fault: `a process did not stop within ${endsWithinMs / 1_000} s` };
  if (signal === "SIGKILL") return { type: "died", death: inside === null ? null : (first ?? null) };
  if (code === 0) return { type: "finished" };
  return {
    type: "faulty",
    fault: `a process ended by itself (${signal ?? `code ${code}`}): ${(await said).trim()}`,
  };
};

/** The arguments with which a process kills itself; null when it is killed from outside. */
const insideOf = ({ spotOf }: World, death: Death): readonly string[] | null => {
  const spot = spotOf(death);
  return spot === null || death.type === "time" ? null : [spot, String(death.nth)];
};

const script = fileURLToPath(new URL("bot.child.ts", import.meta.url));

const start = ({ double, folder, rows }: World, orders: readonly string[] | null) => {
  const child = spawn(process.execPath, [script, folder, ...(orders ?? [])], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: module.getCompileCacheDir() ?? join(tmpdir(), "botarmy-crash-cache"),
      ...double.env,
    },
  });
  child.stdout.setEncoding("utf8").on("data", readRows(rows));
  return child;
};

/** Kills a process from outside when the moment of one of the armed deaths comes. */
const createKiller = (world: World, child: ChildProcess, deaths: readonly Death[]) => {
  const armed = new Map<Death, number>();
  const waiting = deaths.filter((death) => insideOf(world, death) === null);
  const timers = new Set<NodeJS.Timeout>();
  let died: Death | null = null;

  const kill = (death: Death): void => {
    if (died !== null) return;
    died = death;
    child.kill("SIGKILL");
  };
  const reached = (when: "before" | "after", call: string): boolean => {
    for (const [death, left] of armed) {
      if (death.type !== "wire" || death.when !== when || death.call !== call) continue;
      armed.set(death, left - 1);
      if (left === 1) kill(death);
    }
    return died !== null;
  };
  const next = (): void => {
    const death = waiting.shift();
    if (death === undefined) return;
    if (death.type === "time") timers.add(setTimeout(() => kill(death), death.ms));
    if (death.type === "wire") armed.set(death, death.nth);
  };
  const turns = setInterval(next, patienceMs);
  const stopListening = world.double.onMoment(reached);
  return {
    next,
    died: () => died,
    stop: () => {
      clearInterval(turns);
      for (const timer of timers) clearTimeout(timer);
      stopListening();
    },
  };
};
