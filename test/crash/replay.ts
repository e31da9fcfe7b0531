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
  /** Versions whose command moves nothing when it is replayed. */
  readonly idle: readonly number[];
}

/** Folds the command log up to the row's version; what lies above was never committed. */
export const replay = ({ log, row }: Pick<ProjectEvidence, "log" | "row">): Replay => {
  const ordered: Effect[] = [];
  const envelopes: Envelope[] = [];
  const idle: number[] = [];
  let project: Project | undefined;
  for (const { version, command } of log) {
    if (version > row.version) break;
    const before = new Set(project?.outbox.map((effect) => effect.id));
    const next = advance(project, command);
    if (!next.moved) idle.push(version);
    project = next.project;
    envelopes.push(...next.envelopes);
    ordered.push(...(project?.outbox ?? []).filter((effect) => !before.has(effect.id)));
  }
  return { project, ordered, envelopes, idle };
};
