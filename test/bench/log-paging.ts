import path from "node:path";
import { createHistory } from "#adapters/store/history.ts";
import type { History, Move } from "#src/ports.ts";
import type { Finding, Report } from "./finding.ts";
import { withFolder } from "./folders.ts";
import { ratios, spreadOf, timed } from "./spread.ts";

const project = "p-bench00";
const agents = ["analyst", "architect", "developer", "tester", "deployer"];
const linesPerMove = 100;
const movesPerAppend = 50;
const rounds = 60;
/** Pages read one after the other in a round, by cursor from the newest on. */
const pages = 5;
/** Source: the product's definition of done. */
const limit = 1.5;

/** A page of a long conversation against a page of a short one. */
export const logPaging = (): Promise<Report> =>
  withFolder(async (folder) => {
    const short = createHistory({ folder: path.join(folder, "short") });
    const long = createHistory({ folder: path.join(folder, "long") });
    await fill(short, 1_000);
    const built = await timed(() => fill(long, 1_000_000));
    const findings = [await compare({ short, long }, undefined), await compare({ short, long }, "architect")];
    short.close();
    long.close();
    return {
      findings,
      notes: [
        `Log paging: pages of 50 messages by cursor, newest first, ${pages} per round, turn by turn; the filter finds one message in five. The long log took ${(built / 1_000).toFixed(0)} s to write.`,
      ],
    };
  });

const compare = async (
  logs: { short: History; long: History },
  agent: string | undefined,
): Promise<Finding> => {
  const [measured, baseline]: [number[], number[]] = [[], []];
  for (let round = -10; round < rounds; round++) {
    const few = await timed(() => turnPages(logs.short, agent));
    const many = await timed(() => turnPages(logs.long, agent));
    if (round < 0) continue;
    baseline.push(few / pages);
    measured.push(many / pages);
  }
  return {
    what: `log page at 1,000,000 lines${agent === undefined ? "" : ", one agent"}`,
    measured: spreadOf(measured),
    unit: "ms",
    baseline: { what: "at 1,000", is: spreadOf(baseline), ratio: ratios(measured, baseline) },
    limit,
  };
};

/** With the filter the short log has four pages; the newest is then read again. */
const turnPages = async (history: History, agent: string | undefined): Promise<void> => {
  let cursor: string | null = null;
  for (let page = 0; page < pages; page++) {
    const query = {
      limit: 50,
      ...(cursor === null ? {} : { cursor }),
      ...(agent === undefined ? {} : { agent }),
    };
    const { envelopes, next } = await history.page(project, query);
    if (envelopes.length !== 50) throw new Error(`a page had ${envelopes.length} messages`);
    cursor = next;
  }
};

const fill = async (history: History, lines: number): Promise<void> => {
  const moves = lines / linesPerMove;
  for (let from = 1; from <= moves; from += movesPerAppend) {
    const count = Math.min(movesPerAppend, moves - from + 1);
    await history.append(
      project,
      Array.from({ length: count }, (_, i) => moveOf(from + i)),
    );
  }
};

const moveOf = (version: number): Move => ({
  version,
  command: { id: `bench-${version}`, project, at: version, type: "timeUp" },
  envelopes: Array.from({ length: linesPerMove }, (_, n) => ({
    id: `${project}:${version}:${n + 1}`,
    project,
    version,
    at: version,
    from: agents[n % agents.length] ?? "system",
    to: null,
    type: "artifact",
    attempt: 1,
    content: { text: `design/part_${n}.md v${version}`, data: { path: `design/part_${n}.md`, version } },
  })),
  spec: null,
});
