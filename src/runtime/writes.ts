import { speakerOf } from "../project/draft.ts";
import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import type { Turns } from "./turns.ts";

/** An order to commit files. */
export type WriteArtifact = Extract<Effect, { type: "writeArtifact" }>;

/** Commits the files of one order, once only by its id, and reports it; a failed write is reported too and tried again later. */
export const writeArtifact = async (
  parts: Parts,
  turns: Turns,
  { project, effect }: { readonly project: Project; readonly effect: WriteArtifact },
): Promise<void> => {
  const at = parts.clock.now();
  try {
    const { commit } = await commitFiles(parts, project, effect);
    const results = [{ effect: effect.id, ref: commit, thread: null }];
    await turns.submit({
      id: `${effect.id}:performed`,
      project: project.id,
      at: parts.clock.now(),
      type: "performed",
      results,
    });
  } catch (error) {
    parts.log.warn({ project: project.id, effect: effect.id, err: error }, "artifact not written");
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
    const id = `${effect.id}:failed:${effect.tries + 1}`;
    await turns.submit({
      id,
      project: project.id,
      at,
      type: "notPerformed",
      effect: effect.id,
      message,
      retryable: true,
      retryAfterMs: null,
    });
  }
};

const commitFiles = async (
  parts: Parts,
  project: Project,
  effect: WriteArtifact,
): Promise<{ commit: string }> => {
  const files = await Promise.all(
    effect.files.map(async (file) => ({
      path: file.path,
      phase: file.phase,
      text: await parts.bodies.get(file.body),
    })),
  );
  return await parts.artifacts.write(project.id, {
    effect: effect.id,
    agent: speakerOf(project, effect.agent) ?? { id: effect.agent, name: "BotArmy" },
    step: effect.step,
    title: effect.title,
    at: parts.clock.now(),
    files,
    dependsOn: effect.dependsOn,
  });
};
