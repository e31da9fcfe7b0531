import { dollars, tokensOf } from "./budget.ts";
import { costRange } from "./costs.ts";
import { agentOf, nameOf, planOf } from "./draft.ts";
import { openEscalations } from "./escalations.ts";
import type { Block, Button, Message } from "./message.ts";
import { counted, duration } from "./numbers.ts";
import type { Project, Stage, Step } from "./project.ts";

/** What is happening with one agent, as people see it. */
export type AgentState = "idle" | "thinking" | "waiting" | "error";

/** The status card as of `at`: it is the thread's root message, edited in place. */
export const statusCard = (project: Project, at: number): Message => {
  const { done, total } = progress(project);
  const line = headline(project);
  return {
    kind: "status",
    tone: tones[project.status],
    from: null,
    blocks: [
      { type: "heading", text: project.title },
      ...banner(project),
      { type: "progress", done, total, items: project.stages.map((stage) => item(project, stage)) },
      { type: "facts", facts: facts(project, at) },
      { type: "context", text: `${project.id} · ${project.workflow.title}` },
      { type: "buttons", project: project.id, buttons: buttons(project) },
    ],
    mentions: [],
    fallback: `${project.title}: ${line} (${done} of ${total} steps)`,
  };
};

/** What is asked for most: control first, then pages. */
const buttons = ({ status, title, mode }: Project): Button[] => [
  ...(status === "running" ? [button("Pause", "pause")] : []),
  ...(status === "paused" ? [button("Resume", "resume", "primary")] : []),
  button("Tasks", "tasks"),
  button("Files", "artifacts"),
  ...(mode === "models" ? [button("Costs", "costs")] : []),
  ...(status === "running" || status === "paused"
    ? [
        button("Settings", "settings"),
        {
          ...button("Stop", "stop", "danger"),
          confirm: `Stop “${title.slice(0, 100)}” for good? What is written stays.`,
        },
      ]
    : []),
];

const button = (label: string, says: string, intent: Button["intent"] = "neutral"): Button => ({
  label,
  says,
  intent,
  confirm: null,
});

/** Equal keys mean equal cards, but for the time. */
export const cardKey = (project: Project): string =>
  JSON.stringify([
    project.status,
    project.stages.map((stage) => [
      stage.state,
      stage.agent,
      stage.plan.state,
      stage.plan.attempt,
      stage.talk?.state,
      stage.talk?.attempt,
      stage.produce.state,
      stage.produce.attempt,
    ]),
    openEscalations(project.escalations).map((one) => [one.id, one.priority]),
    tokensOf(project.usage),
    project.settings.budgetTokens,
    project.settings.budgetUsd,
  ]);

/** Steps done and steps in all. */
export const progress = (project: Project): { readonly done: number; readonly total: number } => {
  const steps = project.stages.flatMap((stage) => stepsOf(project, stage).map((step) => ({ stage, step })));
  const done = steps.filter(({ stage, step }) => stage.state === "skipped" || step.state === "done");
  return { done: done.length, total: steps.length };
};

/** The steps that a stage has; turns of a talk are no steps of their own. */
const stepsOf = (project: Project, { id, plan, produce }: Stage): readonly Step[] =>
  planOf(project, id).plan === null ? [produce] : [plan, produce];

/** One line: who does what. */
export const headline = (project: Project): string => {
  if (project.status !== "running") return project.status;
  const busy = project.stages.flatMap((stage) => workOf(project, stage));
  if (busy.length > 0) return busy.join("; ");
  const open = openEscalations(project.escalations).length;
  return open > 0 ? `waits for ${counted(open, "decision")}` : "is about to go on";
};

const workOf = (project: Project, { id, agent, plan, talk, produce }: Stage): readonly string[] => {
  const { title } = planOf(project, id);
  if (talk?.state === "running") {
    const speaker = agentOf(project, { stage: id, step: "talk" });
    return [`${nameOf(project, speaker)} speaks about ${title}`];
  }
  if (plan.state === "running") return [`${nameOf(project, agent)} plans ${title}`];
  return produce.state === "running" ? [`${nameOf(project, agent)} writes ${title}`] : [];
};

