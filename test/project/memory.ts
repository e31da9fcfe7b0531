import type { Advance } from "#src/project/advance.ts";
import type { Command } from "#src/project/command.ts";
import type { Project } from "#src/project/project.ts";
import type { SpecDocument } from "#src/project/spec.ts";

/** What must be remembered of a project's past to judge its next move. */
export interface Memory {
  readonly ids: Set<string>;
  readonly specs: Map<number, SpecDocument>;
  readonly decisions: Map<string, string>;
  /** What was decided in conflicts, by their ids. */
  readonly outcomes: Map<string, string>;
  /** Every signature that ever stood in the spec, and those that a rollback took out of it. */
  readonly signatures: Set<string>;
  readonly undone: Set<string>;
}

/** A memory of nothing. */
export const emptyMemory = (): Memory => ({
  ids: new Set(),
  specs: new Map(),
  decisions: new Map(),
  outcomes: new Map(),
  signatures: new Set(),
  undone: new Set(),
});

/** One move: the project before it (undefined for the start), the command, and where it led. */
export interface Turn {
  readonly before: Project | undefined;
  readonly command: Command;
  readonly after: Advance;
}
