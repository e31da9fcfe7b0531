import { counted } from "../../project/numbers.ts";
import { outlineOf } from "../sections.ts";
import type { Trace } from "./traceability.ts";

const heading = "## Traceability";
const explanation =
  "_From each requirement to its design, tasks, work and tests, put together from the results of all stages._";

/** Most files named in a cell. */
const filesShown = 3;

/** A document with the way of every requirement at its end. A section of that name that the model wrote itself is replaced. */
export const withTraceability = (text: string, traces: readonly Trace[]): string => {
  if (traces.length === 0) return text;
  const body = withoutOwn(text).trimEnd();
  return `${body}\n\n${heading}\n\n${explanation}\n\n${tableOf(traces)}\n\n${verdictOf(traces)}\n`;
};

const tableOf = (traces: readonly Trace[]): string =>
  [
    "| Requirement | Design | Tasks | Work and files | Tests | Missing |",
    "| --- | --- | --- | --- | --- | --- |",
    ...traces.map((trace) => `| ${cellsOf(trace).join(" | ")} |`),
  ].join("\n");

const cellsOf = ({
  id,
  title,
  priority,
  design,
  tasks,
  items,
  files,
  cases,
  gaps,
}: Trace): readonly string[] => [
  `${id} ${inCell(title)} (${priority})`,
  design.join(", ") || "–",
  tasks.join(", ") || "–",
  [...items, ...shown(files)].join(", ") || "–",
  cases.join(", ") || "–",
  gaps.length === 0 ? "" : `**${gaps.join(", ")}**`,
];

const shown = (files: readonly string[]): readonly string[] => [
  ...files.slice(0, filesShown).map((file) => `\`${inCell(file).replaceAll("`", "'")}\``),
  ...(files.length > filesShown ? [`${files.length - filesShown} more`] : []),
];

const inCell = (text: string): string =>
  text.replace(/\s+/g, " ").trim().replaceAll("\\", "\\\\").replaceAll("|", "\\|");

const verdictOf = (traces: readonly Trace[]): string => {
  const lost = traces.filter(({ gaps }) => gaps.length > 0);
  return lost.length === 0
    ? `Nothing is missing: ${counted(traces.length, "requirement")} followed to a test.`
    : `${traces.length - lost.length} of ${traces.length} requirements lead all the way; not: ${lost.map(({ id, gaps }) => `${id} (${gaps.join(", ")})`).join("; ")}.`;
};

const withoutOwn = (text: string): string => {
  if (!/traceability/i.test(text)) return text;
  const own = outlineOf(text).sections.find(
    ({ level, title }) => level === 2 && title.trim().toLowerCase() === "traceability",
  );
  return own === undefined
    ? text
    : `${text.slice(0, own.from).trimEnd()}\n\n${text.slice(own.to).trimStart()}`;
};
