import { cpSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Project } from "#src/project/project.ts";
import { runChild } from "./child.ts";
import type { Finding, Report } from "./finding.ts";
import { withFolder } from "./folders.ts";
import { fillFolder, makeSamples } from "./many-projects.ts";
import { ratios, spreadOf, timed } from "./spread.ts";

const count = 1_000;
const rounds = 5;
/** Source: the product's definition of done. */
const limitMb = 150;

const Moment = z.object({ ms: z.number(), mb: z.number() });
const Run = z.object({
  boot: Moment,
  firstEffectMs: z.number().nullable(),
  end: Moment.extend({ peakMb: z.number() }),
});
type Run = z.infer<typeof Run>;

/** A fresh process on a data folder with a thousand open projects: once all wait, once each still owes an edit. */
export const openProjects = (): Promise<Report> =>
  withFolder(async (folder) => {
    const samples = await makeSamples(folder);
    const waiting = path.join(folder, "waiting");
    const killed = path.join(folder, "killed");
    await fillFolder(waiting, { samples, count });
    await fillFolder(killed, { samples, count, change: oweEdit });
    const [calm, recovery, bare]: [Run[], Run[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      const data = path.join(folder, `killed-${round}`);
      cpSync(killed, data, { recursive: true });
      bare.push(await timed(() => readBare(data)));
      recovery.push(Run.parse(await runChild("open-projects.child.ts", data, String(count))));
      calm.push(Run.parse(await runChild("open-projects.child.ts", waiting, String(count), "each")));
    }
    return { findings: [...memory(calm, recovery), ...times(recovery, bare)], notes };
  });

/** As after a kill between a save and the redraw that it asked for. */
const oweEdit = (project: Project): Project => ({
  ...project,
  wakeAt: 0,
  outbox: [
    {
      id: `${project.id}:${project.version}:99`,
      type: "edit",
      target: "status",
      state: "ready",
      after: [],
      tries: 0,
      notBefore: 0,
    },
    ...project.outbox,
  ],
});

const readBare = (data: string): void => {
  const database = new DatabaseSync(path.join(data, "botarmy.sqlite"), { readOnly: true });
  const ids = database.prepare("SELECT key FROM keyv WHERE namespace = 'projects'").all();
  const read = database.prepare("SELECT value FROM keyv WHERE namespace = 'projects' AND key = ?");
  for (const { key } of ids)
    if (read.get(String(key)) === undefined) throw new Error(`${String(key)} is gone`);
  if (ids.length !== count) throw new Error(`there are ${ids.length} projects`);
  database.close();
};

const memory = (calm: readonly Run[], recovery: readonly Run[]): readonly Finding[] => {
  const finding = (what: string, mb: readonly number[], limit: number | null): Finding => ({
    what,
    measured: spreadOf(mb),
    unit: "MB",
    baseline: null,
    limit,
  });
  return [
    finding(
      "memory, 1,000 open, after the boot",
      calm.map(({ boot }) => boot.mb),
      limitMb,
    ),
    finding(
      "memory, 1,000 open, after a look at each",
      calm.map(({ end }) => end.mb),
      limitMb,
    ),
    finding(
      "memory, 1,000 recovered, peak",
      recovery.map(({ end }) => end.peakMb),
      null,
    ),
  ];
};

const times = (recovery: readonly Run[], bare: readonly number[]): readonly Finding[] => {
  const finding = (what: string, measured: readonly number[]): Finding => ({
    what,
    measured: spreadOf(measured),
    unit: "ms",
    baseline: { what: "1,000 bare reads", is: spreadOf(bare), ratio: ratios(measured, bare) },
    limit: null,
  });
  return [
    finding(
      "recovery, process start to first effect",
      recovery.map((run) => run.firstEffectMs ?? Number.NaN),
    ),
    finding(
      "recovery, process start to all 1,000 done",
      recovery.map((run) => run.end.ms),
    ),
  ];
};

const notes = [
  "Memory: resident memory of a fresh process with the terminal adapter. Half of the projects ask people about the third of five stages, half wait an hour for their model. Nothing of them is due, so the boot reads none of the rows; the second figure is after every project was looked at. No garbage collection is forced.",
  "Recovery: the same projects, each killed before it redrew its status card. The time includes starting Node; done means redrawn and saved.",
];
