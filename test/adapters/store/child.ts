import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A real process that runs one of the `*.child.ts` scripts beside this file, and the lines it prints. */
export interface Child {
  /** Resolves with the next line, or with undefined when the process has ended. */
  line(): Promise<string | undefined>;
  /** Kills it outright and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a script; `shell` is a line of bash to run first, such as a limit. Killed after the test if it still runs. */
export const startChild = (script: string, folder: string, shell = ":"): Child => {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn("bash", ["-c", `${shell}; exec "$@"`, "bash", process.execPath, path, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  onTestFinished(() => stop(child, ended));
  return {
    line: async () => {
      const next = await lines.next();
      return next.done === true ? undefined : next.value;
    },
    kill: () => stop(child, ended),
  };
};

const stop = async (child: ChildProcess, ended: Promise<unknown>): Promise<void> => {
  child.kill("SIGKILL");
  await ended;
};
