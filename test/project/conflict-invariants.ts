import assert from "node:assert/strict";
import { conflictsOf, isOpen } from "#src/project/conflicts.ts";
import { isOver } from "#src/project/next-step.ts";
import type { Project } from "#src/project/project.ts";
import type { Memory, Turn } from "./memory.ts";

/** Throws when a move broke one of the rules about conflicts: who waits, who is asked, what stands, what is told. */
export const checkConflicts = (turn: Turn, project: Project, memory: Memory): void => {
  conflictsWait(project);
  outcomesStand(project, memory);
  nothingIsDroppedInSilence(turn, project);
};

/** What a result changes in the spec is done, or waits for the outcome of a conflict, or is told to be left out. */
const nothingIsDroppedInSilence = ({ command, after }: Turn, project: Project): void => {
  if (command.type !== "stepDone" || command.step === "talk") return;
  if (after.envelopes.some(({ type }) => type === "error")) return;
  const waiting = conflictsOf(project).at(-1)?.patch ?? [];
  const left = command.result.specPatch.filter(
    (operation) => operation.op !== "test" && ![...after.specPatch, ...waiting].includes(operation),
  );
  if (left.length === 0) return;
  const { agent } = project.stages.find(({ id }) => id === command.stage) ?? {};
  const at = `${command.stage}.${command.step}`;
  assert.ok(
    project.directions.some(
      ({ to, text, at: told }) => to === agent && told === command.at && text.includes("not taken"),
    ),
    `the agent of ${at} is told what was not taken`,
  );
  const posts = project.outbox.flatMap((one) => (one.type === "post" ? [one.message.fallback] : []));
  assert.ok(
    posts.some((text) => text.startsWith("Not taken into the spec")),
    `the thread is told what of ${at} was not taken`,
  );
};

const conflictsWait = (project: Project): void => {
  const open = conflictsOf(project).filter(isOpen);
  const asking = project.escalations.filter((one) => one.state === "open" && one.kind === "conflict");
  assert.deepEqual(
    asking.map((one) => `${one.conflict} ${one.stage}.${one.step}`).toSorted(),
    open
      .filter(({ state }) => state === "asked")
      .map(({ id, stage, step }) => `${id} ${stage}.${step}`)
      .toSorted(),
    "people are asked once about each conflict that they are to decide",
  );
  const talkedAbout = project.stages.flatMap(({ id, discussion, talk }) =>
    discussion === undefined || discussion.conflict === null || talk?.state === "done"
      ? []
      : [`${discussion.conflict} ${id}`],
  );
  assert.deepEqual(
    project.status === "cancelled" ? [] : talkedAbout.toSorted(),
    open
      .filter(({ state }) => state === "mediated")
      .map(({ id, stage }) => `${id} ${stage}`)
      .toSorted(),
    "agents talk about each conflict that they are to settle",
  );
  for (const { id, stage } of open) {
    const waits = project.stages.some(
      (one) =>
        one.id === stage && one.plan.state !== "running" && one.produce.state !== "running" && !isOver(one),
    );
    assert.ok(waits, `${stage} waits for the outcome of ${id}`);
  }
};

const outcomesStand = (project: Project, { outcomes }: Memory): void => {
  const conflicts = conflictsOf(project);
  assert.equal(
    new Set(conflicts.map(({ id }) => id)).size,
    conflicts.length,
    "ids of conflicts are their own",
  );
  for (const { id, state, outcome } of conflicts) {
    const now = JSON.stringify(outcome);
    assert.equal(now, outcomes.get(id) ?? now, `${id} keeps its outcome`);
    if (outcome !== null) outcomes.set(id, now);
    assert.ok(state !== "settled" || outcome !== null, `${id} has an outcome`);
  }
};
