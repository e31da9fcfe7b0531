import type { Finding } from "./finding.ts";
import type { Kill } from "./kills.ts";
import type { RoundResult, Tally } from "./tally.ts";

/** What was killed where, and how much was checked. `names` are all boundaries of the chat. */
export const table = (names: readonly string[], { deaths, scenarios, rounds, counts }: Tally): string => {
  const width = Math.max(...names.map((name) => name.length)) + 4;
  const rows = [...new Set([...names, ...deaths.keys()])].map(
    (name) => `  ${name.padEnd(width)}${String(deaths.get(name) ?? 0).padStart(5)}`,
  );
  const played = [...scenarios].map(([name, count]) => `${name} ${count}`).join(", ");
  const checked = Object.entries(counts).map(([what, count]) => `    ${String(count).padStart(6)} ${what}`);
  return [
    "",
    `  ${"killed at".padEnd(width)}${"times".padStart(5)}`,
    ...rows,
    "",
    `  data folders: ${rounds} (${played})`,
    `  checked:`,
    ...checked,
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
export const describeFindings = ({ folder, scenario, kills, findings }: RoundResult): string => {
  const lines = findings.map((one) => {
    const about = `${one.type.toUpperCase()} ${one.project} ${one.key}: ${one.detail}`;
    return `  ${about}\n    killed: ${suspects(one, kills)}`;
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
