import { addUsage, budgetShare } from "./budget.ts";
import { change, changeStage, order, say, stageOf, type Draft } from "./draft.ts";
import { notice } from "./notices.ts";
import { percent } from "./numbers.ts";
import type { Switch } from "./result.ts";
import type { Usage } from "./words.ts";

/** The share of the budget at which people are warned, once. */
const warnFrom = 0.8;

/** Settles what an attempt of a stage's step has used, and warns when most of the budget is gone. */
export const spend = (draft: Draft, stage: string, usage: Usage): Draft => {
  const counted = changeStage(draft, stage, { spent: addUsage(stageOf(draft.project, stage).spent, usage) });
  const spent = change(counted, { usage: addUsage(draft.project.usage, usage) });
  const [before, after] = [budgetShare(draft.project), budgetShare(spent.project)];
  if (before >= warnFrom || after < warnFrom || draft.project.status === "cancelled") return spent;
  const text = `${percent(after)} of the budget is used. At the end of it the work stops and you are asked; \`/botarmy budget\` raises it.`;
  return order(spent, {
    type: "post",
    message: notice(text, { tone: "warning", mentions: [draft.project.startedBy.id] }),
  });
};

/** Tells the thread that another provider answers than the one that was asked first: once for each change. */
export const tellSwitches = (draft: Draft, switches: readonly Switch[]): Draft =>
  switches.reduce((next, one) => tellSwitch(next, one), draft);

const tellSwitch = (draft: Draft, { from, to, reason }: Switch): Draft => {
  const name = `${from} > ${to}`;
  if (draft.project.switches.includes(name)) return draft;
  const text = `${from} does not answer (${reason}); ${to} took over.`;
  const noted = change(draft, { switches: [...draft.project.switches, name].slice(-50) });
  const said = say(noted, {
    from: "system",
    to: null,
    type: "error",
    attempt: 1,
    content: { text, data: { from, to, reason } },
  });
  return order(said, { type: "post", message: notice(text, { tone: "warning" }) });
};
