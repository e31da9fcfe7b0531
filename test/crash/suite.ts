import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./checks.ts";
import type { Death } from "./deaths.ts";
import { gather, noEvidence } from "./evidence.ts";
import { finding } from "./finding.ts";
import { readFlags } from "./flags.ts";
import { planAgain, planTrials, type Trial } from "./plan.ts";
import { play } from "./play.ts";
import { createRandom } from "./random.ts";
import { describeFindings, table, verdict } from "./report.ts";
import { addDeath, addRound, emptyTally } from "./tally.ts";

const help = `npm run crash -- [--kills N] [--seed S]

Starts real processes on projects of the scripted demo, kills them with SIGKILL at every named boundary and at random times,
starts them again, and proves from what is on disk that every project finished and nothing was lost or happened twice.

  --kills N   how often a process is killed (default: 50)
  --seed S    chooses scenarios, people's words and boundaries (default: a new one, which is printed)

Exit code: 0 when all is proven, 1 when not (the data folders are kept), 2 for a wrong flag.
`;

/** Two data folders at once: a process mostly waits for the disk and for its model. */
const lanes = 2;
/** Deaths whose moment never came get so many further chances. */
const mostExtraTurns = 20;
const progressEvery = 10;

const main = async (argv: readonly string[]): Promise<number> => {
  const flags = readFlags(argv);
  if (typeof flags !== "string") return flags.help ? say(help, 0) : await run(flags.kills, flags.seed);
  process.stderr.write(`crash: ${flags}. --help says more\n`);
  return 2;
};

const run = async (kills: number, seed: number): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), "botarmy-crash-"));
  const random = createRandom(seed);
  const startedAt = performance.now();
  let tally = emptyTally;
  const onDeath = (death: Death): void => {
    tally = addDeath(tally, death);
    if (tally.kills % progressEvery !== 0) return;
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    say(
      `${tally.kills} of ${kills} kills, ${tally.projects} projects proven, ${tally.findings.length} findings, ${seconds} s\n`,
      0,
    );
  };
  const work = async (trials: Trial[], left: Death[]): Promise<void> => {
    for (let trial = trials.shift(); trial !== undefined; trial = trials.shift()) {
      const folder = mkdtempSync(join(root, `${trial.round.scenario}-`));
      const result = await playAndCheck(folder, trial, onDeath);
      left.push(...result.left);
      tally = addRound(tally, result);
      if (result.findings.length === 0) rmSync(folder, { recursive: true });
      else say(`${describeFindings(result)}\n`, 0);
    }
  };

  say(`${kills} kills, seed ${seed}\n`, 0);
  let trials = [...planTrials(kills, random)];
  for (let turn = 0; trials.length > 0 && turn <= mostExtraTurns; turn += 1) {
    const left: Death[] = [];
    await Promise.all(Array.from({ length: lanes }, () => work(trials, left)));
    trials = left.length === 0 || tally.findings.length > 0 ? [] : [planAgain(left, turn, random)];
  }

  const isProven = tally.findings.length === 0 && tally.kills === kills;
  say(table(tally), 0);
  if (isProven) rmSync(root, { recursive: true });
  else say(`  again: npm run crash -- --kills ${kills} --seed ${seed}\n  kept: ${root}\n`, 0);
  return say(`${verdict(tally)}\n`, isProven ? 0 : 1);
};

const playAndCheck = async (folder: string, trial: Trial, onDeath: (death: Death) => void) => {
  const { scenario, projects } = trial.round;
  const { left, fault } = await play(folder, trial, onDeath);
  const broken = fault === null ? [] : [wrong("process", fault)];
  try {
    const evidence = await gather(folder);
    return { folder, scenario, left, evidence, findings: [...broken, ...check(evidence, projects.length)] };
  } catch (error) {
    const unread = wrong(
      "folder",
      `it cannot be read: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return { folder, scenario, left, evidence: noEvidence, findings: [...broken, unread] };
  }
};

const wrong = (key: string, detail: string) => finding("wrong", { project: "all", key }, detail);

const say = (text: string, code: number): number => {
  process.stdout.write(text);
  return code;
};

process.exitCode = await main(process.argv.slice(2));
