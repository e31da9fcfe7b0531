import { changeStage, order, planOf, say, stageOf, type Draft } from "./draft.ts";
import { holds } from "./expression.ts";
import { factsOf } from "./facts.ts";
import { needsAreOver } from "./next-step.ts";
import { notice } from "./notices.ts";
import type { Project, Stage } from "./project.ts";
import { reset } from "./resetting.ts";
import { tellUnheard } from "./unheard.ts";

/** Skips every stage whose turn has come and whose condition does not hold. What needs it goes on without it. */
export const skipUnwanted = (draft: Draft): Draft => {
  const unwanted = draft.project.stages.find((stage) => isUnwanted(draft.project, stage));
  return unwanted === undefined ? draft : skipUnwanted(skip(draft, unwanted.id));
};

const isUnwanted = (project: Project, stage: Stage): boolean => {
  const { when } = planOf(project, stage.id);
  if (when === undefined || stage.state !== "waiting" || !needsAreOver(project, stage)) return false;
  return !holds(when, factsOf(project));
};

const skip = (draft: Draft, id: string): Draft => {
  const skipped = changeStage(reset(draft, [id]), id, { state: "skipped" });
  const { title, when = "" } = planOf(draft.project, id);
  const text = `Skipped **${title}**: \`${when}\` does not hold.`;
  const said = say(skipped, {
    from: "system",
    to: null,
    type: "command",
    attempt: 1,
    content: { text, data: { skipped: id } },
  });
  const told = order(said, { type: "post", message: notice(text) });
  return tellUnheard(told, stageOf(draft.project, id).agent, "STAGE");
};
