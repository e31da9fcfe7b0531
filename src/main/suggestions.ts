import type { Place, Store } from "../ports.ts";
import type { Library } from "../ports/library.ts";
import { openEscalations } from "../project/escalations.ts";
import type { Project } from "../project/project.ts";
import { listWorkflows } from "../team/team.ts";

/** Something that can be typed, as people read it and as it is said. */
interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** Where suggestions come from. `chat` is the platform somebody types on. */
export interface SuggestionSources {
  readonly chat: string;
  readonly store: Store;
  readonly library: Library;
}

/** What can be asked for. */
type Wanted = "workflow" | "agent" | "stage" | "escalation" | "choice";

/** What fits while somebody types a command in a channel or a project's thread: names of workflows, and of what the thread's project has. */
export const createSuggestions =
  ({ chat, store, library }: SuggestionSources) =>
  async (
    wanted: Wanted,
    { thread }: { readonly thread: Place["thread"] | null },
  ): Promise<readonly Suggestion[]> => {
    if (wanted === "workflow") return await workflowsOf(library);
    const id = thread === null ? undefined : await store.byThread(chat, thread);
    const project = id === undefined ? undefined : await store.load(id);
    return project === undefined ? [] : ofProject[wanted](project);
  };

const workflowsOf = async (library: Library): Promise<readonly Suggestion[]> => {
  const [agents, workflows, prompts] = await Promise.all([
    library.agents(),
    library.workflows(),
    library.prompts(),
  ]);
  return listWorkflows({ agents, workflows, prompts }).map(({ name, title }) => ({
    name: `${name}: ${title}`,
    value: name,
  }));
};

const ofProject: Readonly<Record<Exclude<Wanted, "workflow">, (project: Project) => readonly Suggestion[]>> =
  {
    agent: ({ team }) => team.map(({ id, name }) => ({ name: `${name} (${id})`, value: id })),
    stage: ({ workflow }) =>
      workflow.stages.map(({ id, title }) => ({ name: `${title} (${id})`, value: id })),
    escalation: ({ escalations }) =>
      openEscalations(escalations).map(({ id, title }) => ({ name: `${id}: ${title}`, value: id })),
    choice: ({ escalations }) => {
      const labels = new Map(
        openEscalations(escalations).flatMap(({ choices }) => choices.map(({ id, label }) => [id, label])),
      );
      return [...labels].map(([value, label]) => ({ name: label, value }));
    },
  };
