import { BotArmyError } from "../errors.ts";
import { nameOf } from "../project/draft.ts";
import type { Role } from "../team/role.ts";
import { marksOf, type Writing } from "./context.ts";
import { fit } from "./fit.ts";
import { openPage, type Context } from "./page.ts";
import { proposalIn, topicOf, type TalkMaterial } from "./talk-material.ts";
import { piecesForTalk } from "./talk-pieces.ts";

/** Puts the prompt of one turn together within a token limit, as `buildContext` does for a step. Throws BotArmyError `context-too-small`. */
export const buildTalkContext = (material: TalkMaterial, writing: Writing): Context => {
  const { assignment } = material;
  const { role, render } = writing;
  const system = render("_talk-system", { role, marks: marksOf(assignment) });
  const write = openPage({ system, template: "talk", values: facts(material, role) }, writing);
  const selection = fit(piecesForTalk(material), writing.limit, (candidate) => write(candidate).tokens);
  if (selection !== undefined) return write(selection);
  const needed = write({ kept: [], leftOut: [] }).tokens;
  throw new BotArmyError(
    "context-too-small",
    `a turn of the talk in stage ${assignment.plan.id} of workflow ${assignment.project.workflow.name} has ${writing.limit} tokens for its prompt, but its instructions alone need about ${needed}; raise maxTokens of that stage`,
  );
};

/** What the template may name. */
const facts = (material: TalkMaterial, role: Role): Readonly<Record<string, unknown>> => {
  const { assignment, discussion, speaker, conflict } = material;
  const { project, stage, plan } = assignment;
  const { members, turns, max, agreement, speakers } = discussion;
  return {
    role,
    project: { title: project.title },
    workflow: { title: project.workflow.title },
    stage: { title: plan.title, result_file: plan.produce.file, leader: nameOf(project, stage.agent) },
    talk: {
      topic: topicOf(material),
      speaker,
      others: members.filter((member) => member !== speaker).map((id) => cardOf(material, id)),
      is_conflict: conflict !== null,
      choices: speakers === "chosen" ? members.filter((member) => member !== speaker).join(", ") : "",
      turn: turns.length + 1,
      turns: max,
      otherwise: otherwise(material),
      agreement,
      proposal: proposalIn(discussion),
    },
  };
};

/** What comes when they do not agree. */
const otherwise = ({
  assignment: { project, stage },
  discussion: { turns, max },
  conflict,
}: TalkMaterial): string => {
  const when =
    turns.length + 1 === max
      ? "This is the last turn: when not all agree now,"
      : "When not all agree after the last turn,";
  return `${when} ${conflict === null ? `${nameOf(project, stage.agent)} decides alone` : "people decide"}.`;
};

const cardOf = ({ assignment: { project } }: TalkMaterial, id: string): Readonly<Record<string, string>> => {
  const card = project.team.find((member) => member.id === id);
  return { id, name: card?.name ?? id, description: card?.description ?? "" };
};
