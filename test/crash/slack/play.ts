import { writeFileSync } from "node:fs";
import { problemsOf, problemsOfView } from "../../adapters/chat/slack/block-rules.ts";
import { startSlack } from "../../support/slack/slack.ts";
import { describe, type Death } from "../deaths.ts";
import { note } from "../journal.ts";
import { killNote, type Kill } from "../kills.ts";
import { placesIn } from "../round.ts";
import type { Trial } from "../stage.ts";
import { createCrowd } from "./crowd.ts";
import { gather, type SlackEvidence } from "./evidence.ts";
import { live, type End, type World } from "./life.ts";
import type { SlackRound } from "./plan.ts";
import type { Rows } from "./rows.ts";

/** What became of a round. */
export interface Played {
  readonly evidence: SlackEvidence;
  /** Deaths whose moment never came, because everything was done before. */
  readonly left: readonly Death[];
  /** Why the round did not come to its end: a process that broke or hung by itself. */
  readonly fault: string | null;
}

/** Slack delivers again what was not acknowledged: so often, and after so long. */
const redeliver = Array.from({ length: 200 }, () => 1_500);

/** Runs one process after the other on `folder`, with people in a Slack of this machine, until the projects are over. */
export const play = async (
  folder: string,
  { round, deaths }: Trial<SlackRound>,
  onDeath: (death: Death) => void,
): Promise<Played> => {
  const mentioned = round.people.map(({ id }) => id);
  const slack = await startSlack({
    lifetimes: { redeliver },
    problemsOf: (shown, surface) =>
      surface === "message" ? problemsOf(shown, mentioned) : problemsOfView(shown),
  });
  try {
    const places = placesIn(folder);
    writeFileSync(places.round, JSON.stringify(round));
    const rows: Rows = new Map();
    const crowd = await createCrowd(slack, round.people, rows);
    const onDied = (death: Death): void => {
      note(places.kills, killNote(places.data, describe(death), slack.posts.length) satisfies Kill);
      onDeath(death);
    };
    const { left, fault } = await liveOn({ slack, folder, rows, ...crowd }, deaths, onDied);
    crowd.end();
    return { left, fault, evidence: await gather(folder, slack, crowd) };
  } finally {
    await slack.close();
  }
};

/** One process after the other; each but the last dies. */
const liveOn = async (
  world: World,
  deaths: readonly Death[],
  onDied: (death: Death) => void,
): Promise<Pick<Played, "left" | "fault">> => {
  let left = deaths;
  for (;;) {
    const end: End = await live(world, left);
    if (end.type === "finished") return { left, fault: null };
    if (end.type === "faulty") return { left, fault: end.fault };
    const { death } = end;
    if (death === null) return { left, fault: await whyNotOver(world) };
    // One whose moment did not come waits until the others had theirs.
    left = [...left.slice(1), ...left.slice(0, 1)].filter((one) => one !== death);
    onDied(death);
  }
};

const whyNotOver = async ({ over, rows }: World): Promise<string> => {
  const rowsNow = JSON.stringify([...rows.values()]);
  return await over.then(
    () => "a process was killed by somebody else",
    (error: unknown) => `${error instanceof Error ? error.stack : String(error)} ${rowsNow}`,
  );
};
