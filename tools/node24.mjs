// Plain JavaScript for Node >= 18: it runs before it is known that Node can run the TypeScript sources.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const neededMajor = 24;
const root = fileURLToPath(new URL("..", import.meta.url));

/** How often a program started by npm looks whether npm is still there. */
const parentCheckMs = 500;

/** The Node that is installed with the project for this platform, or undefined when there is none. */
export function bundledNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const file = process.platform === "win32" ? "node.exe" : "node";
  const binary = path.join(root, "node_modules", `node-${system}-${process.arch}`, "bin", file);
  return existsSync(binary) ? binary : undefined;
}

/** Calls `work` when this Node runs the sources; otherwise starts the same program again with the bundled Node. */
export async function onNode24(work) {
  stopWithParent();
  if (Number.parseInt(process.versions.node, 10) < neededMajor) return startAgain();
  module.enableCompileCache();
  await work();
}

function startAgain() {
  const binary = bundledNode();
  if (binary === undefined) return refuse();
  const child = spawn(binary, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const forwarders = forwardSignals(child);
  child.once("error", refuse);
  child.once("exit", (code, signal) => {
    for (const [name, forward] of forwarders) process.off(name, forward);
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
}

/** A terminal sends Ctrl-C to the child by itself; passing it on too would make it two. */
function forwardSignals(child) {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const forwarders = ["SIGINT", "SIGHUP", "SIGTERM"].map((name) => [
    name,
    () => (name === "SIGINT" && onTerminal) || child.kill(name),
  ]);
  for (const [name, forward] of forwarders) process.on(name, forward);
  return forwarders;
}

function refuse() {
  const mend = `run "npm ci" in ${root} to get one, or install Node ${neededMajor} from nodejs.org`;
  process.stderr.write(`This needs Node ${neededMajor} or newer, and this is ${process.version}: ${mend}.\n`);
  process.exitCode = 1;
}

/**
 * Asks this process to stop when the one that started it is gone: npm and the older Node above do not take their child
 * along when they are killed. Started in any other way (nohup, a service), it outlives its parent as usual.
 */
function stopWithParent() {
  const stop = () => process.kill(process.pid, "SIGTERM");
  if (process.connected) {
    process.once("disconnect", stop);
    process.channel.unref();
  } else if (process.env.npm_lifecycle_event !== undefined) {
    const atStart = starter();
    const check = setInterval(() => {
      if (starter() === atStart) return;
      clearInterval(check);
      stop();
    }, parentCheckMs).unref();
  }
}

/** Who started this process. Some shells in which npm runs a script stay between the two and outlive npm: then both. */
function starter() {
  const throughShell = aboutProcess(process.ppid, "cmdline").includes("\0-c\0");
  const shellParent = throughShell ? aboutProcess(process.ppid, "status").match(/^PPid:.*$/m)?.[0] : "";
  return `${process.ppid} ${shellParent}`;
}

/** What Linux tells about a process; nothing on other systems, whose shells replace themselves. */
function aboutProcess(pid, fact) {
  try {
    return readFileSync(`/proc/${pid}/${fact}`, "latin1");
  } catch {
    return "";
  }
}
