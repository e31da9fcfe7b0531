import type { Bodies } from "../ports.ts";
import { dependentsOf } from "../project/draft.ts";
import type { Artifact } from "../project/project.ts";
import type { Assignment } from "./assignment.ts";
import type { Source } from "./search.ts";
import { withoutSources } from "./sources-section.ts";

/** A text of the project that a step may read. */
export interface ProjectDocument extends Source {
  /** `brief` or a stage id. */
  readonly stage: string;
  readonly step: Artifact["step"];
}

/** The brief, then everything that is the project's word for this step. */
export const currentDocuments = async (
  assignment: Assignment,
  bodies: Bodies,
): Promise<readonly ProjectDocument[]> => {
  const { project } = assignment;
  const brief = {
    path: project.workflow.briefFile,
    stage: "brief",
    step: "brief",
    text: await bodies.get(project.brief.body),
  } as const;
  return [brief, ...(await textsOf(currentArtifacts(assignment), bodies))];
};

/** What an earlier attempt of this step wrote: shown when it is done again, never a source. */
export const previousVersion = async (
  assignment: Assignment,
  bodies: Bodies,
): Promise<readonly ProjectDocument[]> => textsOf(previousFiles(assignment), bodies);

/** The files of an earlier attempt of this step, as the row knows them. */
export const previousFiles = ({ project, stage, step }: Assignment): readonly Artifact[] =>
  project.artifacts.filter((artifact) => artifact.stage === stage.id && artifact.step === step);

/** Nothing superseded, nothing of this step or after it, and nothing that builds on this stage: that will be done again. */
const currentArtifacts = ({ project, stage, step }: Assignment): readonly Artifact[] => {
  const later = dependentsOf(project, stage.id);
  return project.artifacts.filter(
    (artifact) =>
      !artifact.superseded &&
      artifact.step !== "brief" &&
      !later.includes(artifact.stage) &&
      (artifact.stage !== stage.id || (step === "produce" && artifact.step === "plan")) &&
      artifact.path !== project.workflow.briefFile,
  );
};

/** Lists of sources are left out: they repeat what the documents say and cost tokens. They stand last, so offsets stay right. */
const textsOf = (artifacts: readonly Artifact[], bodies: Bodies): Promise<readonly ProjectDocument[]> =>
  Promise.all(
    artifacts.map(async ({ path, stage, step, body }) => ({
      path,
      stage,
      step,
      text: withoutSources(await bodies.get(body)),
    })),
  );
