import { finding } from "../finding.ts";
import { readLines } from "../journal.ts";
import { Kill } from "../kills.ts";
import { placesIn } from "../round.ts";
import type { Stage } from "../stage.ts";
import { countKept, type Counts } from "../tally.ts";
import { brokenConnection, check } from "./check.ts";
import type { ChatEvidence } from "./evidence.ts";
import { boundariesOf, lanes, planAgain, planTrials } from "./plan.ts";
import type { Platform } from "./platform.ts";
import { play } from "./play.ts";
import type { ChatRound } from "./setting.ts";

/** The suite on a chat platform: a real process, and people in a platform of this machine. */
export const onChat = (platform: Platform): Stage<ChatRound> => ({
  names: boundariesOf(platform.moments),
  lanes,
  plan: (kills, random) => planTrials(platform, kills, random),
  again: (deaths, _n, random) => planAgain(platform, deaths, random),
  scenarioOf: ({ scenario }) => scenario,
  play: async (folder, trial, onDeath) => {
    const { evidence, left, fault } = await play({ platform, folder }, trial, onDeath);
    const broken = fault === null ? [] : [finding("wrong", { project: "all", key: "process" }, fault)];
    return {
      folder,
      scenario: trial.round.scenario,
      left,
      projects: evidence.projects,
      counts: countsOf(platform, evidence),
      kills: readLines(placesIn(folder).kills, Kill),
      findings: [...broken, ...check(platform, evidence)],
    };
  },
});

const countsOf = (
  { title }: Platform,
  { posts, threads, projects, asked, did, answers }: ChatEvidence,
): Counts => ({
  [`posts in ${title}`]: posts.length,
  "of them parts of longer ones": posts.filter(({ parts }) => parts > 1).length,
  "files in threads": [...threads.values()].reduce((sum, { files }) => sum + files.length, 0),
  ...countKept(projects, asked),
  "deeds of people": did.length,
  [`deeds that ${title} had to deliver again`]: did.filter(({ told }) => told.some(({ times }) => times > 1))
    .length,
  [`deeds that ${title} said had failed`]: did.filter(({ told }) => told.some(({ hasFailed }) => hasFailed))
    .length,
  "deeds while nobody listened": did.filter(({ told }) => told.some(({ isMissed }) => isMissed)).length,
  "answers told alone": answers.length,
  "effects tried again because this machine was too busy for a call": projects
    .flatMap(({ log }) => log)
    .filter(({ command }) => command.type === "notPerformed" && brokenConnection.test(command.message))
    .length,
});
