import { readBy, type Reading } from "../llm/reading.ts";
import { SpecOperation, type Citation, type Verdict } from "../project/result.ts";
import { applySpec } from "../project/spec.ts";
import type { Assignment } from "./assignment.ts";
import { pathsProblem } from "./file-paths.ts";
import { outputSchema, type StepOutput } from "./output.ts";
import { referenceProblem } from "./structures/references.ts";
import { readStructure, type Structure, type Structures } from "./structures/structure.ts";
import { clip } from "./words.ts";

/** An answer that can be used: its files may be written, its patch applies, its verdict is there when one is due. */
export interface Draft {
  readonly output: StepOutput;
  readonly specPatch: readonly SpecOperation[];
  readonly verdict: Verdict | null;
  /** The result as data, where the step asks for it. */
  readonly structure: Structure | null;
}

/** What an answer has to fit besides its assignment. */
export interface Expected {
  /** The structures of the stages before. */
  readonly earlier: Structures;
  /** How many directions of people stood in the prompt. */
  readonly directions: number;
}

/** Most operations in one patch. Source: StepResult keeps at most 200. */
const operationLimit = 200;

/** Judges an answer by everything without which it must not be used. The problem is written for the model that has to mend it. */
export const acceptOutput = (
  json: unknown,
  assignment: Assignment,
  { earlier, directions }: Expected,
): Reading<Draft> => {
  const kind = assignment.task.structure;
  const answer = readBy(outputSchema(kind), json);
  if (!answer.ok) return answer;
  const { structure: given, ...output } = answer.value;
  const structure = kind === undefined ? null : readStructure(kind, given);
  if (structure?.ok === false) return structure;
  const patch = readPatch(output.specPatch, assignment);
  if (!patch.ok) return patch;
  const data = structure?.value ?? null;
  const problem =
    filesProblem(output, assignment) ??
    verdictProblem(output, assignment) ??
    followedProblem(output, directions) ??
    (data === null ? null : referenceProblem(data, earlier));
  if (problem !== null) return { ok: false, problem };
  return {
    ok: true,
    value: { output, specPatch: patch.value, verdict: verdictOf(output, assignment), structure: data },
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

/** Most directions that are answered one by one. Source: StepResult keeps at most 20. */
const mostFollowed = 20;

const followedProblem = ({ followed }: StepOutput, directions: number): string | null => {
  const due = Math.min(directions, mostFollowed);
  const told = followed.slice(0, due).filter((line) => line.trim() !== "").length;
  return told >= due
    ? null
    : `"followed" answers ${told} of ${due} directions: say for each of them, in their order, what you did about it.`;
};

const verdictOf = ({ verdict }: StepOutput, { judges }: Assignment): Verdict | null =>
  judges === "nothing" || verdict === null
    ? null
    : {
        accept: verdict.accept,
        confidence: verdict.confidence,
        reason: clip(verdict.reason.trim(), 2_000),
        ...(verdict.about.trim() === "" ? {} : { about: clip(verdict.about.trim(), 200) }),
        ...(verdict.evidence.length === 0 ? {} : { evidence: verdict.evidence.map(shortened) }),
      };

const shortened = ({ source, quote }: Citation): Citation => ({
  source: source.trim().slice(0, 200),
  quote: quote.trim().slice(0, 500).trim(),
});

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
