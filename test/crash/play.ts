import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, type Death } from "./deaths.ts";
import { note } from "./journal.ts";
import { killNote, wholeLines, type Kill } from "./kills.ts";
import { placesIn, type Round } from "./round.ts";
import type { Trial } from "./stage.ts";

/** A round takes seconds: a process that lives so long will never come to an end. */
const patienceMs = 60_000;

/** What became of a round. */
export interface Played {
  readonly died: readonly Death[];
  /** Deaths whose moment never came, because everything was done before. */
  readonly left: readonly Death[];
  /** Why the round did not come to its end: a process that broke or hung by itself. */
  readonly fault: string | null;
}

type End =
  | { readonly type: "finished" }
  | { readonly type: "died" }
  | { readonly type: "faulty"; readonly fault: string };

/** Runs one process after the other on `folder` until the projects are over; each but the last dies as planned. */
export const play = async (
  folder: string,
  trial: Trial<Round>,
  onDeath: (death: Death) => void,
): Promise<Played> => {
  const places = placesIn(folder);
  writeFileSync(places.round, JSON.stringify(trial.round));
  giveWorkflow(places.data);
  const died: Death[] = [];
  for (;;) {
    const death = trial.deaths[died.length];
    const end = await live(folder, death);
    const left = trial.deaths.slice(died.length);
    if (end.type === "finished") return { died, left, fault: null };
    if (end.type === "faulty") return { died, left, fault: end.fault };
    if (death === undefined) return { died, left, fault: "a process was killed by somebody else" };
    died.push(death);
    note(places.kills, killNote(places.data, describe(death), wireLength(places.data)) satisfies Kill);
    onDeath(death);
  }
};

/** What people put into the data folder before anything runs. */
const giveWorkflow = (data: string): void => {
  const folder = join(data, "roles", "workflows");
  mkdirSync(folder, { recursive: true });
  copyFileSync(fileURLToPath(new URL("crowd.yml", import.meta.url)), join(folder, "crowd.yml"));
};

const wireLength = (data: string): number => wholeLines(join(data, "terminal", "wire.jsonl")).length;

const script = fileURLToPath(new URL("child.ts", import.meta.url));

const live = async (folder: string, death: Death | undefined): Promise<End> => {
  const orders = death?.type === "spot" ? [death.spot, String(death.nth)] : [];
  const child = spawn(process.execPath, [script, folder, ...orders], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: module.getCompileCacheDir() ?? "" },
  });
  let isStuck = false;
  const patience = setTimeout(() => {
    isStuck = true;
    child.kill("SIGKILL");
  }, patienceMs);
  let moment: NodeJS.Timeout | undefined;
  child.stdout.once("data", () => {
    if (death?.type === "time") moment = setTimeout(() => child.kill("SIGKILL"), death.ms);
  });
  child.stdout.resume();
  const said = text(child.stderr);
  const [code, signal] = await once(child, "close");
  clearTimeout(patience);
  clearTimeout(moment);
  if (isStuck)
    return { type: "faulty", fault: `a process did not come to its end within ${patienceMs / 1_000} s` };
  if (signal === "SIGKILL") return { type: "died" };
  if (code === 0) return { type: "finished" };
  return {
    type: "faulty",
    fault: `a process ended by itself (${signal ?? `code ${code}`}): ${(await said).trim()}`,
  };
};
