import { fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { allCases, nameOf } from "./cases.ts";
import { describe, table, verdictOf, type Played } from "./report.ts";

const help = `node tools/run.mjs test/faults/suite.ts [--only WORDS] [--list]

Plays a whole project for every fault of a provider, on every API, as a stream and whole: once with a fallback, always with a
fallback, and always without one. Real adapters, real sockets, real git; the clock jumps. Proves that every project ends, that
nothing is written, said or paid twice, that no call outlives its deadline, and that all that the servers charged is counted.

  --only WORDS  plays only cases with these words in their names
  --list        prints the names and plays nothing

Exit code: 0 when all is proven, 1 when not, 2 for a wrong flag.
`;

const options = { only: { type: "string" }, list: { type: "boolean" }, help: { type: "boolean" } } as const;
const progressEvery = 100;
/** Processes: the clock of one sees nothing of the work of another. */
const lanes = 2;

const main = async (argv: readonly string[]): Promise<number> => {
  const flags = readFlags(argv);
  if (typeof flags === "string") {
    process.stderr.write(`faults: ${flags}. --help says more\n`);
    return 2;
  }
  if (flags.help === true) return say(help, 0);
  const names = allCases()
    .map(nameOf)
    .filter((name) => name.includes(flags.only ?? ""));
  return flags.list === true ? say(`${names.join("\n")}\n`, 0) : await run(names);
};

const run = async (names: readonly string[]): Promise<number> => {
  const startedAt = performance.now();
  const played: Played[] = [];
  const waiting = [...names];
  const onPlayed = (one: Played): void => {
    played.push(one);
    say(describe(one), 0);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    if (played.length % progressEvery === 0)
      say(`${played.length} of ${names.length} projects, ${seconds} s\n`, 0);
  };
  await Promise.all(Array.from({ length: lanes }, () => runLane(waiting, onPlayed)));
  const order = new Map(names.map((name, i) => [name, i]));
  const sorted = played.toSorted((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
  say(table(sorted), 0);
  const isProven = sorted.length > 0 && sorted.every(({ findings }) => findings.length === 0);
  return say(`${verdictOf(sorted)}\n`, isProven ? 0 : 1);
};

/** One process that plays what waits, until nothing does. Rejects when it dies before that. */
const runLane = async (waiting: string[], onPlayed: (one: Played) => void): Promise<void> => {
  const child = fork(new URL("lane.ts", import.meta.url), { serialization: "advanced" });
  const next = (): void => {
    const name = waiting.shift();
    if (name === undefined) child.disconnect();
    else child.send(name);
  };
  // It is our own child and sends nothing else.
  child.on("message", (one) => {
    onPlayed(one as Played);
    next();
  });
  next();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`a lane ended with ${String(code)}`);
};

const readFlags = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    if (error instanceof TypeError && "code" in error) return error.message.split("\n")[0] ?? "";
    throw error;
  }
};

const say = (text: string, code: number): number => {
  process.stdout.write(text);
  return code;
};

process.exitCode = await main(process.argv.slice(2));
