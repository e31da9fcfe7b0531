import { didYouMean, list, quote } from "./names.ts";
import type { Problem } from "./problem.ts";
import type { StageFile, WorkflowFile } from "./workflow-file.ts";

/** Most agents of one project. The same limit as in its row. */
const teamLimit = 30;

/** What discussions ask for that cannot be: members who are nobody, or twice the same, or who have no turn; and too many agents in all. */
export function* discussionProblems(file: WorkflowFile, agents: readonly string[]): Generator<Problem> {
  const team = new Set(file.stages.map(({ agent }) => agent));
  for (const [index, { discuss }] of file.stages.entries()) {
    if (discuss === undefined) continue;
    const path = ["stages", index, "discuss"];
    yield* memberProblems(discuss, path, agents);
    yield* turnProblems(discuss, path);
    for (const [at, member] of discuss.members.entries()) {
      if (team.add(member).size <= teamLimit) continue;
      const text = `is one agent too many; a workflow has at most ${teamLimit}, so remove it`;
      yield { path: [...path, "members", at], text };
    }
  }
}

type Discuss = NonNullable<StageFile["discuss"]>;

function* memberProblems(
  { members }: Discuss,
  path: readonly PropertyKey[],
  agents: readonly string[],
): Generator<Problem> {
  for (const [at, member] of members.entries()) {
    if (!agents.includes(member)) {
      const text = `${quote(member)} is not an agent; choose one of ${list(agents)}${didYouMean(member, agents)}`;
      yield { path: [...path, "members", at], text };
    }
    if (members.indexOf(member) < at) {
      const text = `${quote(member)} takes part already; remove it, or name another agent`;
      yield { path: [...path, "members", at], text };
    }
  }
}

function* turnProblems({ members, max }: Discuss, path: readonly PropertyKey[]): Generator<Problem> {
  if (max === undefined || max >= members.length) return;
  const text = `gives ${members.length} members only ${max} turns, so they can never all agree; put at least ${members.length}`;
  yield { path: [...path, "max"], text };
}
