import { check } from "./checks.ts";
import { spots, type Death } from "./deaths.ts";
import { gather, noEvidence, type Evidence } from "./evidence.ts";
import { finding, type Finding } from "./finding.ts";
import { planAgain, planTrials } from "./plan.ts";
import { play } from "./play.ts";
import type { Round } from "./round.ts";
import type { Stage, Trial } from "./stage.ts";
import { countKept, type Counts, type RoundResult } from "./tally.ts";

/** The suite on the terminal, whose people are played inside the process. */
export const onTerminal: Stage<Round> = {
  names: [...spots, "random"],
  lanes: 2,
  plan: planTrials,
  again: (deaths, n, random) => [planAgain(deaths, n, random)],
  scenarioOf: ({ scenario }) => scenario,
  play: async (folder, trial, onDeath) => await playAndCheck(folder, trial, onDeath),
};

const playAndCheck = async (
  folder: string,
  trial: Trial<Round>,
  onDeath: (death: Death) => void,
): Promise<RoundResult> => {
  const { scenario, projects } = trial.round;
  const { left, fault } = await play(folder, trial, onDeath);
  const broken = fault === null ? [] : [wrong("process", fault)];
  const result = (evidence: Evidence, findings: readonly Finding[]): RoundResult => ({
    folder,
    scenario,
    left,
    projects: evidence.projects,
    counts: countsOf(evidence),
    kills: evidence.kills,
    findings: [...broken, ...findings],
  });
  try {
    const evidence = await gather(folder);
    return result(evidence, check(evidence, projects.length));
  } catch (error) {
    const about = error instanceof Error ? error.stack : String(error);
    return result(noEvidence, [wrong("folder", `it cannot be read: ${about}`)]);
  }
};

const wrong = (key: string, detail: string) => finding("wrong", { project: "all", key }, detail);

const countsOf = ({ wire, projects, asked, deliveries }: Evidence): Counts => ({
  "posts and files": wire.filter(({ op }) => op === "root" || op === "post" || op === "upload").length,
  edits: wire.filter(({ op }) => op === "edit").length,
  ...countKept(projects, asked),
  "events of people delivered again because the process died before it took them": deliveries.filter(
    (line) => line.type === "sent" && line.again,
  ).length,
});
