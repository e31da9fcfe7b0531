import { finding } from "../finding.ts";
import { readLines } from "../journal.ts";
import { Kill } from "../kills.ts";
import { placesIn } from "../round.ts";
import type { Stage } from "../stage.ts";
import { countKept, type Counts } from "../tally.ts";
import { brokenConnection, check } from "./check.ts";
import type { SlackEvidence } from "./evidence.ts";
import { boundaries, lanes, planAgain, planTrials, type SlackRound } from "./plan.ts";
import { play } from "./play.ts";

/** The suite on Slack: a real process, and people in a Slack of this machine. */
export const onSlack: Stage<SlackRound> = {
  names: boundaries,
  lanes,
  plan: planTrials,
  again: (deaths, _n, random) => planAgain(deaths, random),
  scenarioOf: ({ scenario }) => scenario,
  play: async (folder, trial, onDeath) => {
    const { evidence, left, fault } = await play(folder, trial, onDeath);
    const broken = fault === null ? [] : [finding("wrong", { project: "all", key: "process" }, fault)];
    return {
      folder,
      scenario: trial.round.scenario,
      left,
      projects: evidence.projects,
      counts: countsOf(evidence),
      kills: readLines(placesIn(folder).kills, Kill),
      findings: [...broken, ...check(evidence)],
    };
  },
};

const countsOf = ({ posts, threads, projects, asked, did, answers }: SlackEvidence): Counts => ({
  "posts in Slack": posts.length,
  "of them parts of longer ones": posts.filter(({ payload }) => Number(payload["parts"]) > 1).length,
  "files in threads": [...threads.values()].reduce((sum, { files }) => sum + files.length, 0),
  ...countKept(projects, asked),
  "deeds of people": did.length,
  "deeds that Slack had to deliver again": did.filter(({ deliveries }) =>
    deliveries.some(({ attempts }) => attempts.length > 1),
  ).length,
  "deeds that Slack said had failed": did.filter(({ deliveries }) =>
    deliveries.some(({ failure }) => failure !== null),
  ).length,
  "answers told alone": answers.length,
  "effects tried again because this machine was too busy for a call": projects
    .flatMap(({ log }) => log)
    .filter(({ command }) => command.type === "notPerformed" && brokenConnection.test(command.message))
    .length,
});
