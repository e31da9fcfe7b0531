import { BotArmyError } from "../errors.ts";
import type { Inbound, InboundFile, Reply } from "../ports.ts";
import { external } from "../project/access.ts";
import { listWorkflows } from "../team/team.ts";
import { startForm } from "./forms/start-form.ts";
import type { StartOptions } from "./grammar.ts";
import { briefFrom } from "./incoming-files.ts";
import { chatOf, submit, type Reception } from "./reception.ts";
import { addFiles } from "./said-files.ts";

/** Starts a project. Without words the first file is the brief; other files become documents. Without both, the person is asked for them. */
export const startProject = async (
  reception: Reception,
  inbound: Inbound,
  wish: { readonly brief: string; readonly options: StartOptions },
): Promise<Reply | null> => {
  if (inbound.by.roles.includes(external))
    throw new BotArmyError(
      "start-external",
      "People of another organisation cannot start projects here; ask somebody of this one to do it.",
    );
  const { brief, documents } = await gather(reception, inbound, wish.brief.trim());
  if (brief === "") return await askForBrief(reception, inbound);
  const command = await reception.starting({
    ...inbound,
    delivery: inbound.id,
    brief,
    options: wish.options,
  });
  const reply = await submit(reception, command);
  return documents.length === 0
    ? reply
    : ((await addFiles(reception, inbound, { project: command.project, files: documents })) ?? reply);
};

const gather = async (
  reception: Reception,
  inbound: Inbound,
  words: string,
): Promise<{ readonly brief: string; readonly documents: readonly InboundFile[] }> => {
  const files = inbound.files ?? [];
  const [first, ...rest] = files;
  const chat = chatOf(reception, inbound);
  if (words !== "" || first === undefined || chat === undefined) return { brief: words, documents: files };
  return { brief: await briefFrom(chat, first), documents: rest };
};

const askForBrief = async (reception: Reception, inbound: Inbound): Promise<Reply> => {
  const { library, defaults } = reception.parts;
  const [agents, workflows, prompts] = await Promise.all([
    library.agents(),
    library.workflows(),
    library.prompts(),
  ]);
  const form = startForm(listWorkflows({ agents, workflows, prompts }), defaults.workflow);
  // An empty form is not answered with an empty form.
  if (chatOf(reception, inbound)?.forms === true && inbound.event.type !== "form") return form;
  throw new BotArmyError("brief-empty", form.fallback);
};
