import { BotArmyError } from "../errors.ts";
import type { Inbound } from "../ports.ts";
import type { Project } from "../project/project.ts";
import { scriptedDecisions, scriptedPerson, type Rule } from "../runtime/decider.ts";
import type { Session } from "./session.ts";

/** What the decider is shown. A decision about our own project that is refused ends the session: nobody else would take another one. */
interface Shown {
  readonly project: Project;
  readonly rules: readonly Rule[];
  readonly isOurs: boolean;
}

/** Sends the scripted decisions that a saved row asks for. Those sent before and under way are repeated, which is harmless. */
export const decideByScript = (session: Session<Project>, { project, rules, isOurs }: Shown): void => {
  if (!project.settings.approvers.includes(scriptedPerson.id)) return;
  for (const inbound of scriptedDecisions(project, rules, session.parts.clock.now())) {
    send(session, inbound, isOurs).catch(session.fail);
  }
};

const send = async (session: Session<Project>, inbound: Inbound, isOurs: boolean): Promise<void> => {
  const reply = await session.army.receive(inbound);
  if (reply === null || !isOurs || !(await isStillAsked(session, inbound))) return;
  throw new BotArmyError("decision-refused", `the scripted decision was refused: ${reply.fallback}`);
};

/** False when the question was answered, withdrawn or changed meanwhile: then the refusal says nothing about the script. */
const isStillAsked = async ({ parts }: Session<Project>, { event }: Inbound): Promise<boolean> => {
  if (event.type !== "decision") return false;
  const project = await parts.store.load(event.project);
  const asked = project?.escalations.find((one) => one.id === event.escalation);
  return asked?.state === "open" && asked.rev === event.rev;
};
