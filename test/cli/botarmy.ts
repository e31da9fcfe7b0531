import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The folder of this product. */
export const product = fileURLToPath(new URL("../..", import.meta.url));

/** How a process ended, and all it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** Resolves when standard output has come to contain `words`; rejects when it ends without. */
  until(words: string | RegExp): Promise<void>;
  readonly ended: Promise<Ended>;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Another copy of the product. */
  readonly root?: string;
}

/** Starts `botarmy` as a process of its own. Its standard input stays open, as a terminal's does. */
export const start = (argv: readonly string[], options: Options = {}): Started => {
  const { cwd, env = {}, root = product } = options;
  const child = spawn(process.execPath, [`${root}/bin/botarmy.mjs`, ...argv], {
    cwd,
    env: { ...plainEnvironment(), ...env },
  });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const err = text(child.stderr);
  const ended = once(child, "close").then(async ([code]: unknown[]) => ({
    code: typeof code === "number" ? code : null,
    out: said,
    err: await err,
  }));
  const until = (words: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (typeof words === "string" ? said.includes(words) : words.test(said)) resolve();
      };
      child.stdout.on("data", look);
      child.once("close", () => reject(new Error(`it ended without saying ${String(words)}:\n${said}`)));
      look();
    });
  return { child, until, ended };
};

/** Runs `botarmy` to its end; two at a time, since more would only wait for each other. */
export const botarmy = async (argv: readonly string[], options: Options = {}): Promise<Ended> =>
  await inTurn(() => start(argv, options).ended);

const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
};

/** What this machine's owner has set must not change what is tested. */
const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(BOTARMY_|SLACK_|DISCORD_|LOG_LEVEL$|FORCE_COLOR$|npm_)/.test(name),
    ),
  );

const Report = z.strictObject({
  project: z.string(),
  status: z.string(),
  stages: z.number(),
  steps: z.number(),
  artifacts: z.array(
    z.strictObject({ path: z.string(), phase: z.string(), sha256: z.string(), bytes: z.number() }),
  ),
  escalations: z.array(z.strictObject({ kind: z.string(), choice: z.string().nullable() })),
  messages: z.number(),
  modelCalls: z.number(),
  tokens: z.strictObject({ in: z.number(), out: z.number() }),
  ms: z.number(),
});
export type Report = z.infer<typeof Report>;

/** The report that `--json` leaves on the last line; it must have exactly the promised keys. */
export const reportIn = ({ code, out, err }: Ended): Report => {
  const line = out.trimEnd().split("\n").at(-1) ?? "";
  if (!line.startsWith("{")) throw new Error(`no report, code ${code}: ${err}`);
  return Report.parse(JSON.parse(line));
};
