import type { Command } from "#src/project/command.ts";
import { readyEffects } from "#src/project/outbox.ts";
import type { Project } from "#src/project/project.ts";
import type { StepResult } from "#src/project/result.ts";
import { ada, bob, eve, failureOf, projectId, resultOf, type CommandBody, type StepRun } from "./samples.ts";
import type { Answer } from "./scenario.ts";

/** Something that may happen next; what it means depends on the project as it then is. */
export type Chance =
  | { readonly type: "talk"; readonly ok: boolean; readonly retryAfterMs: number | null }
  | { readonly type: "work"; readonly ok: boolean; readonly answer: Answer; readonly pick: number }
  | LateResult
  | Stray
  | { readonly type: "again"; readonly pick: number }
  | Decide
  | { readonly type: "steer"; readonly body: CommandBody }
  | { readonly type: "time" };

/** A result of an attempt that does not run now. */
interface LateResult {
  readonly type: "lateResult";
  readonly answer: Answer;
  readonly stage: number;
  readonly step: StepRun["step"];
  readonly attempt: number;
}

/** A report about any effect, whether it is its turn or not. */
interface Stray {
  readonly type: "stray";
  readonly body: "performed" | "sending" | "notPerformed";
  readonly pick: number;
  readonly retryable: boolean;
}

/** A choice by its place in the list, or by a name that may be wrong. */
interface Decide {
  readonly type: "decide";
  readonly pick: number;
  readonly choice: number | string;
  readonly rev: number;
  readonly note: string;
  readonly answers: Record<string, string>;
}

/** A chance with the time that passes before it and the person who acts, where one does. */
export interface Event {
  readonly chance: Chance;
  readonly ms: number;
  readonly by: number;
}

/** A project now, with every command that was ever given to it. */
export interface Life {
  readonly project: Project;
  readonly past: readonly Command[];
  readonly now: number;
}

/** Who may act: mostly the person who started the project. */
export const people = [ada, ada, ada, ada, ada, ada, bob, eve];

/** The commands that an event means for a project as it is; none when there is nothing to do. */
export const commandsFor = (life: Life, { chance, by }: Event): readonly Command[] => {
  const from = { id: `c${life.past.length}`, project: projectId, at: life.now };
  switch (chance.type) {
    case "talk":
      return talk(life.project, chance, from);
    case "work":
      return work(life.project, chance, from);
    case "lateResult":
      return lateResult(life.project, chance, from);
    case "stray":
      return [stray(life.project, chance, from)];
    case "again":
      return life.past.slice(chance.pick % life.past.length).slice(0, 1);
    case "decide":
      return [decide(life.project, chance, { ...from, by: people[by] ?? ada })];
    case "steer":
      // Proof: CommandBody is a command without exactly the fields that are added.
      return [{ ...from, by: people[by] ?? ada, ...chance.body } as Command];
    case "time":
      return [{ ...from, type: "timeUp" }];
  }
};

type From = Pick<Command, "id" | "project" | "at">;

const talk = (
  project: Project,
  { ok, retryAfterMs }: { ok: boolean; retryAfterMs: number | null },
  from: From,
): readonly Command[] => {
  const ready = readyEffects(project, "talk", from.at);
  const [first] = ready;
  if (first === undefined) return [];
  if (!ok) return [{ ...from, ...notPerformed(first.id, true), retryAfterMs }];
  const results = ready.map(({ id, type }) => ({
    effect: id,
    ref: `r-${id}`,
    thread: type === "openThread" ? "t1" : null,
  }));
  return [{ ...from, type: "performed", results }];
};

/** What is to be written is written, then one of the steps that run comes to its end; it may have begun before a pause. */
const work = (
  project: Project,
  { ok, answer, pick }: { ok: boolean; answer: Answer; pick: number },
  from: From,
): readonly Command[] => {
  const writes = project.outbox.filter((effect) => effect.type === "writeArtifact");
  const [first] = writes;
  if (first !== undefined && !ok) return [{ ...from, ...notPerformed(first.id, true) }];
  const results = writes.map(({ id }) => ({ effect: id, ref: `commit-${id}`, thread: null }));
  const runs = project.outbox.filter((effect) => effect.type === "runStep" && effect.notBefore <= from.at);
  const run = runs[pick % Math.max(1, runs.length)];
  return [
    ...(results.length === 0 ? [] : [{ ...from, type: "performed" as const, results }]),
    ...(run?.type === "runStep"
      ? [answerTo({ project, run, answer }, { ...from, id: `${from.id}-step` })]
      : []),
  ];
};

const lateResult = (
  project: Project,
  { stage, step, attempt, answer }: LateResult,
  from: From,
): readonly Command[] => {
  const run = { stage: project.stages[stage % project.stages.length]?.id ?? "", step, attempt };
  const isNow = project.outbox.some(
    (one) =>
      one.type === "runStep" && one.stage === run.stage && one.step === step && one.attempt === attempt,
  );
  return isNow ? [] : [answerTo({ project, run, answer }, from)];
};

const answerTo = (
  { project, run, answer }: { project: Project; run: StepRun; answer: Answer },
  from: From,
): Command => {
  const about = { ...from, stage: run.stage, step: run.step, attempt: run.attempt };
  return "fails" in answer
    ? { ...about, type: "stepFailed", failure: failureOf(answer.fails) }
    : { ...about, type: "stepDone", result: resultOf(project, run, signed(answer, run)) };
};

/** Values that are to say whose they are say it, as `api.produce.2!`. */
const signed = (result: Partial<StepResult>, { stage, step, attempt }: StepRun): Partial<StepResult> =>
  result.specPatch === undefined
    ? result
    : {
        ...result,
        specPatch: JSON.parse(
          JSON.stringify(result.specPatch).replaceAll('"@me"', `"${stage}.${step}.${attempt}!"`),
        ),
      };

const stray = (project: Project, { body, pick, retryable }: Stray, from: From): Command => {
  const effect = project.outbox[pick % Math.max(1, project.outbox.length)]?.id ?? `${projectId}:99:9`;
  switch (body) {
    case "sending":
      return { ...from, type: "sending", effects: [effect] };
    case "performed":
      return { ...from, type: "performed", results: [{ effect, ref: "stray", thread: null }] };
    case "notPerformed":
      return { ...from, ...notPerformed(effect, retryable) };
  }
};

const notPerformed = (effect: string, retryable: boolean) =>
  ({ type: "notPerformed", effect, message: "no", retryable, retryAfterMs: null }) as const;

const decide = (project: Project, wish: Decide, from: From & { readonly by: typeof ada }): Command => {
  const open = project.escalations.filter((one) => one.state === "open");
  const asked = open[wish.pick] ?? project.escalations[wish.pick] ?? open[0];
  const choices = asked?.choices ?? [];
  const choice =
    typeof wish.choice === "string" ? wish.choice : (choices[wish.choice % choices.length]?.id ?? "approve");
  const { rev, note, answers } = wish;
  return { ...from, type: "decide", escalation: asked?.id ?? "e1", rev, choice, note, answers };
};
