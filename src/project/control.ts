import { mayDecide } from "./access.ts";
import { dollars, needOf, overBudget } from "./budget.ts";
import type { CommandOf } from "./command.ts";
import { decide, deny } from "./decide.ts";
import { direct, directionLimit } from "./directions.ts";
import { addDocuments } from "./documents.ts";
import { change, changeStage, nameOf, order, planOf, say, type Draft } from "./draft.ts";
import { cancel } from "./ending.ts";
import { hasWork, isOver } from "./next-step.ts";
import { notice } from "./notices.ts";
import { refuse, type Outcome } from "./refusal.ts";
import { rollBack } from "./rollback.ts";
import { settingsChanged } from "./settings-changed.ts";
import { startNext } from "./stages.ts";
import { Settings } from "./workflow.ts";

/** The commands by which people steer a project. */
export type Control = CommandOf<
  | "say"
  | "pause"
  | "resume"
  | "cancel"
  | "retry"
  | "rollback"
  | "setBudget"
  | "reassign"
  | "settings"
  | "addDocuments"
>;

/** Does what a person asks for, when this person may and it makes sense now; else says why not. */
export const control = (draft: Draft, command: Control): Outcome => {
  if (!mayDecide(draft.project, command.by)) return deny(draft, command);
  if (draft.project.status === "cancelled")
    return refuse("The project was stopped. Start a new one with the same brief.");
  if (draft.project.status === "completed" && command.type !== "rollback")
    return refuse("The project is completed. `/botarmy rollback STAGE` opens it again.");
  switch (command.type) {
    case "say":
      return sayTo(draft, command);
    case "pause":
      return pause(draft, command);
    case "resume":
      return resume(draft, command);
    case "cancel":
      return cancel(record(draft, command, command.reason), command.by.name, command.reason);
    case "retry":
      return retry(draft, command);
    case "rollback":
      return rollbackTo(draft, command);
    case "setBudget":
      return setBudget(draft, command);
    case "reassign":
      return reassign(draft, command);
    case "settings":
      return changeSettings(draft, command);
    case "addDocuments":
      return addDocuments(draft, command);
  }
};

const sayTo = (draft: Draft, command: CommandOf<"say">): Outcome => {
  const { project } = draft;
  if (command.to !== null && !project.team.some((member) => member.id === command.to))
    return unknownAgent(draft, command.to);
  if (project.directions.length >= directionLimit)
    return refuse("Too many directions are waiting already; let the agents take them first.");
  const who = command.to === null ? "the next agent" : nameOf(project, command.to);
  if (!hasWork(project, command.to))
    return refuse(`${who} has no work left in this project. \`/botarmy rollback STAGE\` gives it some.`);
  const told = direct(record(draft, command, command.text), {
    to: command.to,
    text: command.text,
    by: command.by.id,
  });
  return order(told, { type: "post", message: notice(`Noted for ${who}'s next turn.`) });
};

const pause = (draft: Draft, command: CommandOf<"pause">): Outcome => {
  if (draft.project.status === "paused")
    return refuse("The project is paused already. `/botarmy resume` goes on.");
  const paused = change(record(draft, command, "pause"), { status: "paused" });
  return order(paused, {
    type: "post",
    message: notice(
      `${command.by.name} paused the project. A step that runs is finished; nothing new starts.`,
    ),
  });
};

const resume = (draft: Draft, command: CommandOf<"resume">): Outcome => {
  if (draft.project.status !== "paused") return refuse("The project is not paused.");
  const running = change(record(draft, command, "resume"), { status: "running" });
  return startNext(
    order(running, { type: "post", message: notice(`${command.by.name} resumed the project.`) }),
  );
};

/** Trying again is a choice of the open escalation: this finds it. */
const retry = (draft: Draft, command: CommandOf<"retry">): Outcome => {
  const stuck = draft.project.escalations.find(
    (one) =>
      one.state === "open" &&
      (command.stage === null || one.stage === command.stage) &&
      one.choices.some((choice) => choice.id === "retry"),
  );
  if (stuck === undefined)
    return refuse("No step is waiting to be tried again. `/botarmy rollback STAGE` redoes a finished stage.");
  return decide(draft, {
    ...command,
    type: "decide",
    escalation: stuck.id,
    rev: stuck.rev,
    choice: "retry",
    note: "",
    answers: {},
  });
};

