import { spots } from "./deaths.ts";
import type { Finding } from "./finding.ts";
import type { Kill } from "./kills.ts";
import type { RoundResult, Tally } from "./tally.ts";

/** What was killed where, and how much was checked. */
export const table = ({ deaths, scenarios, rounds, counts }: Tally): string => {
  const rows = [...spots, "random"].map(
    (name) => `  ${name.padEnd(24)}${String(deaths.get(name) ?? 0).padStart(5)}`,
  );
  const played = [...scenarios].map(([name, count]) => `${name} ${count}`).join(", ");
  return [
    "",
    `  ${"killed at".padEnd(24)}${"times".padStart(5)}`,
    ...rows,
    "",
    `  data folders: ${rounds} (${played})`,
    `  checked: ${counts.said} posts and files, ${counts.edits} edits, ${counts.commits} commits, ${counts.commands} commands, ${counts.envelopes} envelopes, ${counts.calls} model calls, ${counts.decisions} decisions`,
    `  asked again in flight: ${counts.askedAgain} model calls had no recorded answer when the process died`,
    `  delivered again: ${counts.redelivered} events of people had not been acknowledged when the process died`,
    "",
  ].join("\n");
};

/** The last line, for people and scripts. */
export const verdict = ({ kills, projects, findings }: Tally): string => {
  const lost = findings.filter(({ type }) => type === "lost").length;
  const doubled = findings.filter(({ type }) => type === "doubled").length;
  const other = findings.length - lost - doubled;
  const wrong = other === 0 ? "" : `, ${other} otherwise wrong`;
  return `crash: ${kills} kills, ${projects} projects finished, ${lost} lost, ${doubled} doubled${wrong}`;
};

/** Every finding of a round: what, which deaths it may come from, and where its folder is. */
export const describeFindings = ({ folder, scenario, evidence, findings }: RoundResult): string => {
  const lines = findings.map((one) => {
    const about = `${one.type.toUpperCase()} ${one.project} ${one.key}: ${one.detail}`;
    return `  ${about}\n    killed: ${suspects(one, evidence.kills)}`;
  });
  return [`${findings.length} findings in ${folder} (${scenario}):`, ...lines].join("\n");
};

/** The deaths that can have caused a finding, as far as the notes tell. */
const suspects = ({ project, key, wire }: Finding, kills: readonly Kill[]): string => {
  const around =
    wire === null
      ? since(kills, project, key)
      : kills.filter((kill) => kill.wire >= wire[0] && kill.wire <= wire[1]);
  return around.length === 0 ? "not while this happened" : around.map(({ how }) => how).join(", ");
};

/** An effect or envelope names the version that ordered it: the first three deaths from then on. All for anything else. */
const since = (kills: readonly Kill[], project: string, key: string): readonly Kill[] => {
  const version = new RegExp(`^${project}:(\\d+)`).exec(key)?.[1];
  if (version === undefined) return kills;
  return kills.filter(({ versions }) => (versions[project] ?? 0) >= Number(version)).slice(0, 3);
};
