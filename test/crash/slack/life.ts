import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Call } from "../../support/slack/calls.ts";
import { record } from "../../support/slack/json.ts";
import type { TestSlack } from "../../support/slack/slack.ts";
import type { Death } from "../deaths.ts";
import { ack, earlyPart } from "./plan.ts";
import { readRows, type Rows } from "./rows.ts";

export type End =
  | { readonly type: "finished" }
  /** `death` is null when it was nobody's plan. */
  | { readonly type: "died"; readonly death: Death | null }
  | { readonly type: "faulty"; readonly fault: string };

/** What one process lives on, and with. */
export interface World {
  readonly slack: TestSlack;
  readonly folder: string;
  readonly rows: Rows;
  /** Calls `tell` whenever Slack got an acknowledgement; the result ends that. */
  readonly onAck: (tell: () => void) => () => void;
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
  const inside = insideOf(first);
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
const insideOf = (death: Death | undefined): readonly string[] | null => {
  if (death?.type === "spot") return [death.spot, String(death.nth)];
  return death?.type === "wire" && death.call === ack && death.when === "before"
    ? ["after-put", String(death.nth)]
    : null;
};

const script = fileURLToPath(new URL("bot.child.ts", import.meta.url));

const start = ({ slack, folder, rows }: World, orders: readonly string[] | null) => {
  const child = spawn(process.execPath, [script, folder, ...(orders ?? [])], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: module.getCompileCacheDir() ?? join(tmpdir(), "botarmy-crash-cache"),
      SLACK_BOT_TOKEN: slack.app.botToken,
      SLACK_APP_TOKEN: slack.app.appToken,
      SLACK_SIGNING_SECRET: "",
      SLACK_API_URL: slack.apiUrl,
    },
  });
  child.stdout.setEncoding("utf8").on("data", readRows(rows));
  return child;
};

const kindOf = ({ method, args }: Call): string => {
  const { part, parts } = record(record(args["metadata"])["event_payload"]);
  return method === "chat.postMessage" && Number(part) < Number(parts) ? earlyPart : method;
};

/** Kills a process from outside when the moment of one of the armed deaths comes. */
const createKiller = ({ slack, onAck }: World, child: ChildProcess, deaths: readonly Death[]) => {
  const armed = new Map<Death, number>();
  const waiting = deaths.filter((death) => insideOf(death) === null);
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
  const endings = [
    // A call that a dead process made is never done, or never answered.
    slack.onCall((when, call) => (reached(when, kindOf(call)) ? new Promise(() => undefined) : undefined)),
    onAck(() => void reached("after", ack)),
  ];
  return {
    next,
    died: () => died,
    stop: () => {
      clearInterval(turns);
      for (const timer of timers) clearTimeout(timer);
      for (const end of endings) end();
    },
  };
};
