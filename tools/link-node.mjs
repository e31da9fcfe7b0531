// Runs after `npm ci`: makes node_modules/.bin/node the bundled Node 24, so that npm scripts and npx use it on a machine
// with an older Node. npm 10 drops the link, as several platform packages share the name. Never fails an installation.
import { spawnSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundledNode } from "./node24.mjs";

const link = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));

/** Without a runnable binary (musl, another processor) the link goes, so that the machine's own Node is found. */
function relink(binary) {
  rmSync(link, { force: true });
  if (binary === undefined || spawnSync(binary, ["--version"]).status !== 0) return;
  symlinkSync(path.relative(path.dirname(link), binary), link);
}

// On Windows npm makes .cmd files instead of links, and keeps them.
if (process.platform !== "win32") {
  try {
    relink(bundledNode());
  } catch (error) {
    process.stderr.write(
      `node_modules/.bin/node could not be linked, Node 24 must be on the PATH: ${error.message}\n`,
    );
  }
}
