import path from "node:path";
import { createDesk, type Desk } from "#src/agent/desk.ts";
import { runStep } from "#src/agent/step.ts";
import type { Bodies } from "#src/ports.ts";
import { readyEffects } from "#src/project/outbox.ts";
import type { Project } from "#src/project/project.ts";
import { fakeChat } from "../fakes/fake-chat.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { openBenchArmy, quietTerminal, type BenchArmy } from "./army.ts";
import { openBare, type Bare } from "./bare.ts";
import type { Finding, Report } from "./finding.ts";
import { withFolder } from "./folders.ts";
import { instantModel } from "./instant-model.ts";
import { mean, ratios, spreadOf, timed } from "./spread.ts";
import { createStateTime, type StateTime } from "./state-time.ts";

/** Rounds run first, unmeasured: until then the code itself is being compiled. */
const warmUp = 12;
const rounds = 15;
/** Source: the product's definition of done. */
const limit = 8;

interface Subjects {
  readonly terminal: BenchArmy;
  readonly memory: BenchArmy;
  /** Of the army whose chat is in memory. */
  readonly state: StateTime;
  readonly bare: Bare;
  /** For the prompts that are made once more. */
  readonly desk: Desk;
}

/** Milliseconds per step, and of one bare commit; row commits per step. */
type Round = Readonly<
  Record<"bare" | "tight" | "terminal" | "memory" | "state" | "prompt" | "saves", number>
>;

/** What one step costs besides its model call and its git commit, in bare commits of a row of the same size. */
export const stepOverhead = (): Promise<Report> =>
  withFolder(async (folder) => {
    const subjects = await openSubjects(folder);
    const found: Round[] = [];
    for (let round = -warmUp; round < rounds; round++) {
      const measured = await measure(subjects, `# Todo app ${round}\n\n${brief}`);
      if (round >= 0) found.push(measured);
    }
    await subjects.terminal.close();
    await subjects.memory.close();
    subjects.bare.close();
    return reportOf(found);
  });

const brief =
  "People write down what they have to do, and tick it off.\n\n- It works offline\n- It syncs later\n";

const openSubjects = async (folder: string): Promise<Subjects> => {
  const data = path.join(folder, "terminal");
  const state = createStateTime();
  return {
    terminal: await openBenchArmy({ data, chats: () => [quietTerminal(data)] }),
    memory: await openBenchArmy({
      data: path.join(folder, "memory"),
      chats: () => [fakeChat()],
      wrap: state.wrap,
    }),
    state,
    bare: openBare(folder),
    desk: createDesk(),
  };
};

/** Bare commits before, between and after, so that what disturbs one side disturbs the other. */
const measure = async (subjects: Subjects, text: string): Promise<Round> => {
  const { terminal, memory, state, bare } = subjects;
  const told = await terminal.run(text);
  const rows = told.rows.map((row) => JSON.stringify({ value: row }));
  const commits = [bare.commitApart(rows)];
  const tight = bare.commit(rows);
  state.take();
  const kept = await memory.run(text);
  const stateMs = state.take();
  commits.push(bare.commitApart(rows));
  const promptMs = await timeOfPrompts(subjects, told.rows);
  commits.push(bare.commitApart(rows));
  const steps = (told.rows.at(-1)?.stages.length ?? 0) * 2;
  return {
    bare: mean(commits),
    tight,
    terminal: told.ms / steps,
    memory: kept.ms / steps,
    state: stateMs / steps,
    prompt: promptMs / steps,
    saves: told.rows.length / steps,
  };
};

/** Runs each step of a project once more, with nothing to save. */
const timeOfPrompts = async (
  { terminal: { parts }, desk }: Subjects,
  rows: readonly Project[],
): Promise<number> => {
  const written = memoryBodies();
  const bodies: Bodies = { get: (ref) => parts.bodies.get(ref), put: (text) => written.put(text) };
  const orders = new Map(
    rows.flatMap((project) =>
      readyEffects(project, "work", Date.now()).flatMap((effect) =>
        effect.type === "runStep" ? [[effect.id, { project, effect }] as const] : [],
      ),
    ),
  );
  const { signal } = new AbortController();
  const calls = memoryCalls();
  return await timed(async () => {
    for (const order of orders.values())
      await runStep({ model: instantModel, calls, bodies, desk }, order, signal);
  });
};

const reportOf = (found: readonly Round[]): Report => {
  const baseline = found.map((round) => round.bare);
  const finding = (what: string, side: keyof Round, most: number | null): Finding => {
    const measured = found.map((round) => round[side]);
    return {
      what,
      measured: spreadOf(measured),
      unit: "ms",
      baseline: { what: "bare commit", is: spreadOf(baseline), ratio: ratios(measured, baseline) },
      limit: most,
    };
  };
  const saves = mean(found.map((round) => round.saves)).toFixed(1);
  return {
    findings: [
      finding("overhead per step, terminal", "terminal", limit),
      finding("overhead per step, chat in memory", "memory", limit),
      finding("… of it rows, calls, bodies, logs", "state", limit),
      finding("… of it prompt and checks", "prompt", null),
    ],
    notes: [
      `Overhead per step: a whole ten-step project from the wish to its last post, divided by ten, after ${warmUp} unmeasured ones. In it: reading team and workflow, all state, prompts and checks, the operator's log, the chat. Not in it: the model (answers at once) and git (artifacts in memory). Per step ${saves} row commits, 1 call and 1.1 bodies; rows and calls are forced to the disk, a body with the row that names it.`,
      "Rows, calls, bodies, logs: the time inside the parts that keep state. Prompt and checks: the same steps run once more with nothing to save. The bare commit writes the project's own rows, with a millisecond of other work between two, as the product's own commits come.",
      `Right after one another bare commits take ${mean(found.map((round) => round.tight)).toFixed(3)} ms, which no program with work in between can reach.`,
    ],
  };
};
