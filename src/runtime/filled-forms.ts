import { BotArmyError } from "../errors.ts";
import type { Inbound, Reply } from "../ports.ts";
import { takeDecision } from "./decisions.ts";
import { decisionOf } from "./forms/decide-form.ts";
import { settingsChange } from "./forms/settings-form.ts";
import { startOptions } from "./forms/start-form.ts";
import { commandBase, submit, type Reception } from "./reception.ts";
import { addFiles } from "./said-files.ts";
import { sayWords } from "./said-words.ts";
import { startProject } from "./start-project.ts";

type Filled = Extract<Inbound["event"], { type: "form" }>;

/** A form that a person filled in. What does not fit is told with tone `bad`, so that the form can stay open with their words. */
export const readForm = async (
  reception: Reception,
  inbound: Inbound,
  { form, values }: Filled,
): Promise<Reply | null> => {
  const [kind, project = ""] = form.split(" ");
  switch (kind) {
    case "start": {
      const options = startOptions(values);
      if ("problem" in options) throw new BotArmyError("form-value", options.problem);
      return await startProject(reception, inbound, { brief: values["brief"]?.[0] ?? "", options });
    }
    case "decide":
      return await decided(reception, inbound, { form, values });
    case "settings": {
      const change = settingsChange(values);
      if ("problem" in change) throw new BotArmyError("form-value", change.problem);
      return await submit(reception, { ...commandBase(inbound, project), type: "settings", change });
    }
    case "say":
      return await sayWords(reception, inbound, {
        text: values["words"]?.[0] ?? "",
        brief: null,
        about: project,
      });
    default:
      throw new BotArmyError("form-unknown", `I do not know the form \`${form}\`; open it anew.`);
  }
};

const decided = async (
  reception: Reception,
  inbound: Inbound,
  { form, values }: Pick<Filled, "form" | "values">,
): Promise<Reply | null> => {
  const decision = decisionOf(form);
  if (decision === null)
    throw new BotArmyError("form-unknown", `I do not know the form \`${form}\`; open it anew.`);
  const { note, scope, files: _, ...fields } = values;
  const answers = Object.fromEntries(
    Object.entries(fields).flatMap(([id, [answer]]) => (answer === undefined ? [] : [[id, answer]])),
  );
  // Before the decision, so that what it has done anew can be made with them.
  await addFiles(reception, inbound, { project: decision.project, files: inbound.files ?? [] });
  return await takeDecision(reception, inbound, {
    type: "decision",
    ...decision,
    note: note?.[0] ?? "",
    answers,
    ...(scope?.[0] === "project" ? { binding: true } : {}),
  });
};
