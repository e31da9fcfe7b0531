import { forgetSettled } from "./conflicts.ts";
import { direct } from "./directions.ts";
import { change, dependentsOf, nameOf, order, planOf, say, stageOf, type Draft } from "./draft.ts";
import { notice } from "./notices.ts";
import { withoutRounds } from "./resetting.ts";
import { specWithout } from "./spec-authors.ts";
import { takeBack } from "./taking-back.ts";

/**
 * Goes back to the beginning of a stage: it and all that builds on it will run again, what they wrote into the spec is taken out of
 * it, and their artifacts are marked as superseded, never deleted. What does not build on it stays. The thread is told what was undone.
 */
export const rollBack = (draft: Draft, stage: string, reason: string): Draft => {
  const undone = [stage, ...dependentsOf(draft.project, stage)];
  const since = stageOf(draft.project, stage).specBefore;
  const free = forgetSettled(takeBack(draft, undone), undone);
  const { spec, patch } = specWithout(free.project.spec, undone, since);
  const without = { ...change(free, { spec }), specPatch: [...free.specPatch, ...patch] };
  const fresh = undone.reduce(withoutRounds, without);
  const { agent } = stageOf(fresh.project, stage);
  const told = direct(fresh, {
    to: agent,
    text: `Rolled back to ${planOf(draft.project, stage).title}. ${reason}`,
    by: "system",
  });
  return announce(told, { stage, undone, reason });
};

const announce = (
  draft: Draft,
  back: { stage: string; undone: readonly string[]; reason: string },
): Draft => {
  const { project } = draft;
  const titles = back.undone.map((id) => planOf(project, id).title);
  const files = project.artifacts.filter(
    (artifact) => artifact.superseded && back.undone.includes(artifact.stage),
  );
  const text = `Back to **${planOf(project, back.stage).title}**. ${back.reason}`;
  const data = { stage: back.stage, undone: [...back.undone], superseded: files.map((file) => file.path) };
  const said = say(draft, {
    from: "system",
    to: stageOf(project, back.stage).agent,
    type: "command",
    attempt: 1,
    content: { text: text.slice(0, 8_000), data },
  });
  const facts = [
    { name: "Runs again", value: titles.join(", ") },
    {
      name: "Superseded",
      value: files.map((file) => `${file.path} v${file.version}`).join(", ") || "nothing",
    },
    { name: "Next", value: nameOf(project, stageOf(project, back.stage).agent) },
  ];
  return order(said, {
    type: "post",
    message: notice(text.slice(0, 4_000), { tone: "warning", blocks: [{ type: "facts", facts }] }),
  });
};
