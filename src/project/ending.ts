import { tokensOf } from "./budget.ts";
import { withdrawConflicts } from "./conflicts.ts";
import { costSummary, costTable } from "./costs.ts";
import { change, order, say, stageOf, type Draft } from "./draft.ts";
import { withdraw } from "./escalations.ts";
import { isOver } from "./next-step.ts";
import { notice } from "./notices.ts";
import type { Project, Stage, Step } from "./project.ts";
import { abandonRun } from "./runs.ts";
import { tellUnheard } from "./unheard.ts";

/** Every stage is done: says so, with what came of it. */
export const complete = (draft: Draft): Draft => {
  const done = change(draft, { status: "completed", endedAt: draft.at });
  const { project } = done;
  const files = project.artifacts.filter((artifact) => !artifact.superseded);
  const text = `**${project.title}** is complete: ${files.length} artifacts.`;
  const said = say(done, {
    from: "system",
    to: null,
    type: "complete",
    attempt: 1,
    content: { text, data: { artifacts: files.map((file) => file.path) } },
  });
  const message = notice(text, {
    tone: "good",
    mentions: [project.startedBy.id],
    announce: true,
    blocks: [{ type: "facts", facts: resultFacts(project) }, ...costTable(project)],
  });
  return tellUnheard(order(said, { type: "post", message }), null, "STAGE");
};

/** People stop the project: what runs is abandoned, what is asked is taken back, everything written stays. */
export const cancel = (draft: Draft, by: string, reason: string): Draft => {
  const over = change(draft, { status: "cancelled", endedAt: draft.at });
  const idle = draft.project.outbox.reduce(
    (next, effect) => (effect.type === "runStep" ? abandonRun(next, effect) : next),
    over,
  );
  const stages = idle.project.stages.map(stopStage);
  const stopped = change(idle, { stages });
  const ids = stages.map(({ id }) => id);
  const closed = withdrawConflicts(
    withdraw(stopped, () => true),
    ids,
  );
  const text = `${by} stopped the project${reason === "" ? "" : `: ${reason.replace(/\.$/, "")}`}. Everything written so far is kept.`;
  const said = say(closed, {
    from: "system",
    to: null,
    type: "complete",
    attempt: 1,
    content: { text, data: { cancelled: true } },
  });
  return order(said, { type: "post", message: notice(text, { tone: "warning", announce: true }) });
};

/** What is not done will never be. */
const stopStage = (stage: Stage): Stage => ({
  ...stage,
  state: isOver(stage) ? stage.state : "waiting",
  plan: stopStep(stage.plan),
  ...(stage.talk === undefined ? {} : { talk: stopStep(stage.talk) }),
  produce: stopStep(stage.produce),
});

const stopStep = (step: Step): Step => ({ ...step, state: step.state === "done" ? "done" : "waiting" });

const resultFacts = (project: Project): { name: string; value: string }[] => {
  const cost = costSummary(project);
  const decided = project.escalations.filter((one) => one.state === "decided").length;
  const redone = project.stages.reduce(
    (sum, stage) => sum + Math.max(0, stageOf(project, stage.id).produce.attempt - 1),
    0,
  );
  return [
    { name: "Stages", value: String(project.stages.filter(({ state }) => state === "done").length) },
    { name: "Decisions", value: String(decided) },
    { name: "Redone", value: String(redone) },
    { name: "Tokens", value: String(tokensOf(project.usage)) },
    ...(cost === null ? [] : [{ name: "Cost", value: cost }]),
  ];
};
