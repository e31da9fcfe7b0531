import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance } from "#src/project/advance.ts";
import type { Command } from "#src/project/command.ts";
import { Command as CommandSchema } from "#src/project/command.ts";
import { openEscalations } from "#src/project/escalations.ts";
import { readyEffects } from "#src/project/outbox.ts";
import type { Project } from "#src/project/project.ts";
import type { Workflow } from "#src/project/workflow.ts";
import { commandsFor, type Event, type Life } from "./chances.ts";
import { checkTurn } from "./invariants.ts";
import { emptyMemory, type Memory } from "./memory.ts";
import { workflows } from "./random-workflow.ts";
import { beginnings, events } from "./random.ts";
import { ada, diamond, projectId, resultOf, sdlc, startCommand, wideDiamond } from "./samples.ts";

/** More runs for a longer look: `PROPERTY_RUNS=5000 npx vitest run test/project`. */
const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 40);
const timeoutMs = 20_000 + numRuns * 200;

const begin = (command: Command, memory: Memory): Life => {
  const after = advance(undefined, command);
  checkTurn({ before: undefined, command, after }, memory);
  if (after.project === undefined) throw new Error("the start was refused");
  return { project: after.project, past: [command], now: command.at };
};

const turn = (life: Life, command: Command, memory: Memory): Life => {
  CommandSchema.parse(command);
  const after = advance(life.project, command);
  checkTurn({ before: life.project, command, after }, memory);
  return {
    project: after.project ?? life.project,
    past: [...life.past, command],
    now: Math.max(life.now, command.at),
  };
};

const live = (life: Life, happenings: readonly Event[], memory: Memory): Life =>
  happenings.reduce((next, event) => {
    const then = { ...next, now: next.now + event.ms };
    return commandsFor(then, event).reduce((moved, command) => turn(moved, command, memory), then);
  }, life);

/** Every effect is done well and every question is decided by its first choice, until nothing is left to do. */
const settle = (life: Life, memory: Memory): Project => {
  let next = life;
  for (let step = 0; step < 2_000; step += 1) {
    const command = sensible(next);
    if (command === null) return next.project;
    next = turn(next, command, memory);
  }
  throw new Error("the project does not come to its end");
};

const done = (effect: string, type: string) => ({
  effect,
  ref: "r",
  thread: type === "openThread" ? "t1" : null,
});

const sensible = ({ project, past, now }: Life): Command | null => {
  const from = { id: `s${past.length}`, project: projectId, at: Math.max(now + 1, project.wakeAt ?? 0) };
  const [effect] = [...readyEffects(project, "work", from.at), ...readyEffects(project, "talk", from.at)];
  if (effect?.type === "runStep") {
    const { stage, step, attempt } = effect;
    return {
      ...from,
      type: "stepDone",
      stage,
      step,
      attempt,
      result: resultOf(project, effect, { specPatch: [] }),
    };
  }
  if (effect !== undefined) {
    const told = [effect, ...readyEffects(project, "talk", from.at)];
    return { ...from, type: "performed", results: told.map(({ id, type }) => done(id, type)) };
  }
  if (project.status === "paused") return { ...from, by: ada, type: "resume" };
  const [asked] = openEscalations(project.escalations);
  if (asked === undefined) return null;
  const answers = Object.fromEntries(asked.questions.map((question) => [question.id, "yes"]));
  const choice = asked.choices[0]?.id ?? "";
  return {
    ...from,
    by: ada,
    type: "decide",
    escalation: asked.id,
    rev: asked.rev,
    choice,
    note: "so be it",
    answers,
  };
};

const kinds: readonly (readonly [string, fc.Arbitrary<Workflow>])[] = [
  ["one stage after the other", fc.constant(sdlc)],
  ["a diamond", fc.constantFrom(diamond, wideDiamond)],
  ["any workflow", workflows],
];

describe.each(kinds)("any sequence of commands to %s", (_, workflowsOfKind) => {
  it(
    "breaks no invariant, and leaves a project that can be brought to its end",
    () => {
      const lives = fc.record({ workflow: workflowsOfKind, settings: beginnings, happenings: events(60) });
      fc.assert(
        fc.property(lives, ({ workflow, settings, happenings }) => {
          const memory = emptyMemory();
          const life = live(begin(startCommand({ workflow, settings }), memory), happenings, memory);
          const again = life.past.reduce<Project | undefined>(
            (project, command) => advance(project, command).project,
            undefined,
          );
          expect(again).toEqual(life.project);
          const wanted = life.project.status === "cancelled" ? "cancelled" : "completed";
          expect(settle(life, memory).status).toBe(wanted);
        }),
        { numRuns },
      );
    },
    timeoutMs,
  );
});
