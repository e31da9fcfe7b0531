import { parseArgs } from "node:util";
import { artifactCommit } from "./artifact-commit.ts";
import { isKept, type Report } from "./finding.ts";
import { inboundClicks } from "./inbound.ts";
import { logPaging } from "./log-paging.ts";
import { openProjects } from "./open-projects.ts";
import { startUp } from "./start-up.ts";
import { stepOverhead } from "./step-overhead.ts";
import { tableOf } from "./table.ts";

const benches: Readonly<Record<string, () => Promise<Report>>> = {
  step: stepOverhead,
  commit: artifactCommit,
  log: logPaging,
  projects: openProjects,
  start: startUp,
  inbound: inboundClicks,
};

const help = `npm run bench -- [--only ${Object.keys(benches).join("|")}] [--json] [--strict]

Measures each number against a baseline in the same run, on the disk that holds the data folder.
  --only NAME  one benchmark; may be repeated
  --json       the findings as one line of JSON
  --strict     exit code 1 when a limit is missed
`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: Object.keys(benches) },
      json: { type: "boolean", default: false },
      strict: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return print(help);
  const unknown = values.only.find((name) => benches[name] === undefined);
  if (unknown !== undefined) return print(`there is no benchmark "${unknown}"\n\n${help}`, 2);
  const reports: Report[] = [];
  for (const name of values.only) {
    if (!values.json) process.stderr.write(`measuring ${name} …\n`);
    const report = await benches[name]?.();
    if (report !== undefined) reports.push(report);
  }
  print(values.json ? `${JSON.stringify(reports)}\n` : tableOf(reports));
  return values.strict && reports.some(({ findings }) => findings.some((one) => isKept(one) === false))
    ? 1
    : 0;
};

const print = (text: string, code = 0): number => {
  process.stdout.write(text);
  return code;
};

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof TypeError && "code" in error)) throw error;
  return print(`${error.message}\n\n${help}`, 2);
});
