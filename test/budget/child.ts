import { systemClock } from "#adapters/clock/system.ts";
import { modelsOf, openModelMachine } from "#src/cli/model-machine.ts";
import { readConfig } from "#src/config.ts";
import { terminalChat } from "#src/main.ts";
import type { Inbound } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import { createArmy } from "#src/runtime/army.ts";
import { scriptedDecisions, scriptedPerson, type Rule } from "#src/runtime/decider.ts";
import { dieAt, mortal } from "../crash/mortal.ts";
import { briefOf, placesIn, readRound, type Plan } from "./round.ts";

/**
 * Run as a process of its own: `child.ts FOLDER [NTH]`, with keys and addresses in its environment. It is the product on the round's
 * data folder with its real models, as `botarmy run` joins it, and people who start projects and decide. It ends with code 0 when
 * every project is over or has used up its budget, or when it is asked to stop. It dies just before it records its NTH answer.
 */
const [folder = "", nth] = process.argv.slice(2);
const { data } = placesIn(folder);
const round = readRound(folder);
const plans = new Map(round.projects.map((plan) => [plan.person, plan]));
const rows = new Map<string, Project>();
const over = Promise.withResolvers<void>();

const fail = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
};

/** The pace is not what is tried here. */
const unhurried = { requestsPerMinute: 1_000_000, tokensPerMinute: 1_000_000_000, concurrent: 1_000 };
const config = readConfig(
  {
    data,
    settings: { approvals: "none", retryDelayMs: 0 },
    models: { limits: { anthropic: unhurried, openai: unhurried } },
  },
  {},
);
const models = await modelsOf(config);
if (models === null) throw new Error("no key is set");
const machine = await openModelMachine(config, models, {
  warn: (message) => fail(new Error(message)),
  approvers: [scriptedPerson.id],
  chats: () => [terminalChat(config.data, { mode: "lines", onStop: () => undefined })],
});
const parts = mortal(
  machine.parts,
  nth === undefined ? () => undefined : dieAt("before-record", Number(nth)),
);
const army = createArmy(parts, { broken: fail, saved: (project) => see(project) });

/** Trouble is tried again, however often; a used-up budget is decided as planned. */
const rulesOf = ({ slices }: Plan): readonly Rule[] => {
  const again = (kind: "outage" | "timeout" | "invalid-output"): Rule[] =>
    Array.from({ length: 100 }, () => ({ kind, choice: "retry", note: "", answers: {} }));
  const budget = slices.map((choice): Rule => ({ kind: "budget", choice, note: "", answers: {} }));
  return [...budget, ...again("outage"), ...again("timeout"), ...again("invalid-output")];
};

const planOf = (project: Project): Plan => {
  const plan = plans.get(project.startedBy.id);
  if (plan === undefined) throw new Error(`nobody started ${project.id}`);
  return plan;
};

const budgetQuestions = (project: Project) => project.escalations.filter(({ kind }) => kind === "budget");

/** Is this question one that the plan leaves open? */
const isLeft = (project: Project, escalation: string): boolean =>
  budgetQuestions(project).findIndex(({ id }) => id === escalation) >= planOf(project).slices.length;

const see = (project: Project): void => {
  rows.set(project.id, project);
  decide(project);
  goBack(project);
  if (round.projects.length === rows.size && rows.values().every(isOver)) over.resolve();
};

const decide = (project: Project): void => {
  for (const inbound of scriptedDecisions(project, rulesOf(planOf(project)), systemClock.now())) {
    const { event } = inbound;
    if (event.type === "decision" && !isLeft(project, event.escalation)) army.receive(inbound).catch(fail);
  }
};

const goBack = (project: Project): void => {
  const { person, rollbackAt } = planOf(project);
  const id = `back:${person}`;
  const isTold = project.seen.some((seen) => seen.id === id);
  const isDue = rollbackAt !== null && project.version >= rollbackAt && project.chat.thread !== null;
  if (isDue && !isTold && project.status === "running") {
    const event = { type: "message", text: "rollback analyze because the brief was misread" } as const;
    army.receive({ ...byPerson(person), id, thread: project.chat.thread, event }).catch(fail);
  }
};

const isOver = (project: Project): boolean => {
  if (project.outbox.length > 0) return false;
  if (project.status === "completed" || project.status === "cancelled") return true;
  return budgetQuestions(project).some(({ id, state }) => state === "open" && isLeft(project, id));
};

const byPerson = (person: string): Omit<Inbound, "id" | "thread" | "event"> => ({
  at: systemClock.now(),
  chat: "terminal",
  channel: "terminal",
  by: { id: person, name: `Person ${person}`, roles: [] },
});

/** A start that arrives again finds its project: the platform delivers until it is taken. */
const startAll = async (): Promise<void> => {
  const starts = round.projects.map((plan) => {
    const text = `start --budget $${plan.budgetUsd}`;
    const event = { type: "slash", text, brief: briefOf(plan) } as const;
    return army.receive({ ...byPerson(plan.person), id: `start:${plan.person}`, thread: null, event });
  });
  const replies = await Promise.all(starts);
  if (rows.size < starts.length) throw new Error(replies.find((reply) => reply !== null)?.fallback);
};

process.once("SIGTERM", () => over.resolve());
await army.start();
for (const id of await parts.store.ids()) {
  const row = await parts.store.load(id);
  if (row !== undefined && !rows.has(id)) see(row);
}
await startAll();
await over.promise;
await army.stop();
await machine.close();
