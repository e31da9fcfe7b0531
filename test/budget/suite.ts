import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFlags } from "../crash/flags.ts";
import { createRandom } from "../crash/random.ts";
import type { Death } from "./deaths.ts";
import { killsPerRound, planTrial } from "./plan.ts";
import { table, verdict } from "./report.ts";
import { runTrial, type Outcome } from "./trial.ts";

const help = `node tools/run.mjs test/budget/suite.ts [--kills N] [--seed S]

Moves 50 projects with small budgets at once, by real model adapters against a provider on this machine that keeps the books. Ends
their process again and again while calls are under way, starts it again, and compares what was charged with what was recorded.

  --kills N   how often a process is ended (default: 50); one in six is asked to stop, the others are killed with SIGKILL
  --seed S    chooses budgets, decisions and moments (default: a new one, which is printed)

Exit code: 0 when no budget was overrun by more than one call's output and nothing that was charged is missing from a record,
1 when not (the data folders are kept), 2 for a wrong flag.
`;

const main = async (argv: readonly string[]): Promise<number> => {
  const flags = readFlags(argv);
  if (typeof flags !== "string") return flags.help ? say(help, 0) : await run(flags.kills, flags.seed);
  process.stderr.write(`budget: ${flags}. --help says more\n`);
  return 2;
};

const run = async (kills: number, seed: number): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), "botarmy-budget-"));
  const random = createRandom(seed);
  const outcomes: Outcome[] = [];
  let left: readonly Death[] = [];
  let done = 0;
  say(`${kills} kills, seed ${seed}\n`, 0);
  do {
    const folder = mkdtempSync(join(root, "round-"));
    const trial = planTrial(outcomes.length, { kills: Math.min(killsPerRound, kills - done), left, random });
    const outcome = await runTrial(folder, trial, random);
    outcomes.push(outcome);
    ({ left } = outcome);
    done += outcome.died.length;
    if (outcome.findings.length === 0) rmSync(folder, { recursive: true });
    else say(`${outcome.findings.length} findings in ${folder}:\n  ${outcome.findings.join("\n  ")}\n`, 0);
    say(`${done} of ${kills} kills, round ${outcomes.length}\n`, 0);
  } while (done < kills && outcomes.length < mostRounds(kills));

  const isProven = done === kills && outcomes.every(({ findings }) => findings.length === 0);
  say(table(outcomes), 0);
  if (isProven) rmSync(root, { recursive: true });
  else say(`  again: --kills ${kills} --seed ${seed}\n  kept: ${root}\n`, 0);
  return say(`${verdict(outcomes)}\n`, isProven ? 0 : 1);
};

/** Some deaths never come about, since the work is done before; not most of them. */
const mostRounds = (kills: number): number => 2 + (2 * kills) / killsPerRound;

const say = (text: string, code: number): number => {
  process.stdout.write(text);
  return code;
};

process.exitCode = await main(process.argv.slice(2));
