import type { Bodies } from "../ports.ts";
import type { Conflict } from "../project/conflict.ts";
import { conflictsOf } from "../project/conflicts.ts";
import { standingOf, type Discussion } from "../project/discussion.ts";
import type { Project } from "../project/project.ts";
import { assignmentOf, type Assignment, type RunStep } from "./assignment.ts";
import { currentDocuments, previousVersion, type ProjectDocument } from "./documents.ts";

/** One turn that an agent has in a talk, with all that it may be told. */
export interface TalkMaterial {
  /** The stage that the talk belongs to, as if its result were to be written. */
  readonly assignment: Assignment;
  readonly discussion: Discussion;
  /** The agent whose turn it is. */
  readonly speaker: string;
  /** What is to be settled; null for a talk that the workflow asks for. */
  readonly conflict: Conflict | null;
  /** The brief first. */
  readonly documents: readonly ProjectDocument[];
}

/** Gathers what a turn may be told. Throws for an order in whose stage nobody is to speak: a bug. */
export const gatherTalk = async (
  project: Project,
  effect: RunStep,
  bodies: Bodies,
): Promise<TalkMaterial> => {
  const assignment = assignmentOf(project, { ...effect, step: "produce" });
  const { discussion } = assignment.stage;
  const standing = discussion === undefined ? undefined : standingOf(discussion);
  if (discussion === undefined || standing?.type !== "goes-on")
    throw new Error(`nobody is to speak in ${effect.stage} of ${project.id}`);
  const conflict = conflictsOf(project).find(({ id }) => id === discussion.conflict) ?? null;
  const documents = [
    ...(await currentDocuments(assignment, bodies)),
    // What is disputed may be the stage's own result.
    ...(await previousVersion(assignment, bodies)),
  ];
  return { assignment, discussion, speaker: standing.speaker, conflict, documents };
};

/** What the talk is about. The positions of a conflict are told apart from it. */
export const topicOf = ({ conflict, discussion }: TalkMaterial): string =>
  conflict?.title ?? discussion.topic;

/** What all would agree to as it stands; empty while nothing is proposed. */
export const proposalIn = ({ turns }: Discussion): string =>
  turns.findLast((turn) => turn.proposal !== "")?.proposal ?? "";
