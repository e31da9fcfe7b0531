import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "./folders.ts";

const run = promisify(execFile);

/** Runs this Node with arguments, in the product's folder, and gives what it printed. */
export const runNode = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, args, { cwd: root });
  return stdout;
};

/** The flags of `npm start`: a small young generation, since a bot mostly waits. */
const asStarted = ["--max-semi-space-size=4"];

/** Runs a script of this folder in a fresh process, started the way the product is, and gives the JSON it printed. */
export const runChild = async (script: string, ...args: readonly string[]): Promise<unknown> => {
  const file = path.join(root, "test", "bench", script);
  return JSON.parse(await runNode(...asStarted, path.join(root, "tools", "run.mjs"), file, ...args));
};
