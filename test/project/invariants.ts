import assert from "node:assert/strict";
import { advance, type Advance } from "#src/project/advance.ts";
import { sumUsage, tokensOf } from "#src/project/budget.ts";
import type { Command } from "#src/project/command.ts";
import { reminderAt } from "#src/project/deadlines.ts";
import { Envelope } from "#src/project/envelope.ts";
import { escalationCard } from "#src/project/escalation-card.ts";
import { Message } from "#src/project/message.ts";
import { readyEffects } from "#src/project/outbox.ts";
import { Project, type Step } from "#src/project/project.ts";
import { specAt, type SpecDocument } from "#src/project/spec.ts";
import { cardKey, statusCard } from "#src/project/status-card.ts";

/** What must be remembered of a project's past to judge its next move. */
export interface Memory {
  readonly ids: Set<string>;
  readonly specs: Map<number, SpecDocument>;
  readonly decisions: Map<string, string>;
}

/** A memory of nothing. */
export const emptyMemory = (): Memory => ({ ids: new Set(), specs: new Map(), decisions: new Map() });

/** One move: the project before it (undefined for the start), the command, and where it led. */
export interface Turn {
  readonly before: Project | undefined;
  readonly command: Command;
  readonly after: Advance;
}

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
  oneStepRuns(project);
  attemptsNeverShrink(before, project);
  decisionsStand(project, memory);
  idsAreNew(project, after, memory);
  endedIsQuiet(project);
  tokensAreReserved(turn, project);
  spendingAddsUp(project);
  if (before?.spec !== project.spec) specsCanBeRestored(project, memory);
  blockedStepsAreAsked(project);
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

const stepsOf = (
  project: Project,
): readonly { readonly stage: string; readonly kind: "plan" | "produce"; readonly step: Step }[] =>
  project.stages.flatMap((stage) => [
    { stage: stage.id, kind: "plan" as const, step: stage.plan },
    { stage: stage.id, kind: "produce" as const, step: stage.produce },
  ]);

const oneStepRuns = (project: Project): void => {
  const orders = project.outbox.filter((effect) => effect.type === "runStep");
  const steps = stepsOf(project).filter(({ step }) => step.state === "running");
  assert.ok(orders.length <= 1, "at most one step runs");
  assert.deepEqual(
    steps.map(({ stage, kind, step }) => `${stage}.${kind}.${step.attempt}`),
    orders.map(({ stage, step, attempt }) => `${stage}.${step}.${attempt}`),
    "a step runs exactly when its attempt is ordered",
  );
  for (const { stage } of steps) {
    const needs = project.workflow.stages.find((plan) => plan.id === stage)?.needs ?? [];
    const undone = project.stages.filter((one) => needs.includes(one.id) && one.state !== "done");
    assert.deepEqual(undone, [], `what ${stage} needs is done`);
  }
};

const attemptsNeverShrink = (before: Project | undefined, project: Project): void => {
  const old = before === undefined ? [] : stepsOf(before);
  for (const [i, { stage, step }] of stepsOf(project).entries()) {
    assert.ok(step.attempt >= (old[i]?.step.attempt ?? 0), `the attempts of ${stage} never shrink`);
  }
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
  if (project.status === "completed") assert.ok(project.stages.every((stage) => stage.state === "done"));
};

const tokensAreReserved = ({ before }: Turn, project: Project): void => {
  const run = project.outbox.find((effect) => effect.type === "runStep");
  const limit = project.workflow.stages.find((plan) => plan.id === run?.stage)?.maxTokens ?? 0;
  assert.equal(project.reservedTokens, limit, "reserved is what the running step may use");
  const { budgetTokens } = project.settings;
  if (run === undefined || budgetTokens === null || before?.outbox.some((one) => one.id === run.id)) return;
  assert.ok(
    tokensOf(project.usage) + limit <= budgetTokens,
    "a run is ordered only when the budget covers it",
  );
};

/** Every attempt counts for its stage: the stages together used what the project used. */
const spendingAddsUp = ({ stages, usage }: Project): void => {
  const sum = sumUsage(stages.map(({ spent }) => spent));
  assert.deepEqual({ ...sum, usd: cents(sum.usd) }, { ...usage, usd: cents(usage.usd) }, "stages add up");
};

/** Sums of fractions drift. */
const cents = (usd: number | null): number | null => (usd === null ? null : Math.round(usd * 1e6));

const specsCanBeRestored = (project: Project, { specs }: Memory): void => {
  const { version, document } = project.spec;
  if (!specs.has(version)) specs.set(version, structuredClone(document));
  assert.equal(specs.size, version + 1, "no version is left out");
  for (const [old, was] of specs) assert.deepEqual(specAt(project.spec, old), was, `spec version ${old}`);
};

const blockedStepsAreAsked = (project: Project): void => {
  const blocked = stepsOf(project).filter(({ step }) => step.state === "blocked");
  const asked = project.escalations
    .filter((one) => one.state === "open")
    .map((one) => `${one.stage}.${one.step}`);
  assert.deepEqual(
    asked.toSorted(),
    blocked.map(({ stage, kind }) => `${stage}.${kind}`).toSorted(),
    "each blocked step has exactly one open escalation",
  );
  for (const stage of project.stages) {
    const isBlocked = stage.plan.state === "blocked" || stage.produce.state === "blocked";
    assert.equal(stage.state === "blocked", isBlocked, `${stage.id} is blocked like its steps`);
  }
};

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
