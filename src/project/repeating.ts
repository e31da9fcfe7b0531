import { direct } from "./directions.ts";
import { changeStage, dependentsOf, nameOf, order, planOf, say, stageOf, type Draft } from "./draft.ts";
import { raise } from "./escalations.ts";
import { holds } from "./expression.ts";
import { factsOf } from "./facts.ts";
import { finishStage } from "./handoff.ts";
import { notice } from "./notices.ts";
import type { Project } from "./project.ts";
import { reopen, withoutRounds } from "./resetting.ts";
import type { Check } from "./result.ts";
import { takeBack } from "./taking-back.ts";
import type { RepeatRule } from "./workflow.ts";

/** A stage's result is good enough: it is handed on, or all from an earlier stage on is done once more, as the workflow says. */
export const endStage = (draft: Draft, id: string, checks: readonly Check[]): Draft => {
  const { repeat } = planOf(draft.project, id);
  if (repeat === undefined) return finishStage(draft, id, checks);
  // What is made again after the last round, because somebody objects or asks for it, is no round of its own.
  const rounds = Math.min((stageOf(draft.project, id).rounds ?? 0) + 1, repeat.max);
  const counted = changeStage(draft, id, { rounds });
  if (holds(repeat.until, { ...factsOf(counted.project), round: rounds }))
    return finishStage(counted, id, checks);
  if (rounds < repeat.max) return again(counted, id, { repeat, rounds });
  return repeat.otherwise === "ask" ? ask(counted, id, repeat) : goOn(counted, id, { ...repeat, checks });
};

/** Will it be done once more, because its condition does not hold and there are rounds left? */
export const goesRound = (project: Project, id: string): boolean => {
  const { repeat } = planOf(project, id);
  if (repeat === undefined) return false;
  const round = (stageOf(project, id).rounds ?? 0) + 1;
  return round < repeat.max && !holds(repeat.until, { ...factsOf(project), round });
};

const again = (
  draft: Draft,
  id: string,
  { repeat, rounds }: { repeat: RepeatRule; rounds: number },
): Draft => {
  const { project } = draft;
  const { agent } = stageOf(project, repeat.from);
  const summary = stageOf(project, id).produce.result?.summary ?? "";
  const text = `Round ${rounds + 1} of at most ${repeat.max}, until \`${repeat.until}\`. ${planOf(project, id).title} said: ${summary}`;
  const told = direct(draft, { to: agent, text, by: "system" });
  const said = say(told, {
    from: "system",
    to: agent,
    type: "command",
    attempt: rounds,
    content: { text: text.slice(0, 8_000), data: { repeat: id, from: repeat.from, round: rounds + 1 } },
  });
  const words = `**${planOf(project, repeat.from).title}** again, round ${rounds + 1} of at most ${repeat.max}: \`${repeat.until}\` does not hold yet. ${nameOf(project, agent)} goes on.`;
  return order(backTo(said, id, repeat.from), { type: "post", message: notice(words) });
};

/** A stage that repeats itself is only written anew. Otherwise all that was built on `from` begins again; loops inside count from the start. */
const backTo = (draft: Draft, id: string, from: string): Draft => {
  if (from === id) return reopen(draft, { stage: id, step: "produce" });
  const undone = [from, ...dependentsOf(draft.project, from)];
  return undone
    .filter((stage) => !encloses(draft.project, stage, id))
    .reduce(withoutRounds, takeBack(draft, undone));
};

/** Is it the loop that is gone through once more, or one around it? */
const encloses = (project: Project, stage: string, id: string): boolean => {
  const { repeat } = planOf(project, stage);
  if (stage === id || repeat === undefined) return stage === id;
  return dependentsOf(project, id).includes(stage) && dependentsOf(project, repeat.from).includes(id);
};

const ask = (draft: Draft, id: string, { until, max }: RepeatRule): Draft =>
  raise(draft, {
    kind: "loop",
    at: { stage: id, step: "produce" },
    title: `${planOf(draft.project, id).title} did not come to its end in ${max} rounds`,
    context: `It was to be done until \`${until}\`. ${stageOf(draft.project, id).produce.result?.summary ?? ""}`,
  });

const goOn = (
  draft: Draft,
  id: string,
  { until, max, checks }: RepeatRule & { readonly checks: readonly Check[] },
): Draft => {
  const text = `${planOf(draft.project, id).title} goes on after ${max} rounds although \`${until}\` does not hold.`;
  return order(finishStage(draft, id, checks), { type: "post", message: notice(text, { tone: "warning" }) });
};
