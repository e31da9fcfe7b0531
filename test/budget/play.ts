import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import module from "node:module";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Death } from "./deaths.ts";
import type { Meter } from "./meter.ts";
import { placesIn, type Round } from "./round.ts";

/** A process that lives so long will never come to an end. */
const patienceMs = 120_000;

/** What became of a round. */
export interface Played {
  /** Deaths whose moment never came, because everything was done before. */
  readonly left: readonly Death[];
  readonly died: readonly Death[];
  /** Why the round did not come to its end: a process that broke or hung by itself. */
  readonly fault: string | null;
}

type End = { readonly type: "finished" | "died" } | { readonly type: "faulty"; readonly fault: string };

/** Runs one process after the other on `folder` until every project is over; each but the last dies as planned. */
export const play = async (
  folder: string,
  { round, deaths }: { readonly round: Round; readonly deaths: readonly Death[] },
  meter: Meter,
): Promise<Played> => {
  writeFileSync(placesIn(folder).round, JSON.stringify(round));
  for (let lives = 0; ; lives += 1) {
    const end = await live({ folder, round, death: deaths[lives] }, meter);
    await meter.allGone();
    const played = { left: deaths.slice(lives), died: deaths.slice(0, lives) };
    if (end.type === "finished") return { ...played, fault: null };
    if (end.type === "faulty") return { ...played, fault: end.fault };
  }
};

const script = fileURLToPath(new URL("child.ts", import.meta.url));

interface Life {
  readonly folder: string;
  readonly round: Round;
  readonly death: Death | undefined;
}

const live = async ({ folder, round, death }: Life, meter: Meter): Promise<End> => {
  const orders = death?.moment === "recording" ? [String(death.nth)] : [];
  const child = spawn(process.execPath, [script, folder, ...orders], {
    stdio: ["ignore", "ignore", "pipe"],
    env: environment(round, meter.url),
  });
  let [isOurs, isStuck] = [orders.length > 0, false];
  const patience = setTimeout(() => {
    isStuck = true;
    child.kill("SIGKILL");
  }, patienceMs);
  if (death !== undefined && orders.length === 0)
    meter.onMoment = createTrigger(death, () => {
      isOurs = true;
      child.kill(death.how === "kill" ? "SIGKILL" : "SIGTERM");
    });
  const said = text(child.stderr);
  const [code, signal]: unknown[] = await once(child, "close");
  clearTimeout(patience);
  meter.onMoment = () => undefined;
  if (isStuck) return faulty(`a process did not come to its end within ${patienceMs / 1_000} s`);
  if (isOurs && (signal === "SIGKILL" || (death?.how === "stop" && code === 0))) return { type: "died" };
  if (code === 0) return { type: "finished" };
  return faulty(`a process ended by itself (${String(signal ?? code)}): ${(await said).trim()}`);
};

const faulty = (fault: string): End => ({ type: "faulty", fault });

/** Calls `act` once, when the moment has come so often. */
const createTrigger = ({ moment, nth, ms }: Death, act: () => void): Meter["onMoment"] => {
  let left = nth;
  return (seen) => {
    if (seen !== moment) return;
    left -= 1;
    if (left === 0 && ms === 0) act();
    else if (left === 0) setTimeout(act, ms);
  };
};

const key = "key-for-tests-0123456789";

/** Nothing but what is needed: what this machine's owner has set must not change what is tried. */
const environment = ({ vendors }: Round, url: string): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  NODE_COMPILE_CACHE: module.getCompileCacheDir() ?? "",
  ...(vendors === "openai" ? {} : { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url }),
  ...(vendors === "anthropic" ? {} : { OPENAI_API_KEY: key, OPENAI_BASE_URL: `${url}/v1` }),
  ...(vendors === "mixed" ? { ARCHITECT_AGENT_PROVIDER: "openai", TESTER_AGENT_PROVIDER: "openai" } : {}),
});
