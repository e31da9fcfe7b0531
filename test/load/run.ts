import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { complaintsIn } from "./complaints.ts";
import { createPeople } from "./people.ts";
import type { Deed, Left, LoadPlatform } from "./platform.ts";
import { startProduct } from "./product.ts";
import type { Row, Told } from "./told.ts";

/** What is played. */
export interface Play {
  readonly projects: number;
  /** Between two starts, so that the questions of all do not fall together. */
  readonly startEveryMs: number;
  /** How long the scripted model takes. */
  readonly msPerStep: number;
  /** The run ends then at the latest. */
  readonly mostMs: number;
}

/** What was seen. Times are milliseconds since 1970. */
export interface Seen extends Left {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Row[];
  readonly deeds: readonly Deed[];
  readonly memory: readonly Extract<Told, { type: "memory" }>[];
  /** What broke, in its words. */
  readonly faults: readonly string[];
  /** What the product's log warns of. */
  readonly complaints: readonly string[];
}

/** Plays projects in one channel, on the product as it is, against a platform that enforces its rates. */
export const run = async (
  platform: LoadPlatform,
  play: Play,
  onTick: (words: string) => void,
): Promise<Seen> => {
  const data = mkdtempSync(path.join(tmpdir(), "botarmy-load-"));
  const double = await platform.open(play.projects);
  const { rows, memory, faults, hear } = createEar();
  const product = await startProduct({ data, msPerStep: play.msPerStep }, double.env, hear);
  await double.ready();
  const people = createPeople(double);
  const from = Date.now();
  const started = people.start(play.startEveryMs);
  const isOver = (): boolean => {
    const done = new Set(rows.filter(({ isDone }) => isDone).map(({ project }) => project));
    const open = latest(rows).filter(({ isDone }) => !isDone).length;
    onTick(`${Math.round((Date.now() - from) / 1_000)} s: ${done.size} done, ${double.said()} posts`);
    return (done.size === play.projects && open === 0) || faults.length > 0;
  };
  while (Date.now() - from < play.mostMs && !isOver()) await sleep(1_000);
  const to = Date.now();
  await started;
  await people.stop();
  await product.stop();
  const keys = rows.flatMap(({ telling }) => telling.map(({ id }) => id));
  const left = double.look([...new Set(keys)]);
  await double.close();
  const complaints = complaintsIn(data);
  rmSync(data, { recursive: true, force: true });
  return { ...left, from, to, rows, deeds: people.deeds, memory, faults, complaints };
};

/** Remembers what the product tells. */
const createEar = () => {
  const rows: Row[] = [];
  const memory: Extract<Told, { type: "memory" }>[] = [];
  const faults: string[] = [];
  return {
    rows,
    memory,
    faults,
    hear: (told: Told): void => {
      if (told.type === "row") rows.push(told);
      else if (told.type === "memory") memory.push(told);
      else if (told.type === "broken") faults.push(told.words);
    },
  };
};

const latest = (rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [row.project, row])).values(),
];
