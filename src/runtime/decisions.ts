import type { Inbound, Reply } from "../ports.ts";
import { mayDecide } from "../project/access.ts";
import { decideForm } from "./forms/decide-form.ts";
import { chatOf, commandBase, submit, type Reception } from "./reception.ts";

/** A choice that a person took. One that means nothing without words is answered with a form, where the chat has forms and the person may decide. */
export const takeDecision = async (
  reception: Reception,
  inbound: Inbound,
  event: Extract<Inbound["event"], { type: "decision" }>,
): Promise<Reply | null> => {
  const { project: id, ...choice } = event;
  if (event.note === "" && Object.keys(event.answers).length === 0) {
    const form = await formFor(reception, inbound, event);
    if (form !== null) return form;
  }
  return await submit(reception, {
    ...commandBase(inbound, id),
    ...choice,
    answers: { ...choice.answers },
    type: "decide",
  });
};

/** Null when nothing is to be asked, or when the click is refused anyway. */
const formFor = async (
  reception: Reception,
  inbound: Inbound,
  event: Extract<Inbound["event"], { type: "decision" }>,
): Promise<Reply | null> => {
  if (chatOf(reception, inbound)?.forms !== true) return null;
  const project = await reception.parts.store.load(event.project);
  const escalation = project?.escalations.find((one) => one.id === event.escalation);
  const choice = escalation?.choices.find((one) => one.id === event.choice);
  if (project === undefined || escalation === undefined || choice?.wantsNote !== true) return null;
  const takes = escalation.state === "open" && escalation.rev === event.rev && mayDecide(project, inbound.by);
  return takes ? decideForm(project, escalation, choice) : null;
};
