import { listScenarios } from "../main.ts";

const common = `  --brief TEXT          the brief itself
  --brief-file FILE     a Markdown or text file, UTF-8, up to 256 kB; without either the sample brief that ships with BotArmy
  --workflow NAME       a workflow in workflows/ (default: sdlc)
  --decide HOW          approve | reject-once | modify-once | FILE.yml: what the scripted decider answers (default: approve).
                        reject-once and modify-once ask for approval after every stage. A file lists decisions in order:
                          decisions:
                            - { kind: conflict, choice: author }
                            - { stage: design, choice: modify, note: "Use SQLite" }
                        what no rule fits gets the first choice
  --data DIR            folder for state and artifacts (default: data)
  --json                the last line of standard output is a JSON report

Exit code: 0 completed; 2 refused before anything began (brief, flags, files, data folder); 1 begun but not completed;
130 or 143 stopped by Ctrl-C or SIGTERM. A project that was begun goes on with: botarmy start --data DIR
`;

/** What \`botarmy demo --help\` says. */
export const demoHelp = async (): Promise<string> => `botarmy demo [flags]

Takes one brief to its end without a person, a key or an account: a scripted model plays all agents and says so.

${common}
  --scenario NAME       what happens on the way:
${await scenarioLines()}
  --seed N              another wording and order of the same content (default: 1); the same seed gives the same files
  --speed 0..1          1 does not wait at all, 0 lets you read along (default: 0.7 on a terminal, else 1)
`;

const scenarioLines = async (): Promise<string> =>
  (await listScenarios())
    .map(({ name, about }) => `                          ${name.padEnd(15)} ${about}`)
    .join("\n");

/** What \`botarmy run --help\` says. */
export const runHelp = `botarmy run [flags]

Takes one brief to its end with the configured models.

${common}`;
