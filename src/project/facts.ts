import type { Facts } from "./expression.ts";
import type { Project, Stage } from "./project.ts";

/** What conditions of the workflow may ask for: the spec, the settings, the brief, and what each stage has brought so far. */
export const factsOf = (project: Project): Facts => ({
  spec: project.spec.document,
  settings: project.settings,
  brief: { words: project.brief.words },
  outputs: Object.fromEntries(project.stages.map((stage) => [stage.id, outputOf(project, stage)])),
});

/** The fields that `outputs.{stage}` has; those of the result are null until there is one. */
const outputOf = ({ artifacts }: Project, { id, state, produce }: Stage): Facts => {
  const { result } = produce;
  return {
    state,
    attempt: produce.attempt,
    files: artifacts.filter((artifact) => artifact.stage === id && !artifact.superseded).length,
    confidence: result?.confidence ?? null,
    quality: result?.quality ?? null,
    questions: result?.questions.length ?? null,
    claims: result?.claims ?? null,
    facts: result?.facts ?? {},
  };
};
