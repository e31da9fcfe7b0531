import { readBy, type Reading } from "../llm/reading.ts";
import { SpecOperation, type Verdict } from "../project/result.ts";
import { applySpec } from "../project/spec.ts";
import type { Assignment } from "./assignment.ts";
import { pathsProblem } from "./file-paths.ts";
import { StepOutput } from "./output.ts";
import { clip } from "./words.ts";

/** An answer that can be used: its files may be written, its patch applies, its verdict is there when one is due. */
export interface Draft {
  readonly output: StepOutput;
  readonly specPatch: readonly SpecOperation[];
  readonly verdict: Verdict | null;
}

/** Most operations in one patch. Source: StepResult keeps at most 200. */
const operationLimit = 200;

/** Judges an answer by everything without which it must not be used. The problem is written for the model that has to mend it. */
export const acceptOutput = (json: unknown, assignment: Assignment): Reading<Draft> => {
  const output = readBy(StepOutput, json);
  if (!output.ok) return output;
  const patch = readPatch(output.value.specPatch, assignment);
  if (!patch.ok) return patch;
  const problem = filesProblem(output.value, assignment) ?? verdictProblem(output.value, assignment);
  if (problem !== null) return { ok: false, problem };
  return {
    ok: true,
    value: { output: output.value, specPatch: patch.value, verdict: verdictOf(output.value, assignment) },
  };
};

const filesProblem = ({ files, summary }: StepOutput, assignment: Assignment): string | null => {
  if (summary.trim() === "") return `"summary" is empty.`;
  const { file } = assignment.task;
  const own = files.find((candidate) => candidate.path === file);
  if (own === undefined) return `The step's own file ${file} is missing from "files".`;
  if (own.text.trim() === "") return `The step's own file ${file} is empty.`;
  const problem = pathsProblem(
    files.map(({ path }) => path),
    assignment,
  );
  return problem === null ? null : `"files" cannot be written: ${problem}.`;
};

/** A verdict is due on every result that people have not already settled. */
const verdictProblem = ({ verdict }: StepOutput, { judges, plan, project }: Assignment): string | null => {
  const settled = plan.needs.every(
    (need) => project.stages.find((stage) => stage.id === need)?.settled === true,
  );
  if (judges === "handover" && verdict === null && !settled)
    return `"verdict" is missing: judge what was handed to you.`;
  if (judges !== "nothing" && verdict?.accept === false && verdict.reason.trim() === "")
    return `"verdict.reason" is empty: an objection needs one.`;
  return null;
};

const verdictOf = ({ verdict }: StepOutput, { judges }: Assignment): Verdict | null =>
  judges === "nothing" || verdict === null
    ? null
    : { ...verdict, reason: clip(verdict.reason.trim(), 2_000) };

const readPatch = (
  given: StepOutput["specPatch"],
  { project }: Assignment,
): Reading<readonly SpecOperation[]> => {
  if (given.length > operationLimit)
    return {
      ok: false,
      problem: `"specPatch" has ${given.length} operations; at most ${operationLimit} are taken.`,
    };
  const operations: SpecOperation[] = [];
  for (const [index, operation] of given.entries()) {
    const reading = readOperation(operation);
    if (!reading.ok) return { ok: false, problem: `specPatch.${index}: ${reading.problem}` };
    operations.push(reading.value);
  }
  if (operations.some(rewritesDecisions))
    return { ok: false, problem: `"specPatch" changes /decisions, which only people may change.` };
  const applied = applySpec(project.spec.document, operations);
  return applied.ok
    ? { ok: true, value: operations }
    : { ok: false, problem: `"specPatch" does not apply to the spec: ${applied.problem}.` };
};

/** What people decided stands: an agent may read and test it, and copy from it. */
const rewritesDecisions = (operation: SpecOperation): boolean => {
  if (operation.op === "test") return false;
  const touched = operation.op === "move" ? [operation.path, operation.from] : [operation.path];
  return touched.some((path) => path === "" || path === "/decisions" || path.startsWith("/decisions/"));
};

const readOperation = ({
  op,
  path,
  from,
  value,
}: StepOutput["specPatch"][number]): Reading<SpecOperation> => {
  if (op === "remove") return readBy(SpecOperation, { op, path });
  if (op === "move" || op === "copy") return readBy(SpecOperation, { op, path, from });
  if (value === null) return { ok: false, problem: `"${op}" needs a value, as JSON text.` };
  try {
    const json: unknown = JSON.parse(value);
    return readBy(SpecOperation, { op, path, value: json });
  } catch {
    return {
      ok: false,
      problem: `the value ${JSON.stringify(clip(value, 80))} is not JSON text; a string needs its own quotes.`,
    };
  }
};
