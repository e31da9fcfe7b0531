import type { Inbound, Reply } from "../ports.ts";
import { mayDecide } from "../project/access.ts";
import { notice } from "../project/notices.ts";
import type { Project } from "../project/project.ts";
import { settingsForm } from "./forms/settings-form.ts";
import { readWords, type Intent } from "./grammar.ts";
import type { Parts } from "./parts.ts";
import { chatOf, commandBase, submit, type Reception } from "./reception.ts";
import { commandFor } from "./route.ts";
import { addFiles } from "./said-files.ts";
import { startProject } from "./start-project.ts";
import { channelView } from "./views/channel-view.ts";
import { homeView } from "./views/home-view.ts";
import { projectView } from "./views/project-view.ts";

/** Words of a person, however they came: typed, by a button or by a form. */
export interface Said {
  readonly text: string;
  /** The brief that a command line was given as a file. */
  readonly brief: string | null;
  /** The project that the words are about when they are not said in its thread. */
  readonly about?: string | null;
}

/** Does what words ask for, shows what they ask to see, or asks back. Files that came with them become documents of the project. */
export const sayWords = async (reception: Reception, inbound: Inbound, said: Said): Promise<Reply | null> => {
  const project = await projectIn(reception.parts, inbound, said.about ?? null);
  const intent = readWords(said.text, project?.team.map((member) => member.id) ?? []);
  if (intent.type === "start") {
    const brief = [intent.brief, said.brief ?? ""].filter((part) => part !== "").join("\n\n");
    return await startProject(reception, inbound, { brief, options: intent.options });
  }
  const option = intent.type === "unclear" ? /^start (--.+)$/s.exec(intent.text)?.[1] : undefined;
  if (option !== undefined) return notice(wrongOption(option), { tone: "bad" });
  if (intent.type === "view" && intent.view === "home") return await homeView(reception.parts, inbound);
  if (project === undefined) return await inChannel(reception.parts, inbound, intent);
  const added = await addFiles(reception, inbound, { project: project.id, files: inbound.files ?? [] });
  if (said.text.trim() === "" && (inbound.files ?? []).length > 0) return added;
  return (await inProject(reception, { inbound, intent, project })) ?? added;
};

/** Words that begin so are a start in any case, and the grammar tells which of its options is wrong. */
const wrongOption = (option: string): string =>
  `I do not understand \`${option}\`: a start may have \`--workflow NAME\`, \`--budget 200k\` or \`--budget $5\`, and \`--approve gates\`, \`marks\` or \`none\` before its brief or, in one line, after it.`;

/** The project that is meant: the one that is named, else the one of the thread. */
export const projectIn = async (
  parts: Parts,
  inbound: Inbound,
  about: string | null,
): Promise<Project | undefined> => {
  const here = inbound.thread === null ? undefined : await parts.store.byThread(inbound.chat, inbound.thread);
  const id = about ?? here;
  return id === undefined ? undefined : await parts.store.load(id);
};

const inProject = async (
  reception: Reception,
  {
    inbound,
    intent,
    project,
  }: { inbound: Inbound; intent: Exclude<Intent, { type: "start" }>; project: Project },
): Promise<Reply | null> => {
  const { parts } = reception;
  // A terminal has no place outside its threads, so the list of projects is shown in each.
  if (intent.type === "view" && intent.view === "projects") return await channelView(parts, inbound, intent);
  if (intent.type === "view") return await projectView(parts, project, intent);
  const asksForSettings = intent.type === "settings" && intent.change === null;
  if (asksForSettings && chatOf(reception, inbound)?.forms === true && mayDecide(project, inbound.by))
    return settingsForm(project);
  const command = commandFor(project, intent, commandBase(inbound, project.id));
  return "question" in command
    ? notice(command.question, { tone: "warning" })
    : await submit(reception, command);
};

const inChannel = async (parts: Parts, inbound: Inbound, intent: Intent): Promise<Reply> => {
  if (intent.type === "view") return await channelView(parts, inbound, intent);
  const said =
    intent.type === "unclear"
      ? "I did not understand that."
      : "That is for a project: say it in the project's thread.";
  return notice(`${said} \`/botarmy help\` lists what I know.`, { tone: "warning" });
};
