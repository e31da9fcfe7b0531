import { writeFileSync } from "node:fs";
import { describe, type Death } from "../deaths.ts";
import { note, readLines } from "../journal.ts";
import { killNote, type Kill } from "../kills.ts";
import { placesIn } from "../round.ts";
import type { Trial } from "../stage.ts";
import { createCrowd } from "./crowd.ts";
import { Handled } from "./did.ts";
import { gather, type ChatEvidence } from "./evidence.ts";
import { live, type End, type World } from "./life.ts";
import { spotOf, type Platform } from "./platform.ts";
import type { Rows } from "./rows.ts";
import type { ChatRound } from "./setting.ts";

/** What became of a round. */
export interface Played {
  readonly evidence: ChatEvidence;
  /** Deaths whose moment never came, because everything was done before. */
  readonly left: readonly Death[];
  /** Why the round did not come to its end: a process that broke or hung by itself. */
  readonly fault: string | null;
}

/** Where a round is played. */
export interface Ground {
  readonly platform: Platform;
  /** Empty. */
  readonly folder: string;
}

/** Runs one process after the other, with people in a platform of this machine, until the projects are over. */
export const play = async (
  { platform, folder }: Ground,
  { round, deaths }: Trial<ChatRound>,
  onDeath: (death: Death) => void,
): Promise<Played> => {
  const double = await platform.open(round.people);
  try {
    const places = placesIn(folder);
    writeFileSync(places.round, JSON.stringify(round));
    const rows: Rows = new Map();
    const handled = (): readonly Handled[] => readLines(places.handled, Handled);
    const crowd = createCrowd(double, round.people, { rows, handled });
    const onDied = (death: Death): void => {
      note(places.kills, killNote(places.data, describe(death), double.said()) satisfies Kill);
      onDeath(death);
    };
    const world: World = {
      double,
      folder,
      rows,
      over: crowd.over,
      spotOf: (death) => spotOf(platform.moments, death),
    };
    const { left, fault } = await liveOn(world, deaths, onDied);
    crowd.end();
    return { left, fault, evidence: await gather(folder, { platform, double, did: crowd.did }) };
  } finally {
    await double.close();
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
