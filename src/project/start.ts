import { dollars, noUsage } from "./budget.ts";
import type { CommandOf } from "./command.ts";
import { costRange } from "./costs.ts";
import { emptyStep, openDraft, order, say, type Draft } from "./draft.ts";
import { notice } from "./notices.ts";
import type { Artifact, Project, Stage } from "./project.ts";
import { startNext } from "./stages.ts";
import type { StagePlan } from "./workflow.ts";

/** The first version of a project: its thread is opened and told what may be spent, the brief is kept as its first artifact, and the first agent starts. */
export const start = (command: CommandOf<"start">): Draft => {
  const draft = openDraft(emptyProject(command), command);
  const opened = tellCost(order(introduce(draft), { type: "openThread" }));
  const path = command.workflow.briefFile;
  const kept = order(opened, {
    type: "writeArtifact",
    step: "brief",
    agent: "system",
    title: "Brief",
    files: [{ path, phase: phaseOf(path), body: command.brief.body }],
    dependsOn: [],
  });
  return startNext(kept);
};

/** The first post of the thread, before any work begins; none when nothing costs. */
const tellCost = (draft: Draft): Draft => {
  const cost = costRange(draft.project);
  if (cost === null) return draft;
  const { budgetUsd } = draft.project.settings;
  const limit =
    budgetUsd === null ? "" : ` Before it exceeds ${dollars(budgetUsd)} the work stops and you are asked.`;
  return order(draft, { type: "post", message: notice(`This may cost ${cost}.${limit}`) });
};

const introduce = (draft: Draft): Draft => {
  const { project } = draft;
  const first = project.stages[0]?.agent ?? null;
  const data = {
    workflow: project.workflow.name,
    mode: project.mode,
    brief: project.brief.body.sha256,
    words: project.brief.words,
  };
  const started = say(draft, {
    from: `person:${project.startedBy.id}`,
    to: first,
    type: "start",
    attempt: 1,
    content: { text: project.title, data },
  });
  return project.team.reduce(
    (next, member) =>
      say(next, {
        from: member.id,
        to: null,
        type: "capability_discovery",
        attempt: 1,
        content: { text: member.description, data: { name: member.name, capabilities: member.capabilities } },
      }),
    started,
  );
};

const emptyProject = (command: CommandOf<"start">): Project => ({
  id: command.project,
  version: 0,
  wakeAt: 0,
  status: "running",
  title: command.title,
  brief: command.brief,
  startedBy: command.by,
  startedAt: command.at,
  endedAt: null,
  chat: { ...command.chat, root: null, thread: null },
  mode: command.mode,
  workflow: command.workflow,
  team: command.team,
  settings: command.settings,
  stages: command.workflow.stages.map(emptyStage),
  escalations: [],
  artifacts: [briefArtifact(command)],
  directions: [],
  spec: { version: 0, document: {}, undo: [] },
  usage: noUsage,
  reservedTokens: 0,
  reservedUsd: 0,
  quote: command.quote,
  switches: [],
  outbox: [],
  seen: [],
});

const briefArtifact = (command: CommandOf<"start">): Artifact => ({
  path: command.workflow.briefFile,
  phase: phaseOf(command.workflow.briefFile),
  stage: "brief",
  step: "brief",
  agent: "system",
  version: 1,
  body: command.brief.body,
  dependsOn: [],
  superseded: false,
  commit: null,
});

const phaseOf = (path: string): string => path.slice(0, path.indexOf("/"));

const emptyStage = ({ id, agent }: StagePlan): Stage => ({
  id,
  agent,
  state: "waiting",
  plan: emptyStep,
  produce: emptyStep,
  handovers: 0,
  objections: [],
  settled: false,
  specBefore: 0,
  spent: noUsage,
});
