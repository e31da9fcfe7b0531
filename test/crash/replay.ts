import { advance } from "#src/project/advance.ts";
import type { Effect } from "#src/project/effect.ts";
import type { Envelope } from "#src/project/envelope.ts";
import type { Project } from "#src/project/project.ts";
import type { ProjectEvidence } from "./evidence.ts";

/** What must have happened, by the command log alone. */
export interface Replay {
  readonly project: Project | undefined;
  /** Every effect that was ever ordered, in its order. */
  readonly ordered: readonly Effect[];
  readonly envelopes: readonly Envelope[];
  /** The texts of every question: a closed one no longer has them in the row. */
  readonly texts: ReadonlyMap<string, Texts>;
  /** Versions whose command moves nothing when it is replayed. */
  readonly idle: readonly number[];
}

/** What a question's card says besides its title and choices. */
export type Texts = Pick<Project["escalations"][number], "context" | "positions">;

/** Folds the command log up to the row's version; what lies above was never committed. */
export const replay = ({ log, row }: Pick<ProjectEvidence, "log" | "row">): Replay => {
  const ordered: Effect[] = [];
  const envelopes: Envelope[] = [];
  const idle: number[] = [];
  const texts = new Map<string, Texts>();
  let project: Project | undefined;
  for (const { version, command } of log) {
    if (version > row.version) break;
    const before = new Set(project?.outbox.map((effect) => effect.id));
    const next = advance(project, command);
    if (!next.moved) idle.push(version);
    project = next.project;
    envelopes.push(...next.envelopes);
    for (const { id, context, positions } of project?.escalations ?? []) {
      if (!texts.has(id)) texts.set(id, { context, positions });
    }
    ordered.push(...(project?.outbox ?? []).filter((effect) => !before.has(effect.id)));
  }
  return { project, ordered, envelopes, texts, idle };
};