/** The state of the agent that has this stage. */
export const agentState = (stage: Stage): AgentState => {
  if (stage.state === "blocked") return "waiting";
  const current = [stage.plan, stage.talk, stage.produce].find((step) => step?.state === "running");
  if (current === undefined) return "idle";
  return current.tries > 0 ? "error" : "thinking";
};

const tones: Readonly<Record<Project["status"], Message["tone"]>> = {
  running: "neutral",
  paused: "warning",
  completed: "good",
  cancelled: "bad",
};

/** The label that a project played by the scripted model carries everywhere. */
export const scriptedLabel =
  "Scripted demo, no AI: every word is written by a program from the words of the brief.";

const banner = (project: Project): readonly Block[] =>
  project.mode === "scripted" ? [{ type: "context", text: scriptedLabel }] : [];

const item = (project: Project, stage: Stage) => {
  const plan = planOf(project, stage.id);
  const state = itemState(stage);
  const redone = stage.produce.attempt > 1 ? `, attempt ${stage.produce.attempt}` : "";
  const rounds = stage.rounds === undefined ? "" : `, round ${stage.rounds}`;
  const more = `${rounds}${redone}`;
  const note =
    stage.state === "skipped"
      ? "skipped"
      : state === "waiting" || state === "done"
        ? more.slice(2)
        : `${stepWord(stage)}${more}`;
  return { label: `${plan.title} · ${nameOf(project, stage.agent)}`, state, note };
};

const itemState = (stage: Stage): "waiting" | "running" | "blocked" | "done" => {
  if (stage.state === "active") return "running";
  return stage.state === "skipped" ? "done" : stage.state;
};

const stepWord = (stage: Stage): string => {
  if (stage.state === "blocked") return "waits for people";
  if (stage.plan.state === "running") return "planning";
  // A talk that was taken back waits too, while the result is written.
  if (stage.produce.state === "running") return "writing";
  return stage.talk?.state === "running" || stage.talk?.state === "waiting" ? "talking" : "writing";
};

const facts = (project: Project, at: number): { name: string; value: string }[] => {
  const open = openEscalations(project.escalations);
  const first = open[0];
  const cost = costRange(project);
  return [
    { name: "Now", value: headline(project) },
    { name: "Decisions", value: first === undefined ? "none open" : `${open.length} open: ${first.title}` },
    ...(cost === null ? [] : [{ name: "Cost", value: cost }]),
    { name: "Spent", value: spent(project) },
    { name: "Time", value: time(project, at) },
  ];
};

const spent = (project: Project): string => {
  const { budgetTokens, budgetUsd } = project.settings;
  const tokens = `${tokensOf(project.usage)}${budgetTokens === null ? "" : ` of ${budgetTokens}`} tokens`;
  const { usd } = project.usage;
  if (usd === null) return tokens;
  return `${tokens}, ${dollars(usd)}${budgetUsd === null ? "" : ` of ${dollars(budgetUsd)}`}`;
};

/** Elapsed, and what is left if the other steps take as long as those that are done. */
const time = (project: Project, at: number): string => {
  const elapsed = `${duration((project.endedAt ?? at) - project.startedAt)} elapsed`;
  const done = project.stages.flatMap((stage) => stepsOf(project, stage)).filter(isDone);
  const { total } = progress(project);
  if (project.status !== "running" || done.length === 0) return elapsed;
  const worked = done.reduce((sum, step) => sum + (step.doneAt ?? 0) - (step.startedAt ?? 0), 0);
  return `${elapsed}, about ${duration((worked / done.length) * (total - done.length))} to go`;
};

const isDone = (step: Step): boolean =>
  step.state === "done" && step.startedAt !== null && step.doneAt !== null;
