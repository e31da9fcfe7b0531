import { discordPlatform } from "./discord/platform.ts";
import { table } from "./finding.ts";
import { readFlags, type ChatName } from "./flags.ts";
import type { LoadPlatform } from "./platform.ts";
import { findingsOf } from "./report.ts";
import { run } from "./run.ts";
import { slackPlatform } from "./slack/platform.ts";

const help = `npm run load -- [--chat slack|discord] [--projects N] [--seconds S]

Projects of the scripted demo in one channel, in real time, against a Slack or Discord of this machine that enforces its rates. People
approve what they are asked. Says how long questions, messages and cards waited, and what the product needed.

  --chat C        slack: one post a second in the channel, with all its threads, and 50 edits a minute. discord: five posts and five edits
                  in five seconds in the channel and in each thread, and fifty calls a second (default: slack)
  --projects N    how many (default: 20)
  --seconds S     how long at most (default: 235)
  --every MS      between two starts (default: 3000)
  --step MS       what a step of the scripted model takes (default: 14000)

Exit code: 0 when every limit is kept, 1 when not, 2 for a wrong flag.
`;

const platforms: Readonly<Record<ChatName, LoadPlatform>> = {
  slack: slackPlatform,
  discord: discordPlatform,
};

const progressEveryMs = 10_000;

const main = async (argv: readonly string[]): Promise<number> => {
  const flags = readFlags(argv);
  if (typeof flags === "string") {
    process.stderr.write(`load: ${flags}. --help says more\n`);
    return 2;
  }
  if (flags.help) return say(help, 0);
  const platform = platforms[flags.chat];
  let said = 0;
  const seen = await run(platform, flags.play, (words) => {
    if (Date.now() - said < progressEveryMs) return;
    said = Date.now();
    say(`${words}\n`, 0);
  });
  const findings = findingsOf(seen, platform);
  return say(table(findings), findings.some(({ isKept }) => isKept === false) ? 1 : 0);
};

const say = (text: string, code: number): number => {
  process.stdout.write(text);
  return code;
};

process.exitCode = await main(process.argv.slice(2));
