import path from "node:path";
import { z } from "zod";
import { runChild, runNode } from "./child.ts";
import type { Finding, Report } from "./finding.ts";
import { root, withFolder } from "./folders.ts";
import { ratios, spreadOf, timed } from "./spread.ts";

const rounds = 9;
const Boot = z.object({ ms: z.number() });

/** How long one waits for the help text, and for the bot to listen on an empty data folder. */
export const startUp = (): Promise<Report> =>
  withFolder(async (folder) => {
    const [bare, help, boot]: [number[], number[], number[]] = [[], [], []];
    for (let round = -1; round < rounds; round++) {
      const node = await timed(() => runNode("-e", "0"));
      const helped = await timed(() => runNode(path.join(root, "bin", "botarmy.mjs"), "--help"));
      const { ms } = Boot.parse(await runChild("boot.child.ts", path.join(folder, String(round))));
      if (round < 0) continue;
      bare.push(node);
      help.push(helped);
      boot.push(ms);
    }
    const finding = (what: string, measured: readonly number[]): Finding => ({
      what,
      measured: spreadOf(measured),
      unit: "ms",
      baseline: { what: "node -e 0", is: spreadOf(bare), ratio: ratios(measured, bare) },
      limit: null,
    });
    return {
      findings: [finding("botarmy --help", help), finding("boot of an empty data folder", boot)],
      notes: [
        "Start-up: with Node's compile cache filled by one run before. The boot ends when the terminal listens.",
      ],
    };
  });
