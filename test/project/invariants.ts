import assert from "node:assert/strict";
import { advance, type Advance } from "#src/project/advance.ts";
import { sumUsage } from "#src/project/budget.ts";
import { reminderAt } from "#src/project/deadlines.ts";
import { Envelope } from "#src/project/envelope.ts";
import { escalationCard } from "#src/project/escalation-card.ts";
import { Message } from "#src/project/message.ts";
import { isOver } from "#src/project/next-step.ts";
import { readyEffects } from "#src/project/outbox.ts";
import { Project } from "#src/project/project.ts";
import { cardKey, statusCard } from "#src/project/status-card.ts";
import { checkConflicts } from "./conflict-invariants.ts";
import type { Memory, Turn } from "./memory.ts";
import { checkSpec } from "./spec-invariants.ts";
import { checkWork } from "./work-invariants.ts";

/** Throws when a move broke one of the rules that hold for every project at every time. Plain assertions, because it is called very often. */
export const checkTurn = (turn: Turn, memory: Memory): void => {
  const { before, after } = turn;
  const project = after.project;
  assert.ok(project !== undefined, "there is a project");
  if (!after.moved) {
    assert.ok(project === before, "an unmoved project is the very same object");
    assert.deepEqual([after.envelopes, after.specPatch], [[], []]);
    return;
  }
  assert.equal(project.version, (before?.version ?? 0) + 1, "the version grows by one");
  parses(turn, project);
  checkWork(turn, project);
  checkConflicts(turn, project, memory);
  decisionsStand(project, memory);
  idsAreNew(project, after, memory);
  endedIsQuiet(project);
  spendingAddsUp(project);
  if (before?.spec !== project.spec) checkSpec(turn, project, memory);
  timeDecidesNothing(turn, project);
  cardsAreRedrawn(turn, project);
  repeatsNothing(turn, project);
  wakesInTime(project, turn.command.at);
};

/** The row's own schema holds its effects; cards are parsed when what they show is new. */
const parses = ({ before, after }: Turn, project: Project): void => {
  Project.parse(project);
  for (const envelope of after.envelopes) Envelope.parse(envelope);
  for (const escalation of project.escalations) {
    if (!before?.escalations.includes(escalation)) Message.parse(escalationCard(project, escalation));
  }
  if (before?.stages !== project.stages) Message.parse(statusCard(project, project.startedAt));
};

const decisionsStand = (project: Project, { decisions }: Memory): void => {
  for (const escalation of project.escalations) {
    const now = escalation.state === "open" ? "" : JSON.stringify([escalation.state, escalation.decision]);
    assert.equal(now, decisions.get(escalation.id) ?? now, `${escalation.id} keeps its outcome`);
    if (now !== "") decisions.set(escalation.id, now);
    assert.equal(escalation.decision !== null, escalation.state === "decided", `${escalation.id} is decided`);
  }
  const listed = new Set(project.escalations.map((one) => one.id));
  for (const id of decisions.keys()) assert.ok(listed.has(id), `${id} is still listed`);
};

const idsAreNew = (project: Project, { envelopes }: Advance, { ids }: Memory): void => {
  const mark = `${project.id}:${project.version}:`;
  const ordered = project.outbox
    .filter((effect) => effect.id.startsWith(mark))
    .map((effect) => `effect ${effect.id}`);
  for (const id of [...ordered, ...envelopes.map((envelope) => `envelope ${envelope.id}`)]) {
    assert.ok(!ids.has(id), `${id} is new`);
    ids.add(id);
  }
  for (const effect of project.outbox) assert.ok(ids.has(`effect ${effect.id}`), `${effect.id} was ordered`);
  assert.equal(new Set(project.outbox.map((effect) => effect.id)).size, project.outbox.length);
};

const endedIsQuiet = (project: Project): void => {
  const ended = project.status === "completed" || project.status === "cancelled";
  assert.equal(project.endedAt !== null, ended, "it has an end exactly when it has ended");
  if (!ended) return;
  assert.ok(!project.outbox.some((effect) => effect.type === "runStep"), "nothing runs after the end");
  assert.ok(!project.escalations.some((one) => one.state === "open"), "nothing is asked after the end");
  if (project.status === "completed") assert.ok(project.stages.every(isOver));
};

/** Every attempt counts for its stage: the stages together used what the project used. */
const spendingAddsUp = ({ stages, usage }: Project): void => {
  const sum = sumUsage(stages.map(({ spent }) => spent));
  assert.deepEqual({ ...sum, usd: cents(sum.usd) }, { ...usage, usd: cents(usage.usd) }, "stages add up");
};

/** Sums of fractions drift. */
const cents = (usd: number | null): number | null => (usd === null ? null : Math.round(usd * 1e6));

const timeDecidesNothing = ({ before, command }: Turn, project: Project): void => {
  if (command.type !== "timeUp" || before === undefined) return;
  const still = ({ stages, status, spec, usage, escalations }: Project): unknown => [
    [stages, status, spec, usage],
    escalations.map((one) => [one.id, one.state, one.decision]),
  ];
  assert.deepEqual(still(project), still(before), "time decides and starts nothing");
};

/** What people see is ordered anew whenever it has changed; a card that is not posted yet will show it anyway. */
const cardsAreRedrawn = ({ before }: Turn, project: Project): void => {
  if (before === undefined) return;
  const fresh = `${project.id}:${project.version}:`;
  const drawn = (target: string): boolean =>
    project.outbox.some(
      (effect) => effect.type === "edit" && effect.target === target && effect.id.startsWith(fresh),
    );
  const opening = project.outbox.some((effect) => effect.type === "openThread" && effect.state === "ready");
  if (cardKey(before) !== cardKey(project))
    assert.ok(drawn("status") || opening, "the status card is redrawn");
  for (const one of project.escalations) {
    const old = before.escalations.find(({ id }) => id === one.id);
    if (old === undefined || (old.state === one.state && old.deadline === one.deadline)) continue;
    const asking = project.outbox.some(
      (effect) => effect.type === "ask" && effect.escalation === one.id && effect.state === "ready",
    );
    assert.ok(drawn(one.id) || asking, `the card of ${one.id} is redrawn`);
  }
};

const repeatsNothing = ({ command }: Turn, project: Project): void => {
  assert.ok(!advance(project, command).moved, "the same command again moves nothing");
};

const wakesInTime = (project: Project, now: number): void => {
  const isDue = (at: number): boolean =>
    readyEffects(project, "talk", at).length > 0 ||
    readyEffects(project, "work", at).length > 0 ||
    project.escalations.some((one) => one.state === "open" && reminderAt(one) <= at);
  const { wakeAt } = project;
  assert.equal(wakeAt !== null && wakeAt <= now, isDue(now), "it wakes when there is something to do");
  if (wakeAt !== null && wakeAt > now) assert.ok(isDue(wakeAt) && !isDue(wakeAt - 1), "and not before");
};
