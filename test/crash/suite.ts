import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onChat } from "./chat/on-chat.ts";
import { nameOf, type Death } from "./deaths.ts";
import { discordPlatform } from "./discord/platform.ts";
import { readFlags, type Flags } from "./flags.ts";
import { onTerminal } from "./on-terminal.ts";
import { createRandom } from "./random.ts";
import { describeFindings, table, verdict } from "./report.ts";
import { slackPlatform } from "./slack/platform.ts";
import type { Stage, Trial } from "./stage.ts";
import { addDeath, addRound, emptyTally } from "./tally.ts";

const help = `npm run crash -- [--chat terminal|slack|discord] [--kills N] [--seed S]

Starts real processes on projects of the scripted demo, kills them with SIGKILL at every named boundary and at random times,
starts them again, and proves from what is on disk and in the chat that every project finished and nothing was lost or happened twice.

  --chat C    terminal: people are in the process. slack, discord: people are in a Slack or Discord of this machine, and processes are
              also killed before and after every kind of call (default: terminal)
  --kills N   how often a process is killed (default: 50)
  --seed S    chooses scenarios, people's words and boundaries (default: a new one, which is printed)

Exit code: 0 when all is proven, 1 when not (the data folders are kept), 2 for a wrong flag.
`;

/** Deaths whose moment never came get so many further chances. */
const mostExtraTurns = 20;
const progressEvery = 10;

const main = async (argv: readonly string[]): Promise<number> => {
  const flags = readFlags(argv);
  if (typeof flags === "string") {
    process.stderr.write(`crash: ${flags}. --help says more\n`);
    return 2;
  }
  if (flags.help) return say(help, 0);
  switch (flags.chat) {
    case "terminal":
      return await run(onTerminal, flags);
    case "slack":
      return await run(onChat(slackPlatform), flags);
    case "discord":
      return await run(onChat(discordPlatform), flags);
  }
};

const run = async <R>(stage: Stage<R>, { chat, kills, seed }: Flags): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), "botarmy-crash-"));
  const random = createRandom(seed);
  const startedAt = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedAt) / 1_000);
  let tally = emptyTally;
  const onDeath = (death: Death): void => {
    tally = addDeath(tally, death);
    if (tally.kills % progressEvery !== 0) return;
    const { projects, findings } = tally;
    say(
      `${tally.kills} of ${kills} kills, ${projects} projects proven, ${findings.length} findings, ${seconds()} s\n`,
      0,
    );
  };
  const work = async (trials: Trial<R>[], left: Death[]): Promise<void> => {
    for (let trial = trials.shift(); trial !== undefined; trial = trials.shift()) {
      const folder = mkdtempSync(join(root, `${stage.scenarioOf(trial.round)}-`));
      const result = await stage.play(folder, trial, onDeath);
      left.push(...result.left);
      tally = addRound(tally, result);
      if (result.findings.length === 0) rmSync(folder, { recursive: true });
      else say(`${describeFindings(result)}\n`, 0);
    }
  };

  say(`${chat}: ${kills} kills, seed ${seed}\n`, 0);
  let trials = [...stage.plan(kills, random)];
  for (let turn = 0; trials.length > 0 && turn <= mostExtraTurns; turn += 1) {
    const left: Death[] = [];
    await Promise.all(Array.from({ length: stage.lanes }, () => work(trials, left)));
    if (left.length > 0) say(`not met yet: ${left.map(nameOf).join(", ")} (${seconds()} s)\n`, 0);
    trials = left.length === 0 || tally.findings.length > 0 ? [] : [...stage.again(left, turn, random)];
  }

  const isProven = tally.findings.length === 0 && tally.kills >= kills;
  say(table(stage.names, tally), 0);
  if (isProven) rmSync(root, { recursive: true });
  else say(`  again: npm run crash -- --chat ${chat} --kills ${kills} --seed ${seed}\n  kept: ${root}\n`, 0);
  return say(`${verdict(tally)} (${chat}, ${seconds()} s)\n`, isProven ? 0 : 1);
};

const say = (text: string, code: number): number => {
  process.stdout.write(text);
  return code;
};

process.exitCode = await main(process.argv.slice(2));
