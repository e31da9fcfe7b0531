import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../support/slack/calls.ts";
import type { RateLimited } from "../support/slack/rates.ts";
import { startSlack } from "../support/slack/slack.ts";
import type { Post } from "../support/slack/world.ts";
import { createPeople } from "./people.ts";
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
export interface Seen {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Row[];
  readonly posts: readonly Post[];
  readonly calls: readonly Call[];
  readonly limited: readonly RateLimited[];
  readonly clicks: number;
  readonly memory: readonly Extract<Told, { type: "memory" }>[];
  /** What broke, in its words. */
  readonly faults: readonly string[];
}

/** The channel that all share. */
const channel = "C0GENERAL";
/** Slack's own: one a second, after a few at once. */
const rates = { minuteMs: 60_000, burst: 4 };
/** An answer of Slack's takes about as long. */
const latencyMs = 120;

/** Plays projects in one channel, on the product as it is, against a Slack that enforces its rates. */
export const run = async (play: Play, onTick: (words: string) => void): Promise<Seen> => {
  const data = mkdtempSync(path.join(tmpdir(), "botarmy-load-"));
  const slack = await startSlack({ rates });
  slack.fault({ method: "*", times: Infinity, wrong: { slowMs: latencyMs } });
  const rows: Row[] = [];
  const memory: Extract<Told, { type: "memory" }>[] = [];
  const faults: string[] = [];
  const product = await startProduct(
    {
      data,
      apiUrl: slack.apiUrl,
      botToken: slack.app.botToken,
      appToken: slack.app.appToken,
      msPerStep: play.msPerStep,
    },
    (told) => {
      if (told.type === "row") rows.push(told);
      else if (told.type === "memory") memory.push(told);
      else if (told.type === "broken") faults.push(told.words);
    },
  );
  const people = await createPeople(slack, play.projects, channel);
  const from = Date.now();
  const started = people.start(play.startEveryMs);
  const isOver = (): boolean => {
    const done = new Set(rows.filter(({ isDone }) => isDone).map(({ project }) => project));
    const open = latest(rows).filter(({ isDone }) => !isDone).length;
    onTick(`${Math.round((Date.now() - from) / 1_000)} s: ${done.size} done, ${slack.posts.length} posts`);
    return (done.size === play.projects && open === 0) || faults.length > 0;
  };
  while (Date.now() - from < play.mostMs && !isOver()) await sleep(1_000);
  const to = Date.now();
  await started;
  await people.stop();
  await product.stop();
  await slack.close();
  rmSync(data, { recursive: true, force: true });
  const { posts, calls } = slack;
  return {
    from,
    to,
    rows,
    memory,
    faults,
    posts,
    calls,
    limited: slack.rateLimited(),
    clicks: people.clicks(),
  };
};

const latest = (rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [row.project, row])).values(),
];
