import { parseArgs } from "node:util";
import { findingsOf, table } from "./report.ts";
import { run } from "./run.ts";

const help = `node tools/run.mjs test/load/slack.ts [--projects N] [--seconds S]

Projects of the scripted demo in one Slack channel, in real time, against a server that enforces Slack's rates: one post a second
in a channel, tier 3 for edits. People approve what they are asked.

  --projects N    how many (default: 20)
  --seconds S     how long at most (default: 235)
  --every MS      between two starts (default: 3000)
  --step MS       what a step of the scripted model takes (default: 14000)

Exit code: 0 when every limit is kept, 1 when not, 2 for a wrong flag.
`;

const options = {
  projects: { type: "string", default: "20" },
  seconds: { type: "string", default: "235" },
  every: { type: "string", default: "3000" },
  step: { type: "string", default: "14000" },
  help: { type: "boolean", default: false },
} as const;

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options });
  if (values.help) return say(help, 0);
  const [projects, seconds, every, step] = [values.projects, values.seconds, values.every, values.step].map(
    Number,
  );
  const play = {
    projects: projects ?? 0,
    mostMs: (seconds ?? 0) * 1_000,
    startEveryMs: every ?? 0,
    msPerStep: step ?? 0,
  };
  if (Object.values(play).some((value) => !Number.isInteger(value) || value < 0))
    return say(`load: flags take whole numbers\n\n${help}`, 2);
  let said = 0;
  const seen = await run(play, (words) => {
    if (Date.now() - said < 10_000) return;
    said = Date.now();
    say(`${words}\n`, 0);
  });
  const findings = findingsOf(seen);
  return say(table(findings), findings.some(({ isKept }) => isKept === false) ? 1 : 0);
};

const say = (text: string, code: number): number => {
  process.stdout.write(text);
  return code;
};

process.exitCode = await main();