const rollbackTo = (draft: Draft, command: CommandOf<"rollback">): Outcome => {
  const { project } = draft;
  const known = project.stages.map((stage) => `\`${stage.id}\``).join(", ");
  const stage = project.stages.find((candidate) => candidate.id === command.stage);
  if (stage === undefined) return refuse(`There is no stage \`${command.stage}\`. The stages are ${known}.`);
  if ([stage.plan, stage.talk, stage.produce].every((step) => (step?.attempt ?? 0) === 0))
    return refuse(`${planOf(project, stage.id).title} has not begun yet; there is nothing to go back to.`);
  const open = change(draft, {
    status: project.status === "completed" ? "running" : project.status,
    endedAt: null,
  });
  const reason = `${command.by.name} rolled back${command.reason === "" ? "" : `: ${command.reason.replace(/\.$/, "")}`}.`;
  return startNext(rollBack(record(open, command, reason), stage.id, reason));
};

const setBudget = (draft: Draft, command: CommandOf<"setBudget">): Outcome => {
  const settings = {
    ...draft.project.settings,
    budgetTokens: command.tokens ?? draft.project.settings.budgetTokens,
    budgetUsd: command.usd ?? draft.project.settings.budgetUsd,
  };
  const text = [
    settings.budgetTokens === null ? "" : `${settings.budgetTokens} tokens`,
    settings.budgetUsd === null ? "" : dollars(settings.budgetUsd),
  ];
  const set = change(record(draft, command, "budget"), { settings });
  const told = order(set, {
    type: "post",
    message: notice(
      `${command.by.name} set the budget to ${text.filter((part) => part !== "").join(" and ")}.`,
    ),
  });
  return unblockBudget(told, command);
};

/** Raising the budget by hand answers the question that waits for it. */
const unblockBudget = (draft: Draft, command: CommandOf<"setBudget">): Outcome => {
  const asked = draft.project.escalations.find((one) => one.state === "open" && one.kind === "budget");
  if (asked === undefined || overBudget(draft.project, needOf(draft.project, asked.stage)) !== null)
    return draft;
  return decide(draft, {
    ...command,
    type: "decide",
    escalation: asked.id,
    rev: asked.rev,
    choice: "raise",
    note: "",
    answers: {},
  });
};

const reassign = (draft: Draft, command: CommandOf<"reassign">): Outcome => {
  const stage = draft.project.stages.find((candidate) => candidate.id === command.stage);
  if (stage === undefined) return refuse(`There is no stage \`${command.stage}\`.`);
  if (!draft.project.team.some((member) => member.id === command.agent))
    return unknownAgent(draft, command.agent);
  if (isOver(stage))
    return refuse(`${planOf(draft.project, stage.id).title} is ${stage.state}. Roll it back first.`);
  const text = `${nameOf(draft.project, command.agent)} takes over ${planOf(draft.project, stage.id).title} from its next step on.`;
  const moved = changeStage(record(draft, command, text), stage.id, { agent: command.agent });
  const told = passWords(moved, stage.agent, command.agent);
  return startNext(order(told, { type: "post", message: notice(text) }));
};

/** Words to an agent that has no work left are for the one who does it now. */
const passWords = (draft: Draft, from: string, to: string): Draft => {
  if (hasWork(draft.project, from)) return draft;
  return change(draft, {
    directions: draft.project.directions.map((one) => (one.to === from ? { ...one, to } : one)),
  });
};

const changeSettings = (draft: Draft, command: CommandOf<"settings">): Outcome => {
  const settings = Settings.safeParse({ ...draft.project.settings, ...command.change });
  if (!settings.success)
    return refuse(`These settings do not fit: ${settings.error.issues[0]?.message ?? "unknown reason"}.`);
  const names = Object.keys(command.change);
  const changed = settingsChanged(draft.project.settings, settings.data);
  const said = say(draft, {
    from: `person:${command.by.id}`,
    to: null,
    type: "settings",
    attempt: 1,
    content: { text: JSON.stringify(command.change).slice(0, 8_000), data: { names } },
  });
  if (changed === "") return { ...said, reply: "The settings are as they were." };
  const message = notice(`${command.by.name} changed the settings: ${changed}.`);
  return order(change(said, { settings: settings.data }), { type: "post", message });
};

const record = (draft: Draft, command: Control, text: string): Draft =>
  say(draft, {
    from: `person:${command.by.id}`,
    to: command.type === "say" ? command.to : null,
    type: "command",
    attempt: 1,
    content: { text: text === "" ? command.type : text, data: { command: command.type } },
  });

const unknownAgent = (draft: Draft, agent: string): Outcome =>
  refuse(
    `There is no agent \`${agent}\` in this project. The team is ${draft.project.team.map((member) => `\`${member.id}\``).join(", ")}.`,
  );
