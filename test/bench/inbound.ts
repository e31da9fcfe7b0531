import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Report } from "./finding.ts";
import { root, withFolder } from "./folders.ts";
import { createLoad, type Load } from "./inbound-load.ts";
import { ratios, spreadOf } from "./spread.ts";

const rounds = 7;
const clicksPerRound = 1_000;
const atOnce = 32;
/** Sources: the product's definition of done. */
const limitRatio = 1.3;
const limitAckMs = 100;
const perSecond = 200;

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const Started = z.object({ port: z.number() });
const Used = z.object({ cpuUs: z.number() });

/** What one click costs from the signed request to the acknowledgement, and how long its sender waits. */
export const inboundClicks = (): Promise<Report> =>
  withFolder(async (folder) => {
    const ours = await startServer("ours", folder);
    const bolt = await startServer("bolt", folder);
    const found: Both[] = [];
    for (let round = -2; round < rounds; round++) {
      const one = { ours: await cpuMs(ours), bolt: await cpuMs(bolt) };
      if (round >= 0) found.push(one);
    }
    const acks: Both[] = [];
    for (let round = 0; round < 3; round++) acks.push({ ours: await ackMs(ours), bolt: await ackMs(bolt) });
    for (const server of [ours, bolt]) server.stop();
    return reportOf(found, acks);
  });

interface Both {
  readonly ours: number;
  readonly bolt: number;
}

interface Server {
  readonly load: Load;
  /** Microseconds of CPU that it has used. */
  cpu(): Promise<number>;
  stop(): boolean;
}

const startServer = async (side: "ours" | "bolt", folder: string): Promise<Server> => {
  const own = path.join(folder, side);
  mkdirSync(own);
  const child = fork(path.join(root, "test/bench/inbound-server.child.ts"), [side, own, secret], {
    execArgv: ["--max-semi-space-size=4"],
  });
  const { port } = Started.parse(await told(child));
  const load = createLoad(port, secret);
  return {
    load,
    cpu: async () => {
      child.send("cpu");
      return Used.parse(await told(child)).cpuUs;
    },
    stop: () => child.kill(),
  };
};

const told = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error("the server ended"));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });

/** Milliseconds of CPU for one click, on average. */
const cpuMs = async ({ load, cpu }: Server): Promise<number> => {
  const before = await cpu();
  await load.closed(clicksPerRound, atOnce);
  return ((await cpu()) - before) / clicksPerRound / 1_000;
};

/** Milliseconds within which 99 of 100 clicks are acknowledged. */
const ackMs = async ({ load }: Server): Promise<number> => {
  const waits = await load.open(5 * perSecond, perSecond);
  return waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN;
};

const reportOf = (found: readonly Both[], acks: readonly Both[]): Report => {
  const [ours, bolt] = [found.map((round) => round.ours), found.map((round) => round.bolt)];
  return {
    findings: [
      {
        what: "CPU of a Slack click",
        measured: spreadOf(ours),
        unit: "ms",
        baseline: { what: "plain Bolt", is: spreadOf(bolt), ratio: ratios(ours, bolt) },
        limit: limitRatio,
      },
      {
        what: "ack of a Slack click, p99",
        measured: spreadOf(acks.map((round) => round.ours)),
        unit: "ms",
        baseline: null,
        limit: limitAckMs,
      },
      {
        what: "the same, plain Bolt",
        measured: spreadOf(acks.map((round) => round.bolt)),
        unit: "ms",
        baseline: null,
        limit: null,
      },
    ],
    notes: [
      `Slack clicks: signed HTTP requests of 3 kB to a process of its own, ${atOnce} at a time; CPU is what the system charged that process. Ours verifies, reads, keeps the click on disk, acknowledges it, looks up the person, hands it to an empty handler and marks it done. Plain Bolt verifies, keeps each click in SQLite (WAL, synchronous FULL) in its listener, and acknowledges it.`,
      `The acknowledgements are at ${perSecond} clicks a second.`,
    ],
  };
};
